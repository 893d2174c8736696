/** A demonstration's picture at a second is the same in every run, however the second was come to; cues are in the figures at their second. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiCases, ApiStaff, ApiStations, ApiVideo } from '../../server/wire/records.ts';
import { STORM_AT } from '../helpers/product.ts';
import { waitFor } from '../helpers/child.ts';
import { framesOf } from './frames.ts';
import { startRig, type Rig } from './rig.ts';
import { asked, GAUGE, minuteOf, summary, TITLE } from './story.ts';
import type { DemoWorldSpec } from '../../server/worlds.ts';

let rig: Rig;
let spec: DemoWorldSpec;
let camera: string;
beforeAll(async () => {
  rig = await startRig();
  // The demonstration's seed and size are the city's own, and so are its cameras.
  camera = await waitFor('the live cameras', async () => { for await (const page of rig.store.scan('video')) return page.find(({ entity }) => entity.status === 'on')?.entity.id; return undefined; });
  spec = minuteOf(rig, camera);
}, 120_000);
afterAll(async () => { await rig.stop(); });

/** The last one is beyond what is looked at every five minutes, and beyond what a red alert waits for an officer. */
const MOMENTS = [0, 1, 5, 12, 30, 41, 60, 400];

async function run(step: 'seconds' | 'jumps'): Promise<Map<string, string>[]> {
  const world = await rig.worlds.openDemo(spec, () => undefined);
  try {
    const frames = await framesOf(world.stage, rig);
    const seen: Map<string, string>[] = [];
    for (const moment of MOMENTS) {
      const to = STORM_AT + moment * 1000;
      const by = moment > 60 ? 10_000 : 1_000;
      if (step === 'seconds') for (let at = world.at + by; at < to; at += by) await world.advanceTo(at);
      await world.advanceTo(to);
      expect(world.at).toBe(to);
      seen.push(frames.read());
    }
    return seen;
  } finally { await world.close(); }
}

it('is the same in two runs, of which one goes second by second and one jumps', async () => {
  const [one, two] = [await run('seconds'), await run('jumps')];
  for (const [i, moment] of MOMENTS.entries()) for (const [sub, data] of one[i]!) expect({ moment, sub, data: two[i]!.get(sub) }).toEqual({ moment, sub, data });
  expect(one.at(-1)!.get('990100|alerts||')).toContain('带班领导');
  // And it moves, from the first cue on at each of these moments.
  const late = one.slice(MOMENTS.indexOf(5));
  expect(new Set(late.map((frames) => JSON.stringify([...frames]))).size).toBe(late.length);
}, 120_000);

it('has what a cue makes happen at its second, and not before', async () => {
  const world = await rig.worlds.openDemo(spec, () => undefined);
  try {
    const at = async (second: number): Promise<void> => { await world.advanceTo(STORM_AT + second * 1000); };
    const figures = async (second: number): Promise<Record<string, number>> => { await at(second); const answer = await summary(rig, world); expect(answer).toMatchObject({ world: 'demo', now: STORM_AT + second * 1000 }); return answer.counters; };
    const cued = async (): Promise<ApiCases['items'][number] | undefined> => (await asked<ApiCases>(rig, world, 'cases?limit=200')).items.find(({ address }) => address.includes(TITLE));
    await waitFor('the cases to be read', async () => (await asked<ApiCases>(rig, world, 'cases?status=open')).complete);
    const gauge = async (): Promise<ApiStations['items'][number]> => (await asked<ApiStations>(rig, world, 'stations?limit=200')).items.find(({ name }) => name === GAUGE)!;
    const urgent = (await figures(6))['today.urgent'] ?? 0;
    expect(await cued()).toBeUndefined();
    expect((await figures(7))['today.urgent']).toBe(urgent + 1);
    expect(await cued()).toMatchObject({ category: '2-0405', stage: 'reported', urgent: true, reportedAt: STORM_AT + 7_000 });
    await at(11);
    const { danger } = await gauge();
    expect((await gauge()).level).toBeLessThan(danger!);
    await at(12);
    expect(await gauge()).toMatchObject({ level: danger, state: 'danger', readAt: STORM_AT + 11_000 });
    const red = (await figures(16))['alert.red'] ?? 0;
    expect((await figures(17))['alert.red']).toBe(red + 1);
    const on = (await asked<ApiVideo>(rig, world, 'video?status=on')).items.filter(({ id }) => id !== camera).map(({ id }) => id);
    const off = (await figures(30))['video.off']!;
    expect((await figures(31))['video.off']).toBe(off + 1);
    await at(50);
    const shot = await fetch(`${rig.url}/api/playback/${world.stage.key}/video/${on[0]!}/snapshot`);
    expect([shot.status, shot.headers.get('content-type')]).toEqual([200, 'image/png']);
    // Some cameras have no stream.
    const lists = await Promise.all(on.slice(0, 12).map(async (id) => ({ id, answer: await fetch(`${rig.url}/api/playback/${world.stage.key}/video/${id}/live.m3u8`) })));
    const streams = lists.filter(({ answer }) => answer.ok);
    expect(streams.length).toBeGreaterThan(0);
    for (const { id, answer } of streams) expect(await answer.text()).toContain(`/api/playback/${world.stage.key}/video/${id}/part/`);
    const case_ = (await cued())!;
    const handling = (await asked<ApiStaff>(rig, world, 'staff?duty=handling&limit=200')).total;
    expect(handling).toBeGreaterThan(0);
    expect(case_.stage).toBe('handled');
    await at(52);
    expect(await cued()).toMatchObject({ stage: 'closed', status: 'closed' });
    await expect(world.advanceTo(STORM_AT)).rejects.toThrow('a world does not go back');
  } finally { await world.close(); }
}, 120_000);
