/** The other half of the histories of sequences.redis.test.ts: other zones, and a shard a district. */
import { describe, it } from 'vitest';
import { LONGEST, useSequences } from './run-sequences.ts';

describe('totals equal a recount', () => {
  const run = useSequences();
  it('New York, over a clock change', () => run(0.15, 12, { sharded: false, zone: 'America/New_York', half: 0 }), LONGEST);
  it('a zone off by half an hour', () => run(0.1, 13, { sharded: false, zone: 'Asia/Kolkata', half: 1_800_000 }), LONGEST);
  it('a shard a district', () => run(0.25, 14, { sharded: true, zone: 'Asia/Shanghai', half: 0 }), LONGEST);
});
