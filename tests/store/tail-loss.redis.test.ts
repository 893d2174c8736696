/**
 * `kill -9` of Redis under load, and its append-only file put back with a torn tail: pulling again from the stored cursor
 * makes every total right. On the Cluster every node falls at once and each shard loses a tail of its own.
 */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { KILLS } from '../helpers/length.ts';
import { makeDice } from '../helpers/random.ts';
import { cutTail, usePlace, type PlaceName } from '../helpers/store-places.ts';
import { anOp, Run, type Op } from './sequences.ts';

/** So that nothing is dropped by age: what is dropped, lost and sent again is a matter of its own. */
const LONG = 400 * 86_400_000;

/** `share` of all kills, those on one Redis make up KILLS together. */
const WAYS: { name: PlaceName; sharded: boolean; seed: number; share: number }[] = [
  { name: 'one Redis', sharded: false, seed: 51, share: 0.5 }, { name: 'one Redis', sharded: true, seed: 52, share: 0.5 },
  { name: 'a three-node Cluster', sharded: true, seed: 53, share: 0.4 },
];

describe.each(WAYS)('on $name, a shard a district: $sharded', ({ name, sharded, seed, share }) => {
  const place = usePlace(name);
  it('after each kill and each lost tail', async () => {
    const run = new Run({ url: place.url, raw: place.raw, city: 'C0', sharded, zone: 'Asia/Shanghai', half: 0, keepCases: LONG });
    await run.open();
    const parts = fc.sample(fc.array(anOp, { minLength: 25, maxLength: 25 }), { seed, numRuns: Math.ceil(KILLS * share) })
      .map((list) => list.filter((op: Op) => op.do !== 'crash' && op.do !== 'reorganise' && op.do !== 'reclassify'));
    const dice = makeDice(seed);
    for (const [i, ops] of parts.entries()) {
      const half = Math.floor(ops.length / 2);
      for (const op of ops.slice(0, half)) await run.apply(op);
      // Every second time the tail is cut too.
      const back = place.blow(i % 2 === 1 ? (dir) => cutTail(dir, dice.int(0, 4000)) : undefined);
      for (const op of ops.slice(half)) await run.applyThroughOutage(op);
      await back;
      await run.repull();
      await run.apply({ do: 'reap' });
      await run.compare();
    }
    await run.close();
  });
});
