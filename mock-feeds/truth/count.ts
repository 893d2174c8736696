/** Counts what the truth is asked for. See routes.ts for the rules. */
import type { City } from '../city/types.ts';
import { DAY, HOUR, MINUTE, dayOf, formatDay, startOfDay } from '../local-time.ts';
import type { World } from '../simulator.ts';
import { cellOf, isOpen, isOverdue, secondsOf, stampsOf, trueCases } from './cases.ts';
import type { Counted, TrueCase } from './cases.ts';
import { makeTally, rank } from './tally.ts';
import type { Tally } from './tally.ts';

export interface CaseQuestion {
  now: number;
  counted: Counted;
  /** Local day numbers besides today. */
  days: number[];
  /** Buckets from–to (ms, to excluded); null where not asked. */
  hours: [number, number] | null;
  minutes: [number, number] | null;
  heat: [number, number] | null;
}

export interface CaseAnswer {
  /** Present state and today. */
  counters: Tally;
  days: Tally;
  hours: Tally;
  minutes: Tally;
  /** "cell|hour start in ms|class" → cases */
  heat: Map<string, number>;
}

export function countCases(world: World, q: CaseQuestion, wanted: ReadonlySet<string> | null): CaseAnswer {
  const city: City = world.cases.city;
  const answer: CaseAnswer = {
    counters: makeTally(city, wanted), days: makeTally(city, wanted), hours: makeTally(city, wanted), minutes: makeTally(city, wanted), heat: new Map(),
  };
  for (const c of trueCases(world.cases, world.ledger, q.counted, earliestOf(q))) {
    if (isOpen(c)) countOpen(answer.counters, c, q.now);
    countStamps(answer, c, q);
    countDuration(answer, c, q);
    if (q.heat && c.point && inside(q.heat, c.reached.reported)) {
      const key = `${cellOf(c.point)}|${Math.floor(c.reached.reported / HOUR) * HOUR}|${c.class}`;
      answer.heat.set(key, (answer.heat.get(key) ?? 0) + 1);
    }
  }
  return answer;
}

/** The begin of yesterday, or of the first bucket asked for. */
function earliestOf(q: CaseQuestion): number {
  const begins = [...q.days.map(startOfDay), q.hours?.[0], q.minutes?.[0], q.heat?.[0]].filter((at) => at !== undefined);
  return Math.min(startOfDay(dayOf(q.now) - 1), ...begins);
}

const inside = (range: [number, number], at: number): boolean => at >= range[0] && at < range[1];

function countOpen(tally: Tally, c: TrueCase, now: number): void {
  tally.add(c.region, 'open');
  tally.add(c.region, `stage.${c.stage}`);
  tally.add(c.region, `category.${c.category}`);
  tally.add(c.region, `source.${c.source}`);
  tally.add(c.region, `department.open.${c.department}`);
  if (c.suspended) tally.add(c.region, 'suspended');
  if (c.urgent) tally.add(c.region, 'urgent');
  if (c.supervised) tally.add(c.region, 'supervised');
  if (!isOverdue(c, now)) return;
  tally.add(c.region, 'overdue');
  tally.add(c.region, `department.overdue.${c.department}`);
  if (c.urgent) tally.add(c.region, 'overdueUrgent');
}

function countStamps(answer: CaseAnswer, c: TrueCase, q: CaseQuestion): void {
  const today = dayOf(q.now);
  const yesterday: [number, number] = [startOfDay(today - 1), q.now - DAY + 1];
  stampsOf(c, q.now, (name, at) => {
    const day = dayOf(at);
    if (day === today) answer.counters.add(c.region, `today.${name}`);
    if ((name === 'reported' || name === 'closed') && inside(yesterday, at)) answer.counters.add(c.region, `yesterday.${name}`);
    if (q.days.includes(day)) answer.days.add(c.region, `${formatDay(day)} ${name}`);
    if (q.hours && inside(q.hours, at)) answer.hours.add(c.region, `${Math.floor(at / HOUR) * HOUR} ${name}`);
    if (q.minutes && inside(q.minutes, at)) answer.minutes.add(c.region, `${Math.floor(at / MINUTE) * MINUTE} ${name}`);
  });
}

function countDuration(answer: CaseAnswer, c: TrueCase, q: CaseQuestion): void {
  if (c.reached.closed === 0) return;
  const day = dayOf(c.reached.closed);
  if (day === dayOf(q.now)) answer.counters.keep(c.region, 'today.duration', secondsOf(c));
  if (q.days.includes(day)) answer.days.keep(c.region, `${formatDay(day)} duration`, secondsOf(c));
}

/** Turns kept durations into Sum, Count, Median and P90 beside the other counters. */
export function settleDurations(tally: Tally): void {
  for (const [code, rows] of tally.kept) {
    for (const [name, values] of rows) {
      const row = tally.totals.get(code)!;
      row.set(`${name}Sum`, values.reduce((sum, v) => sum + v, 0));
      row.set(`${name}Count`, values.length);
      row.set(`${name}Median`, rank(values, 0.5));
      row.set(`${name}P90`, rank(values, 0.9));
    }
  }
}
