/** POST /api/alerts/ID/steps and GET /api/desk/alerts over a real socket: two officers, one winner, and what every desk reads of it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AlertDuties, openAudit, type Audit, type AuditLine } from '../../server/access/index.ts';
import { ApiDeskAlerts, DutyAnswer, DutyConflict } from '../../server/wire/duty.ts';
import type { Alert } from '../../server/wire/entity.ts';
import type { AlertsData } from '../../server/wire/messages.ts';
import { stage, type Stage } from './screens.ts';
import { T0 } from './small-city.ts';

const MINUTE = 60_000;
const ALERT: Alert = { kind: 'alert', id: 'a/1', version: { by: 'updated', value: 1 }, updatedAt: T0, region: 'c1', colour: 'red', event: '暴雨', title: 't', issuer: 'i', issuedAt: T0 };
let dir: string;
let audit: Audit;
let open: Stage;

async function begin(): Promise<void> {
  const lines: AuditLine[] = [];
  audit = await openAudit({ file: join(dir, 'audit.ndjson'), now: () => T0, log: { warn: () => undefined }, each: (line) => { lines.push(line); } });
  const duties = new AlertDuties({
    audit, world: 'demo', rules: { colours: ['orange', 'red'], hysteresis: 600_000, silences: [] }, within: () => true, log: { error: () => undefined },
    duty: { report: { colours: ['red'], from: 'issued', phone: 15 * MINUTE, written: 35 * MINUTE }, escalate: { red: [{ after: 5 * MINUTE, to: '值班长' }], orange: [], yellow: [], blue: [] } },
  });
  for (const line of lines) duties.take(line);
  open = await stage({ acks: duties, duty: duties });
  await open.push.tick();
  open.push.onApplied('alert', [ALERT]);
  await open.push.tick();
}
beforeEach(async () => { dir = await mkdtemp(join(tmpdir(), 'yp-steps-')); await begin(); });
afterEach(async () => { await open.close(); await audit.close(); await rm(dir, { recursive: true, force: true }); });

async function post(step: string, name: string, revision: number, more: object = {}, id = ALERT.id): Promise<[number, unknown]> {
  const answer = await fetch(`${open.url}/api/alerts/${encodeURIComponent(id)}/steps`, { method: 'POST', headers: { origin: open.url, 'content-type': 'application/json' }, body: JSON.stringify({ name, step, on: { revision, issuedAt: T0, colour: 'red' }, ...more }) });
  return [answer.status, await answer.json()];
}
const listed = async (region = 'c'): Promise<ApiDeskAlerts> => ApiDeskAlerts.parse(await (await fetch(`${open.url}/api/desk/alerts?region=${region}`)).json());
const recorded = async (): Promise<string[]> => (await readFile(join(dir, 'audit.ndjson'), 'utf8')).split('\n').filter(Boolean).map((line) => (JSON.parse(line) as { action: string }).action);

it('of two who sign at once one wins, the other reads who did it; the history is whole, after a restart too', async () => {
  const [first, second] = await Promise.all([post('sign', '张三', 0), post('sign', '李四', 0)]);
  expect([first[0], second[0]].sort()).toEqual([200, 409]);
  const winner = DutyAnswer.parse((first[0] === 200 ? first : second)[1]).duty.signed!.by;
  expect(DutyConflict.parse((first[0] === 200 ? second : first)[1])).toMatchObject({ error: expect.stringContaining('found revision 0, it stands at 1') as string, duty: { signed: { by: winner, at: T0 }, revision: 1 } });
  open.hands.now += MINUTE;
  expect((await post('handle', '李四', 1, { remark: '已到现场\n两人' }))[0]).toBe(200);
  expect((await post('arrive', '李四', 2))[0]).toBe(200);
  const before = (await listed()).items[0]!;
  expect(before).toMatchObject({ id: ALERT.id, place: expect.any(String) as string, ended: null, duty: { state: 'handling', revision: 3, undone: ['lift', 'phone', 'written'] } });
  expect((await listed()).response).toEqual({ signed: { count: 1, mean: 0 }, arrived: { count: 1, mean: MINUTE } });
  await open.close();
  await audit.close();
  await begin();
  expect((await listed()).items[0]!.duty).toEqual(before.duty);
  expect(await recorded()).toEqual(['alert.acknowledge', 'alert.step', 'alert.step']);
});

it('every screen hears of a step with the next tick, and of an escalation with the next beat', async () => {
  const screen = await open.screen();
  const key = await screen.hold({ region: 'c', topic: 'alerts' });
  const shown = (): AlertsData['items'][number] => (screen.folded.data(key) as AlertsData).items[0]!;
  expect(shown().duty).toEqual({ state: 'unsigned', revision: 0, by: null, at: null, escalatedTo: null });
  open.hands.now = T0 + 5 * MINUTE;
  open.push.beat();
  await expect.poll(recorded).toEqual(['alert.escalate']);
  // It stands in the file a moment before it is on disk, and only then counts.
  await expect.poll(async () => { await open.push.tick(); return shown(); }).toMatchObject({ duty: { escalatedTo: '值班长', revision: 0 } });
  expect((await listed()).items[0]!.duty.history).toMatchObject([{ step: 'escalate', by: 'server', to: '值班长', due: T0 + 5 * MINUTE }]);
  await post('sign', '张三', 0);
  await open.push.tick();
  await expect.poll(shown).toMatchObject({ ackedBy: '张三', duty: { state: 'signed', by: '张三', escalatedTo: null } });
});

it('one that has ended is listed for 48 hours with what is left to do, and can still be handled', async () => {
  await post('sign', '张三', 0);
  open.push.onApplied('alert', [{ ...ALERT, version: { by: 'updated', value: 2 }, revokedAt: T0 + MINUTE }]);
  open.hands.now = T0 + 2 * MINUTE;
  await open.push.tick();
  expect((await listed()).items).toMatchObject([{ ended: { at: T0 + MINUTE, how: 'revoked' }, duty: { state: 'signed', undone: ['handle', 'lift', 'phone', 'written'] } }]);
  expect((await post('handle', '张三', 1))[0]).toBe(200);
  open.hands.now = T0 + 48 * 3_600_000;
  open.hands.wall += 5000;
  await open.push.tick();
  expect((await listed()).items).toHaveLength(1);
  open.hands.now += MINUTE + 1;
  open.hands.wall += 5000;
  await open.push.tick();
  expect((await listed()).items).toEqual([]);
  expect((await post('lift', '张三', 2))[0]).toBe(404);
});

it('lists what concerns a place: in it, and above it', async () => {
  open.push.onApplied('alert', [{ ...ALERT, id: 'b', region: 'c', colour: 'yellow' }]);
  expect((await listed('c')).items.map(({ id }) => id)).toEqual(['a/1', 'b']);
  expect((await listed('c2')).items.map(({ id }) => id)).toEqual(['b']);
});

it.each([
  ['a step that is none', { step: 'dance' }, 'step'], ['words that are none', { step: 'remark' }, 'remark'], ['no state', { on: null }, 'on'],
  ['a remark that cannot be seen', { remark: 'a\u0000b' }, 'remark'], ['a long remark', { remark: 'a'.repeat(501) }, 'remark'], ['no name', { name: ' ' }, 'name'],
])('takes nothing from %s, and says why', async (_what, more, words) => {
  const [status, body] = await post('sign', '张三', 0, more);
  expect([status, (body as { error: string }).error]).toEqual([400, expect.stringContaining(words)]);
  expect(await recorded()).toEqual([]);
});

it('says that it does not count where it cannot be written', async () => {
  await audit.close();
  expect(await post('sign', '张三', 0)).toEqual([503, { error: expect.stringContaining('does not count') as string }]);
  expect((await listed()).items[0]!.duty.state).toBe('unsigned');
});
