/** Random cases and questions about them, and what a plain filter and sort answers: what the desk's list is held against. */
import fc from 'fast-check';
import { CASE_ORDERS, CASE_SORTS } from '../../../server/wire/case-list.ts';
import { CASE_STAGES, CASE_STATUSES, type Case } from '../../../server/wire/entity.ts';
import { aCase, smallCity, T0 } from '../small-city.ts';

const DAY = 86_400_000;
export const CATEGORIES = ['1-0101', '1-0202', '2-0303'];
export const SOURCES = ['hotline', 'grid'];
export const REGIONS = smallCity().all.map(({ code }) => code);
const ROADS = ['望湖街道春晓社区', '临江东路', 'Main Street', '拱墅 大兜路'];

const drawn = fc.record({
  region: fc.constantFrom(...REGIONS), category: fc.constantFrom(...CATEGORIES), source: fc.constantFrom(...SOURCES), urgent: fc.boolean(), supervised: fc.boolean(),
  status: fc.constantFrom(...CASE_STATUSES), stage: fc.constantFrom(...CASE_STAGES), reported: fc.integer({ min: 0, max: 30 * 1440 }), deadline: fc.option(fc.integer({ min: -2 * 1440, max: 2 * 1440 })),
  place: fc.option(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 3000 })), { freq: 6 }), road: fc.constantFrom(...ROADS), number: fc.integer({ min: 1, max: 40 }),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;
export const drawCases = (count: number, seed: number): Drawn[] => fc.sample(drawn, { numRuns: count, seed });
/** By whole minutes, so that many are alike by any order. */
export const caseOf = (id: string, v: number, { reported, deadline, place, road, number, ...rest }: Drawn): Case => aCase(id, rest.region, v, {
  ...rest, times: { reported: T0 - reported * 60_000 }, address: `${road}${number}号`,
  ...(deadline === null ? {} : { deadline: T0 + deadline * 60_000 }), ...(place === null ? {} : { lng: 118.4 + place[0] * 1e-5, lat: 29.4 + place[1] * 1e-5 }),
});

const few = <T>(one: fc.Arbitrary<T>, none: T): fc.Arbitrary<T> => fc.oneof({ weight: 3, arbitrary: fc.constant(none) }, { weight: 1, arbitrary: one });
const yesNo = few<boolean | null>(fc.boolean(), null);
const asked = fc.record({
  region: few(fc.constantFrom(...REGIONS), 'c'), window: few<readonly [number, number] | null>(fc.tuple(fc.integer({ min: 0, max: 31 * 1440 }), fc.integer({ min: 1, max: 31 * 1440 })), null),
  status: few(fc.subarray([...CASE_STATUSES]), []), stage: few(fc.subarray([...CASE_STAGES]), []), category: few(fc.subarray(CATEGORIES), []), source: few(fc.subarray(SOURCES), []),
  urgent: yesNo, supervised: yesNo, overdue: yesNo, near: few<readonly [number, number, number] | null>(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }), fc.integer({ min: 50, max: 3000 })), null),
  q: few(fc.constantFrom('12', '春晓', '望湖街道 号', 'k1', 'K12', 'street 3', '大兜路', '名称 1-02', '区域c1', '７号', 'nothing', '拱墅大'), ''),
  sort: fc.constantFrom(...CASE_SORTS), order: fc.constantFrom(...CASE_ORDERS), offset: fc.integer({ min: 0, max: 400 }), limit: fc.integer({ min: 1, max: 200 }),
});
export type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never;
export const drawQuestions = (count: number, seed: number): Asked[] => fc.sample(asked, { numRuns: count, seed });

export function paramsOf(q: Asked): string {
  const flag = (value: boolean | null): string => (value === null ? '' : value ? '1' : '0');
  const params = {
    region: q.region, from: q.window ? String(T0 - 31 * DAY + q.window[0] * 60_000) : '', to: q.window ? String(T0 - 31 * DAY + (q.window[0] + q.window[1]) * 60_000) : '',
    status: q.status.join(), stage: q.stage.join(), category: q.category.join(), source: q.source.join(), urgent: flag(q.urgent), supervised: flag(q.supervised), overdue: flag(q.overdue),
    near: q.near ? `${118.4 + q.near[0] * 1e-3},${29.4 + q.near[1] * 1e-3},${q.near[2]}` : '', q: q.q, sort: q.sort, order: q.order, offset: String(q.offset), limit: String(q.limit),
  };
  return new URLSearchParams(Object.entries(params).filter(([, value]) => value !== '')).toString();
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');
/** One by one. */
export function plainly(cases: Iterable<Case>, q: Asked): string[] {
  const path = (region: string): readonly { code: string; name: string }[] => smallCity().path(region);
  const among = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value);
  const is = (wanted: boolean | null, value: boolean): boolean => wanted === null || wanted === value;
  const paths = new Map(REGIONS.map((code) => [code, path(code)]));
  const metres = (c: Case, [x, y]: readonly [number, number, number]): number => {
    const [lng, lat] = [118.4 + x * 1e-3, 29.4 + y * 1e-3];
    return c.lng === undefined || c.lat === undefined ? Infinity : Math.hypot((c.lng - lng) * Math.cos((lat * Math.PI) / 180), c.lat - lat) * 111_320;
  };
  const has = (c: Case, word: string): boolean => [folded(c.address), folded(`名称 ${c.category}`), folded(paths.get(c.region)!.map(({ name }) => name).join(''))].some((text) => text.includes(folded(word)))
    || [word, folded(word), word.toUpperCase()].some((text) => c.id.includes(text));
  const from = q.window && T0 - 31 * DAY + q.window[0] * 60_000;
  const found = [...cases].filter((c) => (from === null || (c.times.reported >= from && c.times.reported < from + q.window![1] * 60_000))
    && paths.get(c.region)!.some(({ code }) => code === q.region) && among(q.status, c.status) && among(q.stage, c.stage) && among(q.category, c.category) && among(q.source, c.source)
    && is(q.urgent, c.urgent) && is(q.supervised, c.supervised) && is(q.overdue, c.status === 'open' && c.deadline !== undefined && T0 > c.deadline)
    && (q.near === null || metres(c, q.near) <= q.near[2]) && q.q.split(' ').filter((word) => word !== '').every((word) => has(c, word)));
  const newest = (a: Case, b: Case): number => b.times.reported - a.times.reported || (a.id < b.id ? -1 : 1);
  found.sort(newest);
  const down = q.order === 'desc' ? -1 : 1;
  const left = (c: Case): number => (c.deadline === undefined || c.status === 'closed' || c.status === 'void' ? 2 : c.status === 'suspended' ? 1 : 0);
  const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const by = {
    reported: () => 0,
    remaining: (a: Case, b: Case) => left(a) - left(b) || (left(a) === 0 ? down * (a.deadline! - b.deadline!) : 0),
    stage: (a: Case, b: Case) => down * (CASE_STAGES.indexOf(a.stage) - CASE_STAGES.indexOf(b.stage) || CASE_STATUSES.indexOf(a.status) - CASE_STATUSES.indexOf(b.status)),
    urgency: (a: Case, b: Case) => down * (Number(a.urgent) - Number(b.urgent) || Number(a.supervised) - Number(b.supervised)),
    category: (a: Case, b: Case) => down * text(a.category, b.category),
    place: (a: Case, b: Case) => down * text(paths.get(a.region)!.map(({ code }) => code).join('/'), paths.get(b.region)!.map(({ code }) => code).join('/')),
  }[q.sort];
  found.sort(by);
  return (q.sort === 'reported' && q.order === 'asc' ? found.reverse() : found).map(({ id }) => id);
}
