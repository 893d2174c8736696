/**
 * Random histories — updates, repeats, reorderings, deletions, moves between regions, clock steps,
 * retention, reorganisations, crashes between any two steps — after each of which every counter in
 * Redis must equal a plain recount, and every parent its children and 未落格.
 */
import { describe, it } from 'vitest';
import { LONGEST, useSequences } from './run-sequences.ts';

describe('totals equal a recount', () => {
  const run = useSequences();
  it('one shard', () => run(0.5, 11, { sharded: false, zone: 'Asia/Shanghai', half: 0 }), LONGEST);
});
