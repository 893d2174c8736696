/** Stage 3: entities and exact totals in Redis. The only folder that speaks to Redis. */
import type { Store, StoreOptions } from './types.ts';

export * from './types.ts';
export * from './contribution.ts';

export function openStore(options: StoreOptions): Promise<Store> {
  throw new Error(`store of ${options.city} is being built`);
}
