/** The desk's list of cases answers as filtering and sorting them one by one does, whatever came, changed and went; and never loses the row that is looked at. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CaseIndex } from '../../../server/push/desk/case-index.ts';
import { line } from '../../../server/push/desk/case-export.ts';
import { sorted } from '../../../server/push/desk/case-question.ts';
import { Names } from '../../../server/push/desk/case-table.ts';
import { TextColumn } from '../../../server/push/desk/text-column.ts';
import { ApiDeskCase, ApiDeskCases } from '../../../server/wire/case-list.ts';
import type { Case } from '../../../server/wire/entity.ts';
import { makeDice } from '../../helpers/random.ts';
import { stage, type Stage } from '../screens.ts';
import { aCase, T0 } from '../small-city.ts';
import { caseOf, drawCases, drawQuestions, paramsOf, plainly } from './plain-list.ts';

const DAY = 86_400_000;
let open: Stage;
let kept: Map<string, Case>;
beforeEach(async () => { open = await stage(); kept = new Map(); await open.push.tick(); });
afterEach(() => open.close());

const ask = async (query: string): Promise<ApiDeskCases> => ApiDeskCases.parse(await (await fetch(`${open.url}/api/desk/cases?${query}`)).json());
const whole = (): Promise<void> => expect.poll(async () => (await ask('limit=1')).filling, { timeout: 20_000 }).toBe(null);
function take(cases: readonly Case[]): void {
  for (const c of cases) { kept.set(c.id, c); open.hands.store.keep(c); }
  open.push.onApplied('case', cases);
  open.hands.wall += 1_500;
}
function drop(ids: readonly string[]): void {
  for (const id of ids) { kept.delete(id); open.hands.store.drop('case', id); }
  open.push.onRemoved('case', ids);
}
async function compare(seed: number, count = 200): Promise<number> {
  let found = 0;
  for (const q of drawQuestions(count, seed)) {
    const answer = await ask(paramsOf(q));
    const expected = plainly(kept.values(), q);
    expect({ q, total: answer.total, ids: answer.items?.map(({ id }) => id) }).toEqual({ q, total: expected.length, ids: expected.slice(q.offset, q.offset + q.limit) });
    found += expected.length;
  }
  return found;
}

describe('the list', () => {
  it('answers as one by one, through changes, removals and cases that come', async () => {
    const draws = drawCases(2400, 21);
    for (const [i, d] of draws.slice(0, 1500).entries()) { const c = caseOf(`k${i}`, 1, d); kept.set(c.id, c); open.hands.store.keep(c); }
    await whole();
    expect(await compare(1)).toBeGreaterThan(10_000);
    // Some change, to another time and place too; some are new; some go, and their rows are given to others.
    take(draws.slice(1500, 2000).map((d, i) => caseOf(i < 250 ? `k${i * 3}` : `n${i}`, 2, d)));
    await compare(2);
    drop([...kept.keys()].filter((_, i) => i % 7 === 0));
    take(draws.slice(2000).map((d, i) => caseOf(i < 100 ? `k${i}` : `m${i}`, 3, d)));
    await compare(3);
    // What is older than what is known changes nothing.
    open.push.onApplied('case', draws.slice(0, 100).map((d, i) => caseOf(`k${i}`, 2, d)));
    open.hands.wall += 1_500;
    await compare(4, 60);
  }, 120_000);

  it('answers from what is known while it is read, and what happens meanwhile is not undone by what was read before', async () => {
    const draws = drawCases(40, 5);
    for (const [i, d] of draws.entries()) { const c = caseOf(`k${String(i).padStart(2, '0')}`, 1, d); kept.set(c.id, c); open.hands.store.keep(c); }
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => { release = resolve; });
    open.hands.store.before = (call) => (call === 'scan' ? held : undefined);
    const first = await ask('limit=1');
    expect(first.filling).toEqual({ known: expect.any(Number), expected: expect.any(Number) });
    open.push.onApplied('case', [caseOf('new', 9, draws[0]!)]);
    kept.set('new', caseOf('new', 9, draws[0]!)); open.hands.store.keep(kept.get('new')!);
    open.push.onApplied('case', [caseOf('k03', 9, draws[1]!)]);
    open.push.onRemoved('case', ['k05']);
    kept.delete('k05');
    open.hands.wall += 1_500;
    expect((await ask('limit=200')).items!.map(({ id }) => id)).toEqual(expect.arrayContaining(['new', 'k03']));
    release();
    await whole();
    kept.set('k03', caseOf('k03', 9, draws[1]!));
    open.hands.store.keep(kept.get('k03')!); open.hands.store.drop('case', 'k05');
    open.hands.wall += 1_500;
    await compare(6, 40);
  }, 60_000);

  it('asks the store again where it was away', async () => {
    take([aCase('a', 'c1', 1)]);
    open.hands.store.down = true;
    await fetch(`${open.url}/api/desk/cases`);
    open.hands.store.down = false;
    await whole();
    expect((await ask('')).total).toBe(1);
  });

  it('keeps the row that is looked at where it is: the page moves with it, and says by how much', async () => {
    take(Array.from({ length: 60 }, (_, i) => aCase(`k${String(i).padStart(2, '0')}`, 'c1', 1, { times: { reported: T0 - i * 60_000 } })));
    await whole();
    const before = await ask('offset=20&limit=5');
    take(Array.from({ length: 12 }, (_, i) => aCase(`n${i}`, 'c1', 1, { times: { reported: T0 + 1000 + i } })));
    const after = await ask(`offset=20&limit=5&anchor=${before.items![0]!.id}&anchorAt=20`);
    expect([after.anchor, after.offset, after.items!.map(({ id }) => id)]).toEqual([32, 32, before.items!.map(({ id }) => id)]);
    expect(await ask('anchor=gone&anchorAt=3&offset=4')).toMatchObject({ anchor: null, offset: 4 });
    expect((await ask(`limit=5&seen=${after.revision}`)).items).toBe(null);
    expect((await ask(`limit=5&overdue=0&seen=${after.revision}`)).items).toHaveLength(5);
  });

  it('forgets what has ended and is past its time, as the store does; what is open stays', async () => {
    take([aCase('old', 'c1', 1, { status: 'closed', stage: 'closed', times: { reported: T0 - 36 * DAY, closed: T0 - 35.5 * DAY } }), aCase('open', 'c1', 1, { times: { reported: T0 - 40 * DAY } }), aCase('young', 'c1', 1, { status: 'void', times: { reported: T0 - 34.9 * DAY } })]);
    await whole();
    expect((await ask('')).items!.map(({ id }) => id)).toEqual(['young', 'open']);
    open.hands.now += DAY;
    open.hands.wall += 1_500;
    expect((await ask('')).items!.map(({ id }) => id)).toEqual(['open']);
  });

  it.each([
    ['sort=age', 'sort: found "age", expected some of reported'], ['near=1,2', 'near: found "1,2", expected LNG,LAT,METRES'], ['at=closed', 'parameter: found "at"'],
    [`q=${'x'.repeat(61)}`, 'expected at most 60 characters'], ['limit=500', 'limit: found "500", expected a whole number from 1 to 200'],
  ])('tells %s what was expected', async (query, told) => {
    const answer = await fetch(`${open.url}/api/desk/cases?${query}`);
    expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([400, expect.stringContaining(told)]);
  });
});

it('a case is told whole, with others of its category close to it, and one that is not there is said not to be', async () => {
  const about = (id: string, metres: number, extra: Partial<Case> = {}): Case => aCase(id, 'c1111', 1, { lng: 118.1, lat: 29.1 + metres / 111_320, times: { reported: T0 - 3_600_000 }, ...extra });
  take([about('own', 0), about('near', 30), about('nearer', 10), about('far', 70), about('other', 5, { category: '2-0303' }), about('before', 5, { times: { reported: T0 - 26 * 3_600_000 } })]);
  await whole();
  const answer = ApiDeskCase.parse(await (await fetch(`${open.url}/api/desk/cases/own`)).json());
  expect(answer).toMatchObject({ case: { id: 'own', status: 'open' }, categoryName: '名称 1-0101', department: null, path: [{ code: 'c' }, { code: 'c1' }, { code: 'c11' }, { code: 'c111' }, { code: 'c1111' }] });
  expect(answer.related).toMatchObject({ distance: 50, window: DAY, ready: true, items: [{ id: 'nearer', metres: 10 }, { id: 'near', metres: 30 }] });
  const gone = await fetch(`${open.url}/api/desk/cases/${encodeURIComponent('no such/one')}`);
  expect([gone.status, ((await gone.json()) as { error: string }).error]).toEqual([404, 'case: found "no such/one", expected the id of one that is kept']);
});

it('the file has every row of the list in its order, under its mark, and says in each that the data are simulated', async () => {
  take(Array.from({ length: 1203 }, (_, i) => aCase(`k${String(i).padStart(4, '0')}`, 'c1111', 1, { urgent: i % 2 === 0, address: i === 5 ? '=cmd|"x"' : `甲路${i}号`, times: { reported: T0 - i * 1000 } })));
  await whole();
  const answer = await fetch(`${open.url}/api/desk/cases.csv?urgent=0&order=asc&lang=en`);
  expect([answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual(['text/csv; charset=utf-8', expect.stringContaining(encodeURIComponent('cases-Demonstration · Simulated data-'))]);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const rows = bytes.toString('utf8').slice(1).trimEnd().split('\r\n');
  expect(rows).toHaveLength(602);
  expect(rows.slice(1).map((row) => row.split(',')[0])).toEqual(Array.from({ length: 601 }, (_, i) => `k${String(1201 - i * 2).padStart(4, '0')}`));
  expect(rows.slice(1).every((row) => row.endsWith('Demonstration · Simulated data'))).toBe(true);
  expect(rows.find((row) => row.startsWith('k0005'))).toContain(`"'=cmd|""x"""`);
  expect(line(['a,b', 3, '+1', 'c\n'])).toBe('"a,b",3,\'+1,"c\n"\r\n');
});

it('the file of a recorded day that a script shows bears the mark of a demonstration, in each row and in its name', async () => {
  await open.close();
  open = await stage({ world: 'replay', masked: true });
  await open.push.tick();
  take([aCase('one', 'c1111', 1)]);
  await whole();
  const answer = await fetch(`${open.url}/api/desk/cases.csv`);
  expect(answer.headers.get('content-disposition')).toContain(encodeURIComponent('案件-演示数据·录像 · 模拟数据-'));
  expect((await answer.text()).trimEnd().split('\r\n').at(-1)).toMatch(/,演示数据·录像 · 模拟数据$/);
});

it('texts stay what they are when others grow and shrink, and are found wherever they stand', () => {
  const dice = makeDice(8);
  for (const encoding of ['utf8', 'utf16le'] as const) {
    const [column, plain] = [new TextColumn(encoding), [] as string[]];
    for (let n = 0; n < 3000; n++) {
      const row = plain.length < 50 || dice.int(0, 3) === 0 ? plain.length : dice.int(0, plain.length - 1);
      column.put(row, plain[row] = Array.from({ length: dice.int(0, 12) }, () => dice.pick(['甲', '乙', '丙', '1', '2', 'x'])).join(''));
      if (n % 50 > 0) continue;
      const needle = dice.pick(['甲', '乙丙', '12', 'x1', '甲甲乙']);
      const found: number[] = [];
      column.find(needle, (one) => { found.push(one); });
      expect(found).toEqual(plain.flatMap((text, i) => (text.includes(needle) ? [i] : [])));
    }
    expect(plain.map((_, i) => column.get(i))).toEqual(plain);
  }
});

it('sorts by the whole key, and leaves alike rows as they stood', () => {
  const dice = makeDice(3);
  const keys = Uint32Array.from({ length: 5000 }, () => dice.pick([0, 1, 65_535, 65_536, 4_294_967_295, dice.int(0, 2_000_000_000)]));
  const rows = Uint32Array.from(keys, (_, i) => i);
  expect([...sorted(rows, keys)]).toEqual([...rows].sort((a, b) => keys[a]! - keys[b]! || a - b));
});

it('300,000 cases take under forty megabytes', async () => {
  const names = { regions: new Names(), categories: new Names(), sources: new Names() };
  const index = new CaseIndex(names, 35 * DAY);
  const template = aCase('x', 'c1111', 1, { address: '望湖街道春晓第三社区398号' });
  const pages = async function* (): AsyncGenerator<never[]> { /* none: the intake brings them */ };
  index.ask({ scan: pages, count: () => Promise.resolve(0) }, T0, []);
  const began = performance.now();
  for (let i = 0; i < 300_000; i++) index.put([{ ...template, id: `AJ20250715${String(i).padStart(6, '0')}`, times: { reported: T0 - ((i * 7919) % 2_592_000) * 1000 } }]);
  index.rows();
  process.stdout.write(`index of ${index.size} cases: ${(index.byteLength / 1e6).toFixed(1)} MB, ${(index.byteLength / index.size).toFixed(1)} bytes a case, put in ${Math.round(performance.now() - began)} ms\n`);
  expect(index.byteLength).toBeLessThan(40e6);
}, 60_000);
