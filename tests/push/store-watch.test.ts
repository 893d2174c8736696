import { expect, it } from 'vitest';
import { StoreWatch } from '../../server/push/store-watch.ts';
import { makeClock } from '../../server/wire/clock.ts';

const T0 = Date.UTC(2026, 6, 1, 12);

/** A store that answers when told to; wall time is the test's. */
function stage() {
  let wall = 0;
  const asked: { resolve: () => void; reject: (cause: Error) => void }[] = [];
  const clock = makeClock({ zone: 'Asia/Shanghai', rate: 10, origin: T0, startedAt: 0 }, () => wall);
  const watch = new StoreWatch(() => new Promise((resolve, reject) => { asked.push({ resolve, reject }); }), clock, () => wall);
  const settled = () => new Promise((done) => setImmediate(done));
  return { watch, asked, settled, pass: (ms: number) => { wall += ms; } };
}

it('says since when the store has not answered, by the clock of the world, and nothing while it answers', async () => {
  const { watch, asked, settled, pass } = stage();
  for (let i = 0; i < 5; i++) {
    expect(watch.look()).toBeNull();
    asked.at(-1)!.resolve();
    await settled();
    pass(1000);
  }
  expect(watch.look()).toBeNull();
  pass(3500);
  expect(watch.look()).toBe(T0 + 4000 * 10);
  asked.at(-1)!.resolve();
  await settled();
  expect(watch.look()).toBeNull();
});

it('asks one question at a time, and again after one that failed', async () => {
  const { watch, asked, settled, pass } = stage();
  watch.look();
  pass(1000);
  watch.look();
  expect(asked).toHaveLength(1);
  asked[0]!.reject(new Error('away'));
  await settled();
  pass(3500);
  expect(watch.look()).toBe(T0);
  expect(asked).toHaveLength(2);
});
