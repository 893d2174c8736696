/** A past stretch shown in a demonstration: as it was recorded, and nobody in it can be found by any topic, answer or file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Recorder } from '../../server/playback/index.ts';
import type { PushDeps, SteppedStage } from '../../server/push/index.ts';
import { canonical } from '../../server/push/subscription-key.ts';
import { openWorlds, type Worlds } from '../../server/worlds.ts';
import type { AlertDuty } from '../../server/wire/duty.ts';
import type { ApiSummary, Subscribe } from '../../server/wire/messages.ts';
import { libraryAt, playbackOf, ZONE } from '../playback/recording.ts';
import { MemoryStore } from '../push/memory-store.ts';
import { NO_DUTY } from '../push/push-deps.ts';
import { stage, type Stage } from '../push/screens.ts';
import { aCamera, aCase, anAlert, aStaff, T0 } from '../push/small-city.ts';

const wait = { timeout: 10_000, interval: 5 };
/** What must be nowhere: names, telephones, plates, numbers of houses, an exact place. */
const SECRETS = ['王建国', '李秀英', '13812340042', '1381234', '0042', '57188881234', '浙A', '67890', '128号', '301室', '118.612345', '29.412345', '赵值班'];
const done = { by: '赵值班', at: T0 };
const duty: AlertDuty = { ...NO_DUTY.duty(anAlert('a', 'c1', 1)), state: 'signed', signed: done, history: [{ ...done, step: 'sign', before: 'unsigned', after: 'signed', remark: '已电话13812340042通知王建国先生', colour: 'red', issuedAt: T0, to: null, due: null }] };

let open: Stage;
let recorder: Recorder;
let folder: string;
let worlds: Worlds;
const moments: number[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yp-masked-'));
  const library = await libraryAt(folder);
  const store = new MemoryStore();
  let begun = false, names = 0;
  const hands = (): { now: number; wall: number } => (begun ? open.hands : { now: T0, wall: 1_000_000 });
  recorder = new Recorder({ library, store, zone: ZONE, bytesPerDay: 1 << 30, recentCases: 100, now: () => hands().now, wall: () => hands().wall, randomHex: () => `a${++names}`, log: { info: () => undefined, warn: () => undefined, error: (fields) => { throw new Error(JSON.stringify(fields)); } }, flushMs: 0 });
  const officers: Pick<PushDeps, 'duty' | 'contacts'> = { contacts: 'full', duty: { ...NO_DUTY, duty: () => duty, brief: () => ({ state: 'signed', revision: 1, by: '赵值班', at: T0, escalatedTo: null }) } };
  open = await stage({ store, ...officers, playback: playbackOf({ library, recorder, store }, []), shown: (picture) => { recorder.take(picture); } });
  begun = true;
  const told = (entity: ReturnType<typeof aCase> | ReturnType<typeof aStaff> | ReturnType<typeof anAlert> | ReturnType<typeof aCamera>): void => { store.keep(entity); open.push.onApplied(entity.kind, [entity]); recorder.onApplied(entity.kind, [entity]); };
  const tick = async (ms: number): Promise<void> => { open.hands.now += ms; open.hands.wall += Math.max(250, ms / 10); await open.push.tick(); };
  told(aCase('x1', 'c1111', 1, { address: '江湾路128号3幢301室 王建国先生13812340042 浙A·67890', lng: 118.612345, lat: 29.412345 }));
  told(aStaff('s1', 'c1111', 1, { name: '李秀英', phone: '13812340042' }));
  told(aCamera('v1', 'c1111', 1, { name: '江湾路128号' }));
  told(anAlert('a1', 'c1', 1, { colour: 'red', title: '联系人：王建国', text: '请致电0571-88881234', issuer: '气象台' }));
  await tick(0);
  await expect.poll(() => recorder.recording, wait).toBe(true);
  await expect.poll(async () => { await tick(1); return library.segments.length; }, wait).toBe(1);
  moments.length = 0;
  // What somebody looks at is recorded as it is shown.
  await (await open.screen()).hold({ region: 'c', topic: 'summary' });
  for (let figure = 1; figure <= 20; figure++) {
    store.change('c', { open: figure });
    if (figure === 10) told(aCase('x2', 'c1111', 2, { address: '文三路128号', lng: 118.612345, lat: 29.412345 }));
    await tick(10_000);
    moments.push(open.hands.now);
  }
  await recorder.written();
  worlds = openWorlds({ push: open.push, deps: open.deps, clock: open.deps.clock, config: { city: { world: 'demo' } } as never, tree: open.deps.regions as never, env: { data: folder, cityData: null, variables: {} }, redis: '', log: open.deps.log as never });
});
afterEach(async () => { await worlds.close(); await recorder.close(); await open.close(); await rm(folder, { recursive: true }); });

const REQUESTS: Subscribe[] = [...(['summary', 'cases', 'alerts', 'stations', 'cameras', 'staff'] as const).map((topic) => ({ region: 'c', topic })), { region: 'c', topic: 'trend', window: 1 }, { region: 'c', topic: 'heat', window: 24 }];
const QUESTIONS = ['summary', 'cases', 'video', 'stations', 'staff', 'alerts', 'nearby?lng=118.3&lat=29.3', 'heat', 'desk/contacts', 'desk/alerts', 'desk/watch', 'desk/supervisions', 'desk/cases', 'desk/cases/x1', 'desk/cases.csv', 'regions', 'categories', 'scenes', 'tour', 'geo'];

it('goes on when it is told to, shows what was recorded, and gives nobody away', async () => {
  const world = await worlds.openRecorded(moments[4]!);
  const { key } = world.stage;
  const held = await Promise.all(REQUESTS.map((request) => {
    const wanted = canonical(request, { region: () => true });
    if (typeof wanted === 'string') throw new Error(wanted);
    return (world.stage as SteppedStage).engine.acquire(wanted);
  }));
  const answer = async (question: string): Promise<string> => { const got = await fetch(`${open.url}/api/playback/${key}/${question}`); return `${got.status} ${await got.text()}`; };
  const openNow = async (): Promise<[string, number, number | undefined]> => { const got = JSON.parse((await answer('summary')).slice(4)) as ApiSummary; return [got.world, got.now, got.counters['open']]; };
  expect(await openNow()).toEqual(['replay', moments[4], 5]);
  expect([world.stage.world, world.at]).toEqual(['replay', moments[4]]);
  await world.advanceTo(moments[14]!);
  expect(await openNow()).toEqual(['replay', moments[14], 15]);
  const said = [
    ...held.map((subscription) => JSON.stringify(world.stage.engine.snapshot(subscription))),
    ...await Promise.all(QUESTIONS.map(answer)),
  ];
  // What is there is there: the case that came meanwhile, the alert that is in force.
  const all = said.join('\n');
  for (const shown of ['x2', 'a1', '江湾路**', '文三路**号', '联系人：某某']) expect(all).toContain(shown);
  for (const text of said) for (const secret of SECRETS) expect({ secret, at: text.includes(secret) ? text.slice(Math.max(0, text.indexOf(secret) - 120), text.indexOf(secret) + 40) : null }).toEqual({ secret, at: null });
  // The same questions of the present have them all: they were there to be found.
  const plain = (await Promise.all(['cases', 'staff', 'nearby?lng=118.3&lat=29.3', 'alerts', 'desk/contacts', 'desk/alerts'].map(async (question) => (await fetch(`${open.url}/api/${question}`)).text()))).join('\n');
  for (const secret of ['王建国', '13812340042', '128号', '118.612345', '赵值班']) expect(plain).toContain(secret);
  expect((await fetch(`${open.url}/api/playback/${key}/video/v1/snapshot`)).status).toBe(404);
  await expect(world.advanceTo(moments[0]!)).rejects.toThrow('a world does not go back');
  await world.advanceTo(moments[19]! + 60_000);
  expect(world.at).toBe(moments[19]);
  await world.close();
  expect((await fetch(`${open.url}/api/playback/${key}/summary`)).status).toBe(404);
});
