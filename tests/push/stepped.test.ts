/** A stage that is led step by step: nothing of a step is seen before all of it is; whoever asks meanwhile is answered after it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SteppedStage } from '../../server/push/index.ts';
import { Turn } from '../../server/push/stages/turn.ts';
import type { ApiSummary } from '../../server/wire/messages.ts';
import { MemoryStore } from './memory-store.ts';
import { NO_DUTY, NO_SUPERVISIONS } from './push-deps.ts';
import { stage, type Stage } from './screens.ts';
import { aCamera, anAlert, T0 } from './small-city.ts';
import { canonical } from '../../server/push/subscription-key.ts';

let open: Stage;
let world: SteppedStage;
let store: MemoryStore;
let acked: { by: string; at: number } | null;
beforeEach(async () => {
  open = await stage({ world: 'live' });
  [store, acked] = [new MemoryStore(), null];
  const acks = { revision: 0, of: () => acked, quiet: () => null, acknowledge: (_alert: unknown, by: string, _from: string, at: number) => { acked = { by, at }; acks.revision++; return Promise.resolve({ by, at, first: true }); } };
  world = open.push.openStepped({ world: 'demo', zone: 'Asia/Shanghai', at: T0 - 1000, feeds: () => [], deps: { store, acks, duty: NO_DUTY, supervisions: NO_SUPERVISIONS } });
});
afterEach(async () => { await open.close(); });

const to = (at: number, work: () => void | Promise<void> = () => undefined): Promise<void> => world.advance(async () => { await work(); return { at }; });
const ask = async (path = 'summary'): Promise<ApiSummary> => (await fetch(`${open.url}/api/playback/${world.key}/${path}`)).json() as Promise<ApiSummary>;
const post = (path: string, body: object): Promise<Response> => fetch(open.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe('a step', () => {
  it('is seen when all of it is there, by sockets and questions alike, and its clock stands', async () => {
    store.change('c', { open: 1 });
    await to(T0);
    const wanted = canonical({ region: 'c', topic: 'cameras' }, { region: () => true });
    if (typeof wanted === 'string') throw new Error(wanted);
    const held = await world.engine.acquire(wanted);
    let finish = (): void => undefined;
    const half = new Promise<void>((resolve) => { finish = resolve; });
    const moving = to(T0 + 5_000, async () => { store.change('c', { open: 2 }); world.told.onApplied('video', [aCamera('v', 'c1111', 1)]); await half; store.change('c', { open: 3 }); });
    const asked = ask();
    expect([world.at, world.clock.now(), world.clock.rate, JSON.stringify(world.engine.snapshot(held).data)]).toEqual([T0, T0, 0, expect.stringContaining('"count":0')]);
    finish();
    await moving;
    expect(await asked).toMatchObject({ world: 'demo', now: T0 + 5_000, counters: { open: 3 } });
    expect(JSON.stringify(world.engine.snapshot(held).data)).toContain('"count":1');
    expect(((await (await fetch(`${open.url}/api/summary`)).json()) as ApiSummary).world).toBe('live');
  });

  it('that fails leaves the moment before, and the next one goes on', async () => {
    await to(T0);
    const cameras = async (): Promise<number> => (await ask('video') as unknown as { total: number }).total;
    await expect(to(T0 + 1_000, () => { world.told.onApplied('video', [aCamera('v', 'c1111', 1)]); throw new Error('no upstream'); })).rejects.toThrow('no upstream');
    expect([world.at, (await ask()).now, await cameras()]).toEqual([T0, T0, 0]);
    await to(T0 + 2_000);
    expect([world.at, await cameras()]).toEqual([T0 + 2_000, 1]);
  });
});

it('alerts are acknowledged in it and nowhere else; nothing else is done there', async () => {
  await to(T0);
  await to(T0 + 1_000, () => { world.told.onApplied('alert', [anAlert('a', 'c1', 1, { issuedAt: T0 })]); });
  const answer = await post(`/api/playback/${world.key}/alerts/a/ack`, { name: '王芳' });
  expect([answer.status, await answer.json()]).toEqual([200, { alert: 'a', by: '王芳', at: T0 + 1_000, first: true }]);
  // Shown at once, though the story stands.
  await expect.poll(async () => (await ask('alerts') as unknown as { items: { ackedBy: string }[] }).items[0]?.ackedBy).toBe('王芳');
  expect((await post('/api/alerts/a/ack', { name: '王芳' })).status).toBe(404);
  for (const [path, status] of [['cases/x/supervise', 409], ['desk/handovers/x/sign', 409], ['alerts/b/ack', 404]] as const) expect([path, (await post(`/api/playback/${world.key}/${path}`, { name: '王芳' })).status]).toEqual([path, status]);
  await open.push.closeStepped(world);
  expect((await post(`/api/playback/${world.key}/alerts/a/ack`, { name: '王芳' })).status).toBe(405);
});

describe('turns', () => {
  it('let nobody read in the middle of a move, and no move begin while somebody reads', async () => {
    const turn = new Turn();
    const seen: string[] = [];
    const slow = (what: string) => async (): Promise<void> => { seen.push(`${what} begins`); await new Promise((resolve) => { setImmediate(resolve); }); seen.push(`${what} ends`); };
    await Promise.all([turn.read(slow('reader')), turn.move(slow('move 1')), turn.move(slow('move 2')), turn.read(slow('late reader')), turn.settled()]);
    const at = (what: string): number => seen.indexOf(what);
    expect(at('move 1 begins')).toBeGreaterThan(-1);
    for (const move of ['move 1', 'move 2']) expect(at(`${move} ends`)).toBe(at(`${move} begins`) + 1);
    await turn.move(() => Promise.reject(new Error('no'))).catch(() => undefined);
    expect(await turn.read(() => Promise.resolve(1))).toBe(1);
  });
});
