/** A demonstration needs nobody else: it runs with every live feed dead, goes on when its own simulator is killed, and leaves nothing that a later start does not clear. */
import { readdirSync, readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waitFor } from '../helpers/child.ts';
import { STORM_AT } from '../helpers/product.ts';
import { openWorlds } from '../../server/worlds.ts';
import { framesOf } from './frames.ts';
import { startRig, type Rig } from './rig.ts';
import { minuteOf, summary } from './story.ts';

let rig: Rig;
beforeAll(async () => { rig = await startRig(); await rig.product.kill('feeds'); }, 120_000);
afterAll(async () => { await rig.stop(); });

/** Process ids of demonstrations' simulators that this process started. */
function simulators(): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      const parent = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return Number(parent) === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--end-with');
    } catch { return false; }
  });
}

it('is refused where it cannot be: a cue that cannot come about, a second one, a real city', async () => {
  const spec = minuteOf(rig, null);
  await expect(rig.worlds.openDemo({ ...spec, cues: [{ at: STORM_AT, kind: 'gauge', station: '江心站', passes: 'alert' }] }, () => undefined)).rejects.toThrow('cues[0].station: found "江心站", expected the id or the name of a station');
  const redis = new Redis(rig.product.redisPath);
  expect([await redis.keys('{demo:*'), simulators()]).toEqual([[], []]);
  redis.disconnect();
  const world = await rig.worlds.openDemo(spec, () => undefined);
  await expect(rig.worlds.openDemo(spec, () => undefined)).rejects.toThrow('one at a time');
  await world.close();
  const city = rig.config.city as { simulated: boolean };
  city.simulated = false;
  await expect(rig.worlds.openDemo(spec, () => undefined)).rejects.toThrow('a synthetic incident at a real address would be a false case');
  city.simulated = true;
}, 120_000);

it('runs whole with all live feeds gone, and over a kill of its simulator, to the same picture', async () => {
  const spec = minuteOf(rig, null);
  const redis = new Redis(rig.product.redisPath);
  const run = async (killed: boolean): Promise<Map<string, string>> => {
    const world = await rig.worlds.openDemo(spec, () => undefined);
    const frames = await framesOf(world.stage, rig);
    for (const second of [10, 20, 30, 40, 50, 60]) {
      const moving = world.advanceTo(STORM_AT + second * 1000);
      if (killed && second === 30) for (const pid of simulators()) process.kill(pid, 'SIGKILL');
      await moving;
    }
    expect((await summary(rig, world)).feeds.filter(({ state }) => state !== 'fresh')).toEqual([]);
    const seen = frames.read();
    await world.close();
    return seen;
  };
  const plain = await run(false);
  expect(simulators()).toEqual([]);
  const over = await run(true);
  for (const [sub, data] of plain) expect({ sub, data: over.get(sub) }).toEqual({ sub, data });
  expect(rig.logged.map(({ msg }) => msg)).toContain('the simulator of the demonstration has ended: it is begun again');
  expect(await redis.keys('{demo:*')).toEqual([]);
  redis.disconnect();
}, 120_000);

it('one that dies again and again ends the world with the reason; what a crash leaves is cleared by the next start', async () => {
  const redis = new Redis(rig.product.redisPath);
  const world = await rig.worlds.openDemo(minuteOf(rig, null), () => undefined);
  await world.advanceTo(STORM_AT + 1000);
  const heard = (): number => rig.logged.filter(({ msg }) => msg.startsWith('the simulator of the demonstration')).length;
  const before = heard();
  for (let deaths = 1; deaths <= 4; deaths++) {
    const [pid] = await waitFor('the simulator', () => (simulators().length > 0 ? simulators() : null));
    process.kill(pid!, 'SIGKILL');
    await waitFor('its death to be heard of', () => heard() === before + deaths);
  }
  await expect(world.advanceTo(STORM_AT + 20_000)).rejects.toThrow('the demonstration\'s simulator: ended 4 times (last: SIGKILL)');
  expect(world.at).toBe(STORM_AT + 1000);
  expect((await summary(rig, world)).now).toBe(STORM_AT + 1000);
  expect((await redis.keys('{demo:*')).length).toBeGreaterThan(0);
  const live = (await redis.keys('{live:*')).length;
  const next = openWorlds({ env: { data: rig.product.dir, cityData: null, variables: {} }, redis: rig.product.redisUrl, config: rig.config, tree: rig.deps.regions as never, clock: rig.clock, push: rig.push, deps: rig.deps, log: rig.deps.log as never });
  await waitFor('the keys to be gone', async () => (await redis.keys('{demo:*')).length === 0);
  expect((await redis.keys('{live:*')).length).toBeGreaterThanOrEqual(live);
  await next.close();
  redis.disconnect();
}, 120_000);
