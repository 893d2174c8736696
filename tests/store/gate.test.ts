/** Scripts pass; who reads one moment holds them off, waits for none but those under way, and is not overtaken. */
import { expect, it } from 'vitest';
import { Gate } from '../../server/store/gate.ts';
import { seeded } from '../normalise/mutate.ts';

/** A promise and the hand that ends it. */
function open(): { done: Promise<void>; end: () => void } {
  let end = (): void => undefined;
  const done = new Promise<void>((resolve) => { end = resolve; });
  return { done, end };
}
const settle = async (): Promise<void> => { for (let i = 0; i < 10; i++) await Promise.resolve(); };

it('a hold waits for the script under way and goes before the next of the same page', async () => {
  const gate = new Gate();
  const seen: string[] = [];
  const [first, held] = [open(), open()];
  const page = (async (): Promise<void> => {
    await gate.pass(async () => { seen.push('first begins'); await first.done; seen.push('first ends'); });
    await gate.pass(() => { seen.push('second'); return Promise.resolve(); });
  })();
  const reading = gate.hold(async () => { seen.push('held'); await held.done; seen.push('let go'); });
  await settle();
  expect(seen).toEqual(['first begins']);
  first.end();
  await settle();
  expect(seen).toEqual(['first begins', 'first ends', 'held']);
  held.end();
  await Promise.all([page, reading]);
  expect(seen).toEqual(['first begins', 'first ends', 'held', 'let go', 'second']);
});

it('what fails lets go', async () => {
  const gate = new Gate();
  await expect(gate.hold(() => Promise.reject(new Error('read')))).rejects.toThrow('read');
  await expect(gate.pass(() => Promise.reject(new Error('script')))).rejects.toThrow('script');
  expect(await gate.hold(() => Promise.resolve(1))).toBe(1);
  expect(await gate.pass(() => Promise.resolve(2))).toBe(2);
});

it.each([1, 2, 3])('whatever comes when, no script runs in a hold, everything ends, and scripts go in the order they came (seed %i)', async (seed) => {
  const rng = seeded(seed);
  const gate = new Gate();
  let [scripts, holds] = [0, 0];
  const began: number[] = [];
  const pause = async (): Promise<void> => { for (let n = Math.floor(rng() * 6); n > 0; n--) await Promise.resolve(); };
  const all: Promise<void>[] = [];
  for (let i = 0; i < 400; i++) {
    all.push(rng() < 0.7
      ? gate.pass(async () => { began.push(i); scripts++; expect(holds).toBe(0); await pause(); expect(holds).toBe(0); scripts--; })
      : gate.hold(async () => { holds++; expect([scripts, holds]).toEqual([0, 1]); await pause(); expect([scripts, holds]).toEqual([0, 1]); holds--; }));
    await pause();
  }
  await Promise.all(all);
  expect(began).toEqual([...began].sort((a, b) => a - b));
});
