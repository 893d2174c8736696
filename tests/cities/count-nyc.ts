/**
 * Counts New York's published files by hand, as of a moment of the replay: every figure of every
 * region and of what lies in a region but in none below it. One loop over all records, no increments.
 */
import type { Nyc, NycCase } from './nyc-files.ts';

const MINUTE = 60_000, HOUR = 3_600_000, DAY = 86_400_000;
/** UTC−4, see nyc-files.ts. */
const localDay = (ms: number): number => Math.floor((ms - 4 * HOUR) / DAY);
export const dayBegin = (ms: number): number => localDay(ms) * DAY + 4 * HOUR;

export type Row = Map<string, number>;
export type Rows = Map<string, Row>;
/** What is shown is the upstream's state at `asOf`; today, yesterday and overdue are by the clock, `now`. */
export interface Moment { asOf: number; now: number }

const STAGES: Record<string, string> = { Open: 'reported', Pending: 'accepted', Assigned: 'dispatched', Started: 'dispatched', 'In Progress': 'dispatched' };

/** Closed from its Closed Date on; where that is absent or not after its creation, from its creation on. */
const isClosed = ({ status, closed, created }: NycCase, asOf: number): boolean => status === 'Closed' && (closed === null || closed <= created || closed <= asOf);

/** Rows that a thing in `region` counts in: it, all above it, and 未落格 where it lies in no leaf. */
function rowsOf(nyc: Nyc, region: string): string[] {
  const list = nyc.leaves.has(region) ? [] : [`${region}/-`];
  for (let code: string | null = region; code !== null; code = nyc.parents.get(code) ?? null) list.push(code);
  return list;
}

/** Every row there can be, in the order of the files. */
export const allRows = (nyc: Nyc): string[] => [...nyc.parents.keys()].flatMap((code) => (nyc.leaves.has(code) ? [code] : [code, `${code}/-`]));

/** Whose case it is; every agency of these files is in the city's table. */
const agencyOf = ({ category }: NycCase): string => category.slice(0, category.indexOf('/'));
/** Departments are counted for the city, boroughs and community districts; what lies in a region but in none below stands a level deeper. */
const hasName = (nyc: Nyc, name: string, code: string): boolean =>
  !/^(today\.)?department\./.test(name) || (nyc.levels.get(code.replace('/-', '')) ?? 0) + (code.endsWith('/-') ? 1 : 0) <= 2;

/** What happened to one case and when, by names of the day's counters. */
function* happenings(one: NycCase, { asOf, now }: Moment): Generator<[at: number, name: string]> {
  yield [one.created, 'reported'];
  yield [one.created, `category.${one.category}`];
  yield [one.created, `source.${one.source}`];
  const closed = isClosed(one, asOf);
  const end = closed ? one.closed : null;
  if (end !== null) {
    yield [end, 'closed'];
    yield [end, `department.closed.${agencyOf(one)}`];
    yield [end, one.due === null || end <= one.due ? 'closedOnTime' : 'closedLate'];
  }
  if (one.due === null) return;
  if (end !== null && end > one.due) { yield [one.due, 'overdueIn']; yield [end, 'overdueOut']; }
  if (!closed && now > one.due) yield [one.due, 'overdueIn'];
}

export function countRows(nyc: Nyc, moment: Moment): Rows {
  const { asOf, now } = moment;
  const rows: Rows = new Map(allRows(nyc).map((code) => [code, new Map<string, number>()]));
  const durations = new Map<string, number[]>();
  const add = (codes: string[], name: string, by = 1): void => { for (const code of codes) if (hasName(nyc, name, code)) { const row = rows.get(code)!; row.set(name, (row.get(name) ?? 0) + by); } };
  const today = dayBegin(now), yesterday = today - DAY, sameTime = Math.floor((now - DAY) / MINUTE) * MINUTE;
  for (const one of nyc.cases) {
    if (one.created > asOf) continue;
    const codes = rowsOf(nyc, one.region);
    if (!isClosed(one, asOf)) {
      for (const name of ['open', `stage.${STAGES[one.status] ?? 'reported'}`, `source.${one.source}`, `category.${one.category}`, `department.open.${agencyOf(one)}`]) add(codes, name);
      if (one.due !== null && now > one.due) for (const name of ['overdue', `department.overdue.${agencyOf(one)}`]) add(codes, name);
    } else if (one.closed !== null && dayBegin(one.closed) === today) {
      const seconds = Math.max(0, Math.floor((one.closed - one.created) / 1000));
      add(codes, 'today.durationSum', seconds);
      add(codes, 'today.durationCount');
      for (const code of codes) durations.set(code, [...(durations.get(code) ?? []), seconds]);
    }
    for (const [at, name] of happenings(one, moment)) {
      if (dayBegin(at) === today) add(codes, `today.${name}`);
      if ((name === 'reported' || name === 'closed') && at >= yesterday && at < sameTime) add(codes, `yesterday.${name}`);
    }
  }
  for (const camera of nyc.cameras) for (const name of ['video.total', camera.on ? 'video.on' : 'video.off']) add(rowsOf(nyc, camera.region), name);
  for (const [code, list] of durations) {
    list.sort((a, b) => a - b);
    rows.get(code)!.set('today.durationMedian', list[Math.ceil(0.5 * list.length) - 1]!);
    rows.get(code)!.set('today.durationP90', list[Math.ceil(0.9 * list.length) - 1]!);
  }
  for (const row of rows.values()) for (const [name, value] of row) if (value === 0) row.delete(name);
  return rows;
}

export const STEPS = { minute: MINUTE, hour: HOUR, day: DAY } as const;
export type Grain = keyof typeof STEPS;

/** region → counter → beginning of the bucket (epoch ms) → count. */
export type Buckets = Map<string, Map<string, Map<number, number>>>;

export function countBuckets(nyc: Nyc, moment: Moment, grain: Grain): Buckets {
  const buckets: Buckets = new Map();
  for (const one of nyc.cases) {
    if (one.created > moment.asOf) continue;
    const codes = rowsOf(nyc, one.region);
    for (const [at, name] of happenings(one, moment)) {
      const start = grain === 'day' ? dayBegin(at) : Math.floor(at / STEPS[grain]) * STEPS[grain];
      for (const code of codes) {
        if (!hasName(nyc, `today.${name}`, code)) continue;
        const names = buckets.get(code) ?? new Map<string, Map<number, number>>();
        buckets.set(code, names);
        const starts = names.get(`today.${name}`) ?? new Map<number, number>();
        names.set(`today.${name}`, starts);
        starts.set(start, (starts.get(start) ?? 0) + 1);
      }
    }
  }
  return buckets;
}

/** Points of the cases that were created in [from, to): what heat is made of. */
export const pointsOf = (nyc: Nyc, { asOf }: Moment, from: number, to: number): [number, number][] =>
  nyc.cases.flatMap(({ created, point }) => (created <= asOf && created >= from && created < to && point ? [point] : []));
