import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptClock } from '../../server/start/world-clock.ts';
import { fromLocal, makeClock } from '../../server/wire/clock.ts';

const ZONE = 'Asia/Shanghai';
const WALL = Date.UTC(2026, 5, 24, 3, 0, 0);
let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'yp-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the simulated world\'s clock', () => {
  it('begins in the evening of the storm', async () => {
    const clock = await keptClock(join(folder, 'clock.json'), ZONE, 1, null, WALL);
    expect(makeClock(clock, () => WALL).now()).toBe(fromLocal(ZONE, 2026, 6, 24, 20, 6));
  });
  it('has run on when started again, and does not jump back', async () => {
    const file = join(folder, 'sub', 'clock.json');
    await keptClock(file, ZONE, 60, '14:00', WALL);
    const later = WALL + 600_000;
    const clock = await keptClock(file, ZONE, 60, '09:00', later);
    expect(makeClock(clock, () => later).now()).toBe(fromLocal(ZONE, 2026, 6, 25, 0, 0));
  });
  it('goes on from the same instant at another speed', async () => {
    const file = join(folder, 'clock.json');
    const slow = await keptClock(file, ZONE, 1, null, WALL);
    const later = WALL + 90_000;
    const fast = await keptClock(file, ZONE, 600, null, later);
    expect(makeClock(fast, () => later).now()).toBe(makeClock(slow, () => later).now());
    expect(makeClock(fast, () => later + 1_000).now() - makeClock(fast, () => later).now()).toBe(600_000);
  });
});
