import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Pace } from '../../server/push/pace.ts';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

const logged: string[] = [];
const log = { info: (_: unknown, text?: unknown) => { logged.push(`info ${String(text)}`); }, warn: () => undefined, error: (_: unknown, text?: unknown) => { logged.push(`error ${String(text)}`); } };

it('ticks four times a second, never two at once, and beats meanwhile', async () => {
  let running = 0, most = 0, ticks = 0, beats = 0;
  const tick = async (): Promise<void> => {
    most = Math.max(most, ++running);
    ticks++;
    await new Promise((resolve) => { setTimeout(resolve, ticks === 3 ? 900 : 10); });
    running--;
  };
  const pace = new Pace({ tick, beat: () => { beats++; } }, 4, log, () => undefined);
  pace.start();
  await vi.advanceTimersByTimeAsync(490);
  expect(ticks).toBe(2);
  await vi.advanceTimersByTimeAsync(2610);
  expect([most, beats]).toEqual([1, 3]);
  expect(ticks).toBeGreaterThan(6);
  await vi.advanceTimersByTimeAsync(20);
  const done = ticks;
  await pace.stop();
  await vi.advanceTimersByTimeAsync(5000);
  expect([ticks, beats]).toEqual([done, 3]);
});

it('tries more and more seldom while the store is away, says so once, and goes on', async () => {
  let away = true, ticks = 0, failed = 0;
  const pace = new Pace({ tick: () => { ticks++; return away ? Promise.reject(new Error('away')) : Promise.resolve(); }, beat: () => undefined }, 4, log, () => { failed++; });
  pace.start();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(ticks).toBeLessThan(15);
  expect(failed).toBe(ticks);
  expect(logged.filter((line) => line.startsWith('error'))).toHaveLength(1);
  away = false;
  await vi.advanceTimersByTimeAsync(2100);
  const back = ticks;
  await vi.advanceTimersByTimeAsync(1000);
  expect(ticks - back).toBeGreaterThanOrEqual(3);
  expect(logged.at(-1)).toBe('info the store can be read again');
  await pace.stop();
});
