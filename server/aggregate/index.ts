/** Stage 4: which counters an entity stands in, and what time alone changes. */
export { contributions, COUNTING, type Rules } from './contributions.ts';
export { processDue, rebuild, type DueHooks } from './due.ts';
export { makeJudge, makeRules, type Judge, type RulesSource } from './rules.ts';
export * from './state.ts';
export { makeWatch, type WatchRules } from './watch.ts';
