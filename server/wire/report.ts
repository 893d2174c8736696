/** 日报: a day's figures of a region, as JSON, paper and XLSX have them. Schemas first; then what is read out of them, by the formulas of counters.ts and no other. */
import { z } from 'zod';
import { CounterRow, dueToday, RATES, type Rate as RateOf } from './counters.ts';
import { ALERT_COLOURS, STATION_TYPES } from './entity.ts';
import { AckRequest, World } from './messages.ts';

const Ms = z.number().int();
export const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const Rate = z.object({ value: z.number().nullable(), numerator: z.number(), denominator: z.number() });

/** Why a window beside the day's has no figures. `unfinished`: the day is not over and its equal part of that day is not kept; `noData`: nothing at all is recorded of that day in the city. */
export const MISSING = ['unfinished', 'notKept', 'noData'] as const;
/** An equal window of another day; `row` null: there is none to be had. */
export const Against = z.object({ day: Day, row: CounterRow.nullable(), why: z.enum(MISSING).nullable() });
export type Against = z.infer<typeof Against>;

/** `row`: counters named as in counters.ts, `today.*` of the day, `overdue` as of its end. */
const Part = z.object({ code: z.string(), name: z.string(), row: CounterRow });
const Named = z.object({ key: z.string(), name: z.string(), count: z.number().int(), before: z.number().int().nullable() });

export const Report = z.object({
  day: Day,
  region: z.object({ code: z.string(), name: z.string(), /** From the city down, itself last. */ path: z.array(z.string()) }),
  city: z.object({ code: z.string(), name: z.string(), title: z.string() }),
  world: World, masked: z.boolean().optional(), simulated: z.boolean(), zone: z.string(),
  /** The day, [from, to); `finished`: it was over when this was made. */
  from: Ms, to: Ms, finished: z.boolean(), madeAt: Ms,
  /** Upstream's own time up to which all data are here; null: a feed has brought none. */
  asOf: Ms.nullable(),
  row: CounterRow,
  /** 环比 the day before, 同比 the same date a year before. */
  ring: Against, year: Against,
  /** By count, most first; null: not counted at this level. */
  categories: z.array(Named).nullable(),
  sources: z.array(Named),
  children: z.array(Part),
  /** 未落格: in the region and in none of its children; null at the lowest level. */
  unplaced: CounterRow.nullable(),
  /** Σ children + 未落格 = the region, for every figure shown; true where there is nothing to add up. */
  reconciled: z.boolean(),
  /** In force at some time of the day, here or over all of a region that this one lies in. */
  alerts: z.array(z.object({
    id: z.string(), colour: z.enum(ALERT_COLOURS), title: z.string(), issuer: z.string(), region: z.string(), issuedAt: Ms,
    endedAt: Ms.nullable(), ackedBy: z.string().nullable(), ackedAt: Ms.nullable(),
  })),
  /** Highest level of those that passed 警戒; null: readings as old as this day are not kept. m, or cm where ponding. */
  stations: z.array(z.object({ id: z.string(), name: z.string(), type: z.enum(STATION_TYPES), level: z.number(), at: Ms, warning: z.number(), danger: z.number().nullable() })).nullable(),
  /** Of `madeAt`, not of the day. */
  moment: z.object({ duty: Rate, video: Rate, open: z.number().int(), supervised: z.number().int() }),
});
export type Report = z.infer<typeof Report>;

/** A figure that has changed since it was signed; named as in `figuresOf`. */
export const Revision = z.object({ figure: z.string(), signed: z.number(), present: z.number(), /** World's ms. */ noticedAt: Ms });
export type Revision = z.infer<typeof Revision>;
export const Signature = z.object({ by: z.string(), at: Ms, verified: z.literal(false) });
export type Signature = z.infer<typeof Signature>;

/** GET /api/desk/report?day=YYYY-MM-DD&region=CODE: as signed where it is signed, else as it stands now. */
export const ApiReport = z.object({
  now: Ms, report: Report,
  /** Of the day's figures as they are now: what is signed must be what was seen. */
  digest: z.string(),
  /** `hash` of what is kept; `intact` false: the kept file is not what was signed. */
  signed: Signature.extend({ hash: z.string(), intact: z.boolean() }).nullable(),
  revisions: z.array(Revision),
});
export type ApiReport = z.infer<typeof ApiReport>;

/** GET /api/desk/reports: what has been signed, newest day first. */
export const ApiReports = z.object({
  now: Ms, today: Day, /** The earliest day that figures are kept of. */ first: Day,
  items: z.array(Signature.extend({ day: Day, region: z.string(), regionName: z.string(), hash: z.string() })),
});
export type ApiReports = z.infer<typeof ApiReports>;

/** POST /api/desk/reports/DAY/sign; `base`: digest of the figures seen; no region: the city. */
export const SignReport = AckRequest.extend({ base: z.string().min(1).max(80), region: z.string().min(1).max(64).optional() }).strict();

const n = (row: CounterRow, name: string): number => row[name] ?? 0;

/** The counts of a day, in the order that they are printed in. */
export const COUNTS = {
  reported: (row: CounterRow) => n(row, 'today.reported'),
  accepted: (row: CounterRow) => n(row, 'today.accepted'),
  filed: (row: CounterRow) => n(row, 'today.filed'),
  dispatched: (row: CounterRow) => n(row, 'today.dispatched'),
  handled: (row: CounterRow) => n(row, 'today.handled'),
  verified: (row: CounterRow) => n(row, 'today.verified'),
  closed: (row: CounterRow) => n(row, 'today.closed'),
  due: dueToday,
  closedOnTime: (row: CounterRow) => n(row, 'today.closedOnTime'),
  closedLate: (row: CounterRow) => n(row, 'today.closedLate'),
  overdue: (row: CounterRow) => n(row, 'overdue'),
  reworked: (row: CounterRow) => n(row, 'today.reworked'),
  void: (row: CounterRow) => n(row, 'today.void'),
  urgent: (row: CounterRow) => n(row, 'today.urgent'),
} as const;
export type CountName = keyof typeof COUNTS;
export const COUNT_NAMES = Object.keys(COUNTS) as CountName[];

/** The rates of a day: those of counters.ts that are of cases. */
export const DAY_RATES = ['filing', 'closing', 'onTime', 'rework'] as const;
export type DayRate = (typeof DAY_RATES)[number];
export const rateOf = (row: CounterRow, name: DayRate): RateOf => RATES[name](row);

/** 处置时长 in seconds: mean less 挂账, median, P90; null where nothing was closed. */
export const DURATIONS = {
  mean: (row: CounterRow): number | null => (n(row, 'today.durationCount') > 0 ? n(row, 'today.durationSum') / n(row, 'today.durationCount') : null),
  median: (row: CounterRow): number | null => row['today.durationMedian'] ?? null,
  p90: (row: CounterRow): number | null => row['today.durationP90'] ?? null,
} as const;
export const DURATION_NAMES = Object.keys(DURATIONS) as (keyof typeof DURATIONS)[];

/** Counts that the table of children has a column for. */
export const CHILD_COUNTS = ['accepted', 'filed', 'handled', 'closed', 'due', 'closedOnTime', 'closedLate', 'overdue'] as const satisfies readonly CountName[];

/** Every figure of the day that can be corrected later, by name; zeros left out. Not those of the moment. */
export function figuresOf({ row, categories, sources, children, unplaced }: Report): Record<string, number> {
  const all: [string, number][] = [
    ...COUNT_NAMES.map((name): [string, number] => [name, COUNTS[name](row)]),
    ...(['durationSum', 'durationCount'] as const).map((name): [string, number] => [name, n(row, `today.${name}`)]),
    ['handledTimes', n(row, 'today.handledTimes')],
    ...(categories ?? []).map(({ key, count }): [string, number] => [`category.${key}`, count]),
    ...sources.map(({ key, count }): [string, number] => [`source.${key}`, count]),
    ...[...children, ...(unplaced ? [{ code: '-', row: unplaced }] : [])].flatMap(({ code, row: own }) => CHILD_COUNTS.map((name): [string, number] => [`child.${code}.${name}`, COUNTS[name](own)])),
  ];
  return Object.fromEntries(all.filter(([, value]) => value !== 0));
}

/** What differs between two sets of figures: name → [signed, present]. */
export function differences(signed: Readonly<Record<string, number>>, present: Readonly<Record<string, number>>): Map<string, [number, number]> {
  const names = new Set([...Object.keys(signed), ...Object.keys(present)]);
  return new Map([...names].flatMap((name): [string, [number, number]][] => {
    const [before, after] = [signed[name] ?? 0, present[name] ?? 0];
    return before === after ? [] : [[name, [before, after]]];
  }));
}

/** What is kept of a part of a day: its stages. */
const OF_PART: readonly CountName[] = ['reported', 'accepted', 'filed', 'dispatched', 'handled', 'verified', 'closed', 'void'];
type Beside = Pick<Report, 'finished' | 'ring' | 'year'>;

/** The same count of the window beside; null where there is none to be had. */
export function countBeside(report: Beside, which: 'ring' | 'year', name: CountName): number | null {
  const { row } = report[which];
  return row === null || !(report.finished || OF_PART.includes(name)) ? null : COUNTS[name](row);
}
/** The same rate of the window beside, 0–1; null where there is none to be had, or nothing to divide by. */
export function rateBeside(report: Beside, which: 'ring' | 'year', name: DayRate): number | null {
  const { row } = report[which];
  return row === null || !(report.finished || name === 'filing') ? null : rateOf(row, name).value;
}
