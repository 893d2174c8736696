/** Nothing of a demonstration reaches the live world: its totals equal the simulator's truth throughout, and no key, record, order or line is another for it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS } from '../../server/wire/entity.ts';
import { loadRegions } from '../../server/normalise/regions.ts';
import { openStore } from '../../server/store/index.ts';
import { storeOptions } from '../../server/city-deps.ts';
import { waitFor } from '../helpers/child.ts';
import { STORM_AT } from '../helpers/product.ts';
import { startWitness } from '../helpers/witness.ts';
import { startRig, type Rig } from './rig.ts';
import { asked, minuteOf, summary, TITLE } from './story.ts';
import type { PlayedWorld } from '../../server/worlds.ts';
import type { ApiAlerts } from '../../server/wire/records.ts';

const keysOf = async (redis: Redis, prefix: string): Promise<string[]> => (await redis.keys(`${prefix}*`)).sort();
const post = (rig: Rig, path: string, body: object): Promise<Response> => fetch(rig.url + path, { method: 'POST', headers: { 'content-type': 'application/json', origin: rig.url }, body: JSON.stringify(body) });
const loaded = (rig: Rig): Promise<unknown> => waitFor('the live feeds', () => rig.deps.feeds().length > 0 && rig.deps.feeds().every(({ state }) => state === 'fresh' || state === 'late'), 60_000);
/** A whole minute, an alert acknowledged in it, what is refused refused. */
async function play(rig: Rig, world: PlayedWorld, each: (second: number) => Promise<void> = () => Promise.resolve()): Promise<void> {
  const key = world.stage.key;
  for (let second = 1; second <= 60; second++) {
    await world.advanceTo(STORM_AT + second * 1000);
    if (second === 18) {
      const cued = (await asked<ApiAlerts>(rig, world, 'alerts')).items.find(({ id }) => id.endsWith('901'))!;
      expect(cued).toMatchObject({ colour: 'red', ackedBy: null });
      expect((await post(rig, `/api/alerts/${cued.id}/ack`, { name: '王芳' })).status).toBe(404);
      const answer = await post(rig, `/api/playback/${key}/alerts/${cued.id}/ack`, { name: '王芳' });
      expect([answer.status, await answer.json()]).toEqual([200, { alert: cued.id, by: '王芳', at: STORM_AT + 18_000, first: true }]);
      await expect.poll(async () => (await asked<ApiAlerts>(rig, world, 'alerts')).items.find(({ id }) => id === cued.id)?.ackedBy).toBe('王芳');
      const order = await post(rig, `/api/playback/${key}/cases/x/supervise`, { name: '王芳', note: '', hours: 1, on: {} });
      expect([order.status, await order.json()]).toEqual([409, { error: expect.stringContaining('this is a demonstration') as unknown }]);
      expect((await fetch(`${rig.url}/api/playback/${key}/summary`, { method: 'DELETE' })).status).toBe(405);
    }
    await each(second);
  }
}

describe('beside live load at speed', () => {
  let rig: Rig;
  beforeAll(async () => { rig = await startRig({ speed: 20 }); await loaded(rig); }, 120_000);
  afterAll(async () => { await rig.stop(); });

  it('live totals equal the truth before, during and after, and what is kept is what the live upstream has', async () => {
    const witness = await startWitness(rig.product);
    const redis = new Redis(rig.product.redisPath);
    try {
      await witness.untilEqual({ ms: 60_000 });
      const audit = await rig.audit();
      const opening = rig.worlds.openDemo(minuteOf(rig, null), () => undefined);
      await witness.untilEqual({ ms: 60_000, since: rig.clock.now() });
      const world = await opening;
      await play(rig, world, async (second) => { if (second % 30 === 0) await witness.untilEqual({ ms: 60_000, since: rig.clock.now() }); });
      expect((await keysOf(redis, '')).filter((key) => !key.startsWith('{live:990100}:') && !key.startsWith('{demo:990100}:'))).toEqual([]);
      expect((await keysOf(redis, '{demo:')).length).toBeGreaterThan(100);
      await world.close();
      expect(await keysOf(redis, '{demo:')).toEqual([]);
      expect(await rig.audit()).toEqual(audit);
      expect(existsSync(join(rig.product.dir, 'case-orders.ndjson'))).toBe(false);
      await witness.untilEqual({ ms: 60_000, since: rig.clock.now() });
      for await (const page of rig.store.scan('case')) for (const { entity } of page) expect(entity.address).not.toContain(TITLE);
      expect((await rig.metrics()).match(/yiping_feed_accepted\{feed="[\w-]+"\}/g)).toHaveLength(rig.config.feeds.length);
      expect((await fetch(`${rig.url}/api/playback/${world.stage.key}/summary`)).status).toBe(404);
    } finally { redis.disconnect(); await witness.close(); }
  }, 180_000);
});

describe('beside a live world that stands still', () => {
  let rig: Rig;
  beforeAll(async () => { rig = await startRig({ speed: 0 }); await loaded(rig); }, 120_000);
  afterAll(async () => { await rig.stop(); });

  it('every live key is byte for byte what it was, feeds that count their pulls aside, and so is every record', async () => {
    const redis = new Redis(rig.product.redisPath);
    const store = await openStore(storeOptions(rig.product.redisUrl, rig.config, await loadRegions(rig.config.regions, rig.config.city, rig.clock.now())));
    const bytes = async (): Promise<Map<string, string>> => {
      const keys = (await keysOf(redis, '{live:')).filter((key) => !/:f:/.test(key));
      const dumps = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
      return new Map(keys.map((key, i) => [key, dumps[i]!.toString('base64')]));
    };
    const records = async (): Promise<Map<string, unknown>> => {
      const all = new Map<string, unknown>();
      for (const kind of KINDS) for await (const page of store.scan(kind)) for (const { entity } of page) all.set(`${kind} ${entity.id}`, entity);
      return all;
    };
    try {
      // Lists come once more, and due entities are done.
      let before = new Map<string, string>();
      await expect.poll(async () => { const earlier = before; before = await bytes(); return JSON.stringify([...earlier]) === JSON.stringify([...before]); }, { timeout: 60_000, interval: 3_500 }).toBe(true);
      const [rows, audit] = [await records(), await rig.audit()];
      const letters = await Promise.all(rig.config.feeds.map(({ name }) => store.deadLetters(name, 1000)));
      const world = await rig.worlds.openDemo(minuteOf(rig, null), () => undefined);
      await play(rig, world);
      expect((await summary(rig, world)).counters['today.reported']).toBeGreaterThan(0);
      const [during, after] = [await bytes(), await records()];
      await world.close();
      expect([...during.keys()]).toEqual([...before.keys()]);
      expect([...during].filter(([key, dump]) => before.get(key) !== dump).map(([key]) => key)).toEqual([]);
      expect(after.size).toBeGreaterThan(1_000);
      for (const [name, entity] of rows) expect(after.get(name)).toEqual(entity);
      expect(await Promise.all(rig.config.feeds.map(({ name }) => store.deadLetters(name, 1000)))).toEqual(letters);
      expect(await rig.audit()).toEqual(audit);
    } finally { redis.disconnect(); await store.close(); }
  }, 180_000);
});
