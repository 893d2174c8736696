/** The handover sheet over HTTP: drafted from what is in memory and in the record of actions, written by officers of this server's pages, refused in words, frozen when signed. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Acknowledgements, Deeds, Handovers, heard, keptIn, openAudit, refuseWrite, type Audit } from '../../../server/access/index.ts';
import { ApiHandover, ApiHandovers } from '../../../server/wire/handover.ts';
import { shiftsUntil } from '../../../server/wire/shifts.ts';
import { wanting } from '../../../server/push/desk/handover/draft.ts';
import { aFeed } from '../push-deps.ts';
import { stage, type Stage } from '../screens.ts';
import { aCase, anAlert, T0 } from '../small-city.ts';

const HOUR = 3_600_000;
const RULES = [{ name: '白班', from: 480 }, { name: '夜班', from: 1200 }];
/** T0 is 20:06: the night shift is six minutes old. */
const [NIGHT, DAYTIME] = shiftsUntil('Asia/Shanghai', RULES, T0, 2);
let dir: string;
let audit: Audit;
let open: Stage;
let acks: Acknowledgements;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'yp-hand-'));
  const deeds = new Deeds('demo');
  audit = heard(await openAudit({ file: join(dir, 'audit.ndjson'), now: () => T0, log: { warn: () => undefined } }), deeds);
  acks = new Acknowledgements({ audit, world: 'demo', rules: { colours: ['orange', 'red'], hysteresis: 0, silences: [] }, within: () => true });
  const handovers = new Handovers({ audit, kept: keptIn(join(dir, 'handovers')), world: 'demo' });
  open = await stage({
    acks, refuseWrite: (request) => refuseWrite(request, []),
    handovers: { rules: RULES, all: () => handovers.all(), of: (shift) => handovers.of(shift), find: (id) => handovers.find(id), document: (hash) => handovers.document(hash), note: (...a) => handovers.note(...a), sign: (...a) => handovers.sign(...a), deeds: (from, to) => deeds.between(from, to) },
  });
  await open.push.tick();
});
afterEach(async () => { await open.close(); await audit.close(); await rm(dir, { recursive: true, force: true }); });

async function sheet(id = DAYTIME!.id): Promise<ApiHandover> {
  let answer = await fetch(`${open.url}/api/desk/handovers/${id}`);
  // The open cases are read at the first question.
  for (let i = 0; i < 50 && answer.status === 503; i++) answer = await fetch(`${open.url}/api/desk/handovers/${id}`);
  return ApiHandover.parse(await answer.json());
}
async function post(path: string, body: object, id = DAYTIME!.id, origin = open.url): Promise<[number, Record<string, unknown>]> {
  const answer = await fetch(`${open.url}/api/desk/handovers/${id}/${path}`, { method: 'POST', headers: { origin, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return [answer.status, await answer.json() as Record<string, unknown>];
}
const note = (name: string, base: number, text: string, corrects?: string): Promise<[number, Record<string, unknown>]> => post('notes', { name, base, text, ...(corrects === undefined ? {} : { corrects }) });
const sign = (name: string, base: number, as: string): Promise<[number, Record<string, unknown>]> => post('sign', { name, base, as });

describe('a draft', () => {
  it('says what was done and what is left, the most pressing first', async () => {
    await sheet();
    for (const [name, at] of [['closed', DAYTIME!.from], ['closed', DAYTIME!.to - 1], ['closed', DAYTIME!.to], ['closed', DAYTIME!.from - 1], ['reported', DAYTIME!.from + HOUR]] as const) open.hands.store.events.push({ at, code: 'c', name });
    open.hands.store.rows.set('c', { open: 9, overdue: 3, urgent: 2, supervised: 1 });
    const [red, orange] = [anAlert('r', 'c1', 1, { colour: 'red', issuedAt: T0 - HOUR }), anAlert('o', 'c2', 1, { issuedAt: T0 - 2 * HOUR })];
    for (const alert of [red, orange, anAlert('b', 'c2', 1, { colour: 'blue' })]) { open.hands.store.keep(alert); open.push.onApplied('alert', [alert]); }
    await acks.acknowledge(orange, '张三', 'x', T0 - HOUR);
    open.push.onApplied('case', [aCase('late', 'c11', 1, { deadline: T0 - HOUR }), aCase('later', 'c11', 1, { deadline: T0 - 2 * HOUR }), aCase('watched', 'c111', 1, { supervised: true }), aCase('urgent', 'c1', 1, { urgent: true, deadline: T0 + HOUR }), aCase('plain', 'c1', 1), aCase('over', 'c1', 1, { status: 'closed', urgent: true, times: { reported: T0, closed: T0 } })]);
    open.hands.feeds[1] = { ...aFeed('video', ['video'], T0 - HOUR), state: 'late' };
    await open.push.tick();
    const { content, notes, revision, running } = await sheet();
    expect([running, revision, notes, content!.from, content!.until]).toEqual([false, 0, [], DAYTIME!.from, DAYTIME!.to]);
    expect(content!.done).toMatchObject({ stages: { closed: 2, reported: 1, void: 0 }, alerts: [{ id: 'o', ackedBy: '张三', region: '区域 c2' }], actions: [{ who: '张三', action: 'alert.acknowledge', subject: 'o' }], moreActions: 0 });
    expect(content!.undone).toMatchObject({ open: 9, overdue: 3, urgent: 2, supervised: 1, alerts: [{ id: 'r', ackedBy: null }, { id: 'o', ackedBy: '张三' }], feeds: [{ feed: 'video', state: 'late' }], moreCases: 0 });
    expect(content!.undone.cases.map(({ id, overdue, supervised }) => [id, overdue, supervised])).toEqual([['watched', false, true], ['later', true, false], ['late', true, false], ['urgent', false, false]]);
  });

  it('orders what wants the next officer by 督办, overdue, urgent, then by deadline', () => {
    const judge = { overdue: ({ deadline }: { deadline?: number | undefined }) => deadline !== undefined && deadline < T0 };
    const cases = [aCase('a', 'c', 1, { urgent: true }), aCase('b', 'c', 1, { deadline: 5 }), aCase('c', 'c', 1, { deadline: 5, urgent: true }), aCase('d', 'c', 1, { supervised: true }), aCase('e', 'c', 1, { deadline: 4 }), aCase('f', 'c', 1, { status: 'void', urgent: true })];
    expect(wanting(cases, judge, T0).map(({ id }) => id)).toEqual(['d', 'c', 'e', 'b', 'a']);
  });
});

describe('a sheet over HTTP', () => {
  it('is signed by two, frozen, listed, corrected by a note that names what it corrects, and shows when its file was changed', async () => {
    expect((await note('张三', 0, '泵站一台待修\n已报'))[0]).toBe(200);
    expect(await note('李四', 0, '同时写的')).toEqual([409, expect.objectContaining({ why: 'changed', by: '张三', at: T0 })]);
    expect(await sign('李四', 1, 'incoming')).toEqual([409, expect.objectContaining({ why: 'order' })]);
    expect(await note('张三', 1, 'x', 'figure:closed')).toEqual([422, { error: 'corrects: the sheet is not signed yet, expected a plain note' }]);
    await sheet();
    open.hands.now += 1000;
    expect((await sign('张三', 1, 'outgoing'))[0]).toBe(200);
    expect(await sign('张三', 2, 'incoming')).toEqual([422, expect.objectContaining({ why: 'same', by: '张三' })]);
    const frozen = await sheet();
    // What happens now belongs to the next shift's sheet, not to this one.
    open.hands.store.events.push({ at: DAYTIME!.to - 2, code: 'c', name: 'closed' });
    expect((await sheet()).content).toEqual(frozen.content);
    expect(await sign('李四', 2, 'incoming')).toEqual([200, expect.objectContaining({ incoming: { by: '李四', at: T0 + 1000, verified: false }, hash: frozen.hash })]);
    expect(await sign('王五', 3, 'incoming')).toEqual([409, expect.objectContaining({ why: 'signed', by: '李四' })]);
    expect(await note('王五', 3, '漏了一条')).toEqual([422, expect.objectContaining({ why: 'corrects' })]);
    expect((await note('王五', 3, '错的', 'case:none'))[1]['error']).toMatch(/^corrects: found "case:none", expected what stands on the sheet, such as figure:reported/);
    expect((await note('王五', 3, '应为两台', 'note:1'))[0]).toBe(200);
    const { items, current } = ApiHandovers.parse(await (await fetch(`${open.url}/api/desk/handovers`)).json());
    expect([current, items.slice(0, 2).map(({ id, notes, incoming }) => [id, notes, incoming?.by ?? null])]).toEqual([NIGHT!.id, [[NIGHT!.id, 0, null], [DAYTIME!.id, 2, '李四']]]);
    const [file] = await readdir(join(dir, 'handovers'));
    await writeFile(join(dir, 'handovers', file!), '{}');
    expect(await sheet()).toMatchObject({ intact: false, content: null, hash: frozen.hash });
  });

  it('leaves the rest of a shift that was handed over early to the next', async () => {
    open.hands.now = DAYTIME!.to - 2 * HOUR;
    await open.push.tick();
    await sheet();
    expect((await sign('张三', 0, 'outgoing'))[0]).toBe(422);
    open.hands.now = DAYTIME!.to - 20 * 60_000;
    expect((await sign('张三', 0, 'outgoing'))[0]).toBe(200);
    expect((await sheet()).content!.until).toBe(open.hands.now);
    expect((await fetch(`${open.url}/api/desk/handovers/${NIGHT!.id}`)).status).toBe(404);
    open.hands.now = T0;
    expect((await sheet(NIGHT!.id)).content!.from).toBe(DAYTIME!.to - 20 * 60_000);
  });

  it.each([
    ['another site', () => post('notes', { name: 'a', base: 0, text: 'x' }, DAYTIME!.id, 'http://elsewhere.example'), 403, 'elsewhere.example'],
    ['no base', () => post('notes', { name: 'a', text: 'x' }), 400, 'base'],
    ['an empty note', () => note('a', 0, '  '), 400, 'text'],
    ['a long note', () => note('a', 0, '长'.repeat(1001)), 400, 'text'],
    ['a shift that is none', () => post('notes', { name: 'a', base: 0, text: 'x' }, '2026-07-01-0900'), 404, 'YYYY-MM-DD-HHMM'],
    ['a shift to come', () => post('notes', { name: 'a', base: 0, text: 'x' }, '2027-07-01-0800'), 404, 'YYYY-MM-DD-HHMM'],
    ['a signer that is none', () => sign('a', 0, 'middle'), 400, 'as'],
  ])('takes nothing from %s, and says why', async (_what, act, status, words) => {
    const [got, { error }] = await act();
    expect([got, error]).toEqual([status, expect.stringContaining(words)]);
    expect((await sheet()).revision).toBe(0);
  });
});
