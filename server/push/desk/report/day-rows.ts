/**
 * Rows of a day that is over, named as those of today, so that the same formulas read them. What was reached on a day its
 * buckets say. How many were overdue and open at its end no counter keeps; it follows from two that are kept: every case
 * that was ever overdue stands in `overdueIn` at its deadline, and in `overdueOut` where it ended, so
 *   overdue at the end of D = overdue now − Σ over the days after D of (in − out).
 * As the counters do, this goes by the records as they are now: a case that is 挂账 now counts as never overdue before it.
 */
import type { CounterRow } from '../../../wire/counters.ts';
import { dayStart, localDay, zoneFraction } from '../../../wire/clock.ts';
import type { PushStore } from '../../deps.ts';

const DAY = 86_400_000;
/** Between two reads a record may have come; then all is read again, so often at most. */
const TRIES = 5;
const FLOWS = ['overdueIn', 'overdueOut'];

export interface DayRows {
  /** By code: `today.*` of the day, and `overdue` at its end. */
  rows: Record<string, CounterRow>;
  /** Of now: what present state the rows came with. */
  present: Record<string, CounterRow>;
}
type Store = Pick<PushStore, 'readRows' | 'readBuckets'>;

/** `detail`: codes whose categories and sources are wanted too. `now` in world's ms. Rejects while the store cannot be read. */
export async function readDay(store: Store, zone: string, day: number, detail: readonly string[], plain: readonly string[], now: number): Promise<DayRows> {
  const end = dayStart(zone, day + 1);
  // The last instant of the day has all of it in "today so far".
  const at = now < end ? now : end - 1;
  const read = async (): Promise<Record<string, CounterRow>> => {
    const [more, less] = await Promise.all([detail.length > 0 ? store.readRows(detail, at, { detail: true }) : {}, plain.length > 0 ? store.readRows(plain, at, { detail: false }) : {}]);
    return { ...less, ...more };
  };
  const codes = [...detail, ...plain];
  if (now < end) { const rows = await read(); return { rows: Object.fromEntries(codes.map((code) => [code, ofDay(rows[code] ?? {}, rows[code]?.['overdue'] ?? 0)])), present: rows }; }
  for (let left = TRIES; ; left--) {
    const before = await read();
    const since = await Promise.all(codes.map(async (code) => inSince(store, zone, code, end, now)));
    const present = await read();
    if (left > 1 && codes.some((code) => (before[code]?.['overdue'] ?? 0) !== (present[code]?.['overdue'] ?? 0))) continue;
    return { present, rows: Object.fromEntries(codes.map((code, i) => [code, ofDay(present[code] ?? {}, (present[code]?.['overdue'] ?? 0) - since[i]!)])) };
  }
}

/** How many more came in than went out since `from`. A day's slack, for what is dated a little ahead of the clock. */
async function inSince(store: Store, zone: string, code: string, from: number, now: number): Promise<number> {
  const { series } = await store.readBuckets(code, FLOWS, 'day', from, dayStart(zone, localDay(zone, now) + 1) + DAY);
  const sum = (name: string): number => (series[name] ?? []).reduce((a, b) => a + b, 0);
  return sum('overdueIn') - sum('overdueOut');
}

function ofDay(row: CounterRow, overdue: number): CounterRow {
  const own = Object.entries(row).filter(([name]) => name.startsWith('today.'));
  return { ...Object.fromEntries(own), ...(overdue === 0 ? {} : { overdue }) };
}

/** Stages that are kept by the hour and the minute. */
const STAGES = ['reported', 'accepted', 'filed', 'dispatched', 'handled', 'verified', 'closed', 'void'];
const HOUR = 3_600_000;

/** The stages reached from `from` to `to` (epoch ms, the running minute left out), named `today.*`. To the minute where `to` is within the day before now, else to the hour. */
export async function readSpan(store: Store, zone: string, code: string, from: number, to: number): Promise<CounterRow> {
  const fraction = zoneFraction(zone);
  const whole = Math.floor((to + fraction) / HOUR) * HOUR - fraction;
  const minute = Math.floor(to / 60_000) * 60_000;
  const [hours, minutes] = await Promise.all([
    whole > from ? store.readBuckets(code, STAGES, 'hour', from, whole) : null,
    minute > Math.max(from, whole) ? store.readBuckets(code, STAGES, 'minute', Math.max(from, whole), minute) : null,
  ]);
  const sum = (name: string): number => [...(hours?.series[name] ?? []), ...(minutes?.series[name] ?? [])].reduce((a, b) => a + b, 0);
  return Object.fromEntries(STAGES.map((name) => [`today.${name}`, sum(name)] as const).filter(([, value]) => value !== 0));
}
