/** Stage 3: entities and exact totals in Redis. The only folder that speaks to Redis. */
export * from './types.ts';
export * from './contribution.ts';
export { DEGREE } from './columns.ts';
export { openStore } from './store.ts';
export { clearWorld } from './clear.ts';
