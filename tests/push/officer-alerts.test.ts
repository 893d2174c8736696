/** POST /api/alerts/ID/ack over a real socket: who may write, what is read, and what every screen hears of it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Acknowledgements, openAudit, refuseWrite, type Audit } from '../../server/access/index.ts';
import type { Alert } from '../../server/wire/entity.ts';
import { AckAnswer, type AlertsData } from '../../server/wire/messages.ts';
import { stage, type Stage } from './screens.ts';
import { T0 } from './small-city.ts';

const ALERT: Alert = { kind: 'alert', id: 'a/1', version: { by: 'updated', value: 1 }, updatedAt: T0, region: 'c1', colour: 'red', event: '暴雨', title: 't', issuer: 'i', issuedAt: T0 };
let dir: string;
let audit: Audit;
let open: Stage;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'yp-ack-'));
  audit = await openAudit({ file: join(dir, 'audit.ndjson'), now: () => T0, log: { warn: () => undefined } });
  const acks = new Acknowledgements({ audit, world: 'demo', rules: { colours: ['orange', 'red'], hysteresis: 600_000, silences: [{ from: T0 + 5000, to: T0 + 10_000 }] }, within: () => true });
  open = await stage({ acks, refuseWrite: (request) => refuseWrite(request, []) });
  await open.push.tick();
  open.push.onApplied('alert', [ALERT]);
  await open.push.tick();
});
afterEach(async () => { await open.close(); await audit.close(); await rm(dir, { recursive: true, force: true }); });

interface Sent { id?: string; body?: string; headers?: Record<string, string>; method?: string }
async function post({ id = ALERT.id, body = '{"name":"张三"}', headers = {}, method = 'POST' }: Sent = {}): Promise<[number, unknown]> {
  const answer = await fetch(`${open.url}/api/alerts/${encodeURIComponent(id)}/ack`, { method, headers: { origin: open.url, 'content-type': 'application/json', ...headers }, body });
  return [answer.status, await answer.json()];
}
const inRecord = async (): Promise<{ action: string; who: string; detail: object }[]> => (await readFile(join(dir, 'audit.ndjson'), 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line) as never);

describe('an acknowledgement over HTTP', () => {
  it('stands in the record when it is answered, once, and the second to come reads who was first', async () => {
    const [status, answer] = await post();
    expect([status, AckAnswer.parse(answer)]).toEqual([200, { alert: ALERT.id, by: '张三', at: T0, first: true }]);
    expect(await inRecord()).toMatchObject([{ action: 'alert.acknowledge', who: '张三', detail: { alert: ALERT.id, colour: 'red', verified: false } }]);
    open.hands.now += 1000;
    expect(await post({ body: '{"name":" 李四 "}' })).toEqual([200, { alert: ALERT.id, by: '张三', at: T0, first: false }]);
    expect(await inRecord()).toHaveLength(1);
  });

  it('reaches every screen with the next tick', async () => {
    const screen = await open.screen();
    const key = await screen.hold({ region: 'c', topic: 'alerts' });
    const shown = (): AlertsData['items'][number] => (screen.folded.data(key) as AlertsData).items[0]!;
    expect(shown()).toMatchObject({ ackedBy: null, ackedAt: null, quiet: null, within: ['c'] });
    await post();
    await open.push.tick();
    await expect.poll(shown).toMatchObject({ ackedBy: '张三', ackedAt: T0, quiet: null });
  });

  it.each([
    ['another site', { headers: { origin: 'http://elsewhere.example' } }, 403, 'elsewhere.example may not connect'],
    ['no JSON', { body: '{name' }, 400, 'expected JSON'],
    ['a form', { headers: { 'content-type': 'text/plain' } }, 415, 'application/json'],
    ['no name', { body: '{}' }, 400, 'name'],
    ['a blank name', { body: '{"name":"  "}' }, 400, 'name'],
    ['a name with a line break', { body: '{"name":"a\\nb"}' }, 400, 'name'],
    ['more than a name', { body: '{"name":"a","at":1}' }, 400, 'at'],
    ['a long name', { body: JSON.stringify({ name: '张'.repeat(41) }) }, 400, 'name'],
    ['a long body', { body: JSON.stringify({ name: 'a'.repeat(2000) }) }, 413, '1024'],
    ['an alert that is none', { id: 'zz' }, 404, '"zz"'],
    ['another method', { method: 'PUT' }, 405, 'expected GET'],
  ] satisfies [string, Sent, number, string][])('takes nothing from %s, and says why', async (_what, sent, status, words) => {
    const [got, body] = await post(sent);
    expect([got, (body as { error: string }).error]).toEqual([status, expect.stringContaining(words)]);
    expect(await inRecord()).toEqual([]);
  });

  it('takes nothing that names no origin: what is no page of ours', async () => {
    // fetch of Node sends none by itself.
    const answer = await fetch(`${open.url}/api/alerts/x/ack`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"a"}' });
    expect([answer.status, (await answer.json() as { error: string }).error]).toEqual([403, expect.stringContaining('Origin')]);
  });

  it('takes nothing for an alert that is over, and says so when it cannot write', async () => {
    open.push.onApplied('alert', [{ ...ALERT, id: 'over', revokedAt: T0 }]);
    expect((await post({ id: 'over' }))[0]).toBe(404);
    await audit.close();
    expect(await post()).toEqual([503, { error: expect.stringContaining('does not count') as string }]);
    expect(open.hands.logged.at(-1)).toMatchObject({ level: 'error' });
  });
});

it('a silence begins and ends by the clock, with no record arriving', async () => {
  const screen = await open.screen();
  const key = await screen.hold({ region: 'c', topic: 'alerts' });
  for (const [at, quiet] of [[5000, 'silence'], [10_000, null]] as const) {
    open.hands.now = T0 + at;
    open.hands.wall += 2000;
    await open.push.tick();
    await expect.poll(() => (screen.folded.data(key) as AlertsData).items[0]).toMatchObject({ quiet });
  }
});
