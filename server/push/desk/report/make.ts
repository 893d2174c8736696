/** 日报: everything that a day's report says, from the counters and formulas of the wall. */
import { createHash } from 'node:crypto';
import { dayStart, localDay } from '../../../wire/clock.ts';
import { RATES, type CounterRow } from '../../../wire/counters.ts';
import { LEVELS, unplacedOf } from '../../../wire/region.ts';
import { CHILD_COUNTS, COUNTS, figuresOf, type Against, type Report } from '../../../wire/report.ts';
import { dayText, dayWindow, yearBefore } from '../../../wire/shifts.ts';
import type { PushDeps } from '../../deps.ts';
import type { Mirrors } from '../../mirrors/index.ts';
import { readDay, readSpan } from './day-rows.ts';
import { alertsOf, stationsOf } from './of-day.ts';

export type ReportDeps = Pick<PushDeps, 'store' | 'regions' | 'clock' | 'world' | 'feeds' | 'city' | 'categories' | 'categoryName' | 'acks' | 'judge' | 'reports' | 'masked'>;

/** How often the whole is read again until children and region agree. */
const TRIES = 4;
/** Categories stop at 社区. */
const CATEGORY_LEVELS = LEVELS.slice(0, 4);

/** The days that figures are kept of, by the world's clock; the last is today. */
export function daysKept({ clock, reports }: Pick<ReportDeps, 'clock' | 'reports'>): { first: number; last: number } {
  const now = clock.now();
  return { first: localDay(clock.zone, now - reports.retention), last: localDay(clock.zone, now) };
}

/** Of a known region and a day that is kept. Rejects while the store cannot be read. */
export async function makeReport(deps: ReportDeps, mirrors: Mirrors, code: string, day: number): Promise<Report> {
  const { store, regions, clock, city, world } = deps;
  const { zone } = clock;
  const region = regions.get(code)!;
  const now = clock.now();
  const { from, to } = dayWindow(zone, day);
  const finished = now >= to;
  const children = regions.children(code);
  const unplaced = children.length > 0 ? unplacedOf(code) : null;
  const others = [...children.map((child) => child.code), ...(unplaced === null ? [] : [unplaced])];
  let read = await readDay(store, zone, day, [code], others, now);
  for (let left = TRIES; left > 1 && !adds(read.rows, code, others); left--) read = await readDay(store, zone, day, [code], others, now);
  const row = read.rows[code] ?? {};
  const [ring, year] = await Promise.all([finished ? against(deps, code, day - 1, now) : elapsed(deps, code, day, now), finished ? against(deps, code, yearBefore(day), now) : missing(yearBefore(day), 'unfinished')]);
  const present = read.present[code] ?? {};
  const { sources = {} } = await deps.categories();
  const asOfs = deps.feeds().filter((feed) => feed.state !== 'off' && (feed.kinds?.length ?? 0) > 0).map((feed) => feed.asOf);
  return {
    day: dayText(day), region: { code, name: region.name, path: regions.path(code).map(({ name }) => name) }, city: { code: city.code, name: city.name, title: city.title },
    world, ...(deps.masked ? { masked: true } : {}), simulated: city.simulated, zone, from, to, finished, madeAt: now,
    asOf: asOfs.length === 0 || asOfs.includes(null) ? null : Math.min(...asOfs.map((at) => at ?? 0)),
    row: plain(row), ring: { ...ring, row: ring.row && plain(ring.row) }, year: { ...year, row: year.row && plain(year.row) },
    categories: CATEGORY_LEVELS.includes(region.level) ? named('category', row, finished ? ring.row : null, (key) => deps.categoryName(key)) : null,
    sources: named('source', row, finished ? ring.row : null, (key) => sources[key] ?? key),
    children: children.map((child) => ({ code: child.code, name: child.name, row: read.rows[child.code] ?? {} })),
    unplaced: unplaced === null ? null : read.rows[unplaced] ?? {}, reconciled: adds(read.rows, code, others),
    alerts: await alertsOf(deps, code, from, Math.min(to, now + 1)), stations: stationsOf(deps, mirrors, code, from, Math.min(to, now + 1), now),
    moment: { duty: RATES.duty(present), video: RATES.video(present), open: present['open'] ?? 0, supervised: present['supervised'] ?? 0 },
  };
}

/** Hash of the figures that can be signed: what an officer saw is what is signed. */
export const digestOf = (report: Report): string => createHash('sha256').update(JSON.stringify([report.day, report.region.code, Object.entries(figuresOf(report)).sort()])).digest('hex').slice(0, 32);

/** Σ children + 未落格 = the region, for every figure of the table. */
const adds = (rows: Record<string, CounterRow>, code: string, others: readonly string[]): boolean =>
  others.length === 0 || CHILD_COUNTS.every((name) => COUNTS[name](rows[code] ?? {}) === others.reduce((sum, other) => sum + COUNTS[name](rows[other] ?? {}), 0));

/** Without those by category and the like, which the report has in lists of their own. */
const plain = (row: CounterRow): CounterRow => Object.fromEntries(Object.entries(row).filter(([name]) => !/^today\.(category|source|department)\./.test(name)));

const missing = (day: number, why: NonNullable<Against['why']>): Against => ({ day: dayText(day), row: null, why });

/** Another day, whole; below what is kept there is none. */
async function against(deps: ReportDeps, code: string, day: number, now: number): Promise<Against> {
  if (day < daysKept(deps).first) return missing(day, 'notKept');
  const { rows } = await readDay(deps.store, deps.clock.zone, day, [code], [], now);
  const row = rows[code] ?? {};
  // None in a place may be so; none in all the city is a day before there were records.
  if (isEmpty(row) && (code === deps.city.code || isEmpty((await readDay(deps.store, deps.clock.zone, day, [], [deps.city.code], now)).rows[deps.city.code] ?? {}))) return missing(day, 'noData');
  return { day: dayText(day), row, why: null };
}

/** `overdue` is worked back from now, and is none of that day's own. */
const isEmpty = (row: CounterRow): boolean => !Object.keys(row).some((name) => name.startsWith('today.'));

/** As much of yesterday as there is of today: its stages alone are kept by the minute. */
async function elapsed({ store, clock: { zone } }: ReportDeps, code: string, day: number, now: number): Promise<Against> {
  const [today, yesterday] = [dayStart(zone, day), dayStart(zone, day - 1)];
  return { day: dayText(day - 1), row: await readSpan(store, zone, code, yesterday, Math.min(today, yesterday + (now - today))), why: null };
}

function named(kind: 'category' | 'source', row: CounterRow, before: CounterRow | null, nameOf: (key: string) => string): Report['sources'] {
  const prefix = `today.${kind}.`;
  return Object.entries(row).filter(([name]) => name.startsWith(prefix)).map(([name, count]) => {
    const key = name.slice(prefix.length);
    return { key, name: nameOf(key), count, before: before === null ? null : before[name] ?? 0 };
  }).sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}
