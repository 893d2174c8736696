/**
 * All cases reported on one local day, with every event of their lives, as typed arrays: 300,000
 * cases of 30 days are 2.6 million events, which objects would not hold. The same (seed, day) gives
 * the same arrays.
 */
import type { City, Rng, Weather } from '../city/types.ts';
import { DAY, HOUR, formatDay, startOfDay } from '../local-time.ts';
import { cumulate, drawIndex, hash, rngOf, textHash } from '../random.ts';
import type { CategoryTable } from './categories.ts';
import { EVENT, planLife } from './life.ts';
import type { LifeEvent } from './life.ts';
import { makePlaces } from './places.ts';
import type { Places } from './places.ts';
import type { CuedCase } from '../cues/cases.ts';
import type { GridIndex } from './world.ts';

export interface CaseContext {
  seed: number;
  scale: number;
  city: City;
  grids: GridIndex;
  weather: Weather;
  table: CategoryTable;
  sources: string[];
  /** Cases that a demonstration wants, beside those of the story. */
  cued?: readonly CuedCase[];
}

export interface CaseDay {
  day: number;
  count: number;
  /** Events of case c: from eventsFrom[c] to eventsFrom[c + 1]. */
  eventsFrom: Uint32Array;
  eventAt: Float64Array;
  eventKind: Uint8Array;
  caseOfEvent: Uint32Array;
  /** Index into the table's categories; UNKNOWN_CATEGORY where the platform has one that the table lacks. */
  category: Uint8Array;
  source: Uint8Array;
  urgent: Uint8Array;
  places: Places;
  /** Place of case c is places[c]; after its move event places[movedTo[c]]. */
  movedTo: Int32Array;
  /** Where the record says more than an address: by case. */
  titles: ReadonlyMap<number, string>;
  /** Numbers of events that no plan had: orders from outside, ascending. */
  inserted: number[];
}

export const UNKNOWN_CATEGORY = 255;
/** A 小类 that no table has: the platform added it and told nobody. */
export const UNKNOWN_CATEGORY_CODE = { kind: '2', big: '06', small: '0699', key: '2-0699' };

const DAY_CURVE = cumulate([4, 3, 2, 2, 2, 4, 12, 30, 62, 78, 74, 62, 48, 52, 66, 72, 68, 58, 46, 40, 34, 26, 16, 8]);
const SOURCE_WEIGHTS = cumulate([30, 34, 12, 5, 8, 0.3, 7, 3, 0.7]);
const STORM_SOURCES = cumulate([38, 22, 14, 18, 6, 0.5, 1, 0.5, 0]);
const STAFF_SOURCES = new Set(['S02', 'S07']);
const CASES_A_DAY = 10_000;
const STORM_SURPLUS = 4_000;

interface Report { at: number; storm: boolean }

export function generateCaseDay(ctx: CaseContext, day: number): CaseDay {
  const rng = rngOf(ctx.seed ^ textHash('case'), day);
  const reports = drawReports(ctx, day, rng);
  const own = reports.length;
  const cued = ctx.cued?.filter((one) => one.day === day) ?? [];
  const count = own + cued.length;
  const places = makePlaces(ctx.city, ctx.grids, count + Math.ceil(count / 8) + 8);
  const from = new Uint32Array(count + 1);
  const events = new EventBuffer(count * 9 + 64);
  const out: CaseDay = {
    day, count, eventsFrom: from, eventAt: events.at, eventKind: events.kind, caseOfEvent: events.owner,
    category: new Uint8Array(count), source: new Uint8Array(count), urgent: new Uint8Array(count),
    places, movedTo: new Int32Array(count).fill(-1), inserted: [], titles: new Map(cued.map(({ title }, k) => [own + k, title])),
  };
  const life: LifeEvent[] = [];
  let moved = count;
  for (let c = 0; c < own; c++) {
    const report = reports[c]!;
    describe(ctx, rng, report, out, c);
    planLife(rng, lifeOptions(ctx, out, c, report), life);
    places.draw(rng, c, report.storm ? wettest(ctx, rng, report.at) : ctx.grids.draw(rng));
    if (life.some((e) => e.kind === EVENT.move) && moved < places.size) {
      out.movedTo[c] = moved;
      places.drawPlain(rng, moved++, ctx.grids.drawOther(rng, places.grid[c]!));
    }
    for (const e of life) events.push(e, c);
    from[c + 1] = events.length;
  }
  // After the day's own, whose numbers and lives stay as they are without them.
  cued.forEach((one, k) => {
    const c = own + k;
    [out.category[c], out.source[c], out.urgent[c]] = [one.category, one.source, one.urgent ? 1 : 0];
    places.put(c, one.grid, one.point);
    for (const e of one.life) events.push(e, c);
    from[c + 1] = events.length;
  });
  return { ...out, ...events.trimmed() };
}

/** "AJ202409010000123": text order is order of report. */
export const orderNo = (day: number, index: number): string =>
  `AJ${formatDay(day).replaceAll('-', '')}${String(index + 1).padStart(7, '0')}`;

function drawReports(ctx: CaseContext, day: number, rng: Rng): Report[] {
  const start = startOfDay(day);
  const weekday = [0.93, 1.05, 1.03, 1.02, 1.02, 1.01, 0.94][(day + 4) % 7]!;
  const count = Math.max(3, Math.round(CASES_A_DAY * ctx.scale * weekday * (0.96 + 0.08 * rng())));
  const reports: Report[] = [];
  for (let i = 0; i < count; i++) {
    const hour = drawIndex(rng, DAY_CURVE);
    reports.push({ at: start + Math.floor((hour + rng()) * HOUR), storm: false });
  }
  const surplus = Math.round(STORM_SURPLUS * ctx.scale);
  // A storm reaches past midnight: its surplus lies on two days, each day draws its own part.
  for (let i = 0; i < surplus * 2; i++) {
    const at = start + Math.floor(rng() * DAY);
    const lag = (8 + 50 * rng()) * 60_000;
    if (rng() < ctx.weather.stormFactor(at - lag) * 2.2) reports.push({ at, storm: true });
  }
  return reports.sort((a, b) => a.at - b.at);
}

function describe(ctx: CaseContext, rng: Rng, report: Report, out: CaseDay, c: number): void {
  const weights = weightsOf(ctx.table);
  out.category[c] = rng() < 0.002 ? UNKNOWN_CATEGORY : drawIndex(rng, report.storm ? weights.storm : weights.calm);
  out.source[c] = drawIndex(rng, report.storm ? STORM_SOURCES : SOURCE_WEIGHTS) % ctx.sources.length;
  out.urgent[c] = rng() < (report.storm ? 0.3 : 0.02) ? 1 : 0;
}

function lifeOptions(ctx: CaseContext, out: CaseDay, c: number, report: Report) {
  return {
    reported: report.at, limitMs: limitOf(ctx.table, out, c), urgent: out.urgent[c] === 1, storm: report.storm,
    fromStaff: STAFF_SOURCES.has(ctx.sources[out.source[c]!]!),
  };
}

/** Time allowed from acceptance: the category's, half of it when urgent. */
export function limitOf(table: CategoryTable, day: CaseDay, c: number): number {
  const limit = table.categories[day.category[c]!]?.limitMs ?? 72 * HOUR;
  return day.urgent[c] ? limit / 2 : limit;
}

/** Of a few drawn grids the one where most rain fell in the hour before. */
function wettest(ctx: CaseContext, rng: Rng, at: number): number {
  let best = 0;
  let most = -1;
  for (let i = 0; i < 3; i++) {
    const grid = ctx.grids.draw(rng);
    const [lng, lat] = ctx.city.byCode.get(ctx.grids.codes[grid]!)!.label;
    const rain = ctx.weather.rainAt(lng, lat, at - 15 * 60_000);
    if (rain > most) { most = rain; best = grid; }
  }
  return best;
}

const cachedWeights = new WeakMap<CategoryTable, { calm: number[]; storm: number[] }>();
function weightsOf(table: CategoryTable): { calm: number[]; storm: number[] } {
  let known = cachedWeights.get(table);
  if (!known) {
    known = { calm: cumulate(table.categories.map((c) => c.weight)), storm: cumulate(table.categories.map((c) => c.stormWeight)) };
    cachedWeights.set(table, known);
  }
  return known;
}

class EventBuffer {
  at: Float64Array;
  kind: Uint8Array;
  owner: Uint32Array;
  length = 0;

  constructor(size: number) {
    this.at = new Float64Array(size);
    this.kind = new Uint8Array(size);
    this.owner = new Uint32Array(size);
  }

  push(event: LifeEvent, owner: number): void {
    if (this.length === this.at.length) this.grow();
    this.at[this.length] = event.at;
    this.kind[this.length] = event.kind;
    this.owner[this.length++] = owner;
  }

  trimmed(): Pick<CaseDay, 'eventAt' | 'eventKind' | 'caseOfEvent'> {
    const n = this.length;
    return { eventAt: this.at.slice(0, n), eventKind: this.kind.slice(0, n), caseOfEvent: this.owner.slice(0, n) };
  }

  private grow(): void {
    const wider = new EventBuffer(this.at.length * 2);
    wider.at.set(this.at);
    wider.kind.set(this.kind);
    wider.owner.set(this.owner);
    this.at = wider.at;
    this.kind = wider.kind;
    this.owner = wider.owner;
  }
}

/** 1–5, as the citizen says when asked afterwards. */
export const satisfactionOf = (seed: number, day: number, c: number): number =>
  [5, 5, 5, 4, 4, 4, 5, 3, 2, 1][hash(seed, day, c, 77) % 10]!;
