/** Events that no plan had, put into the arrays of a day: what an order from outside does to one case. */
import type { CaseDay } from './day.ts';

/** Ms between a case's last event and one that is put after it in the same instant. */
const LEAST = 1;
/** Beyond every number that a plan gives. */
const UNPLANNED = 2 ** 21;

/** After all that happened to the case by `at`; gives its number, which those after it make room for. */
export function insertEvent(day: CaseDay, index: number, kind: number, at: number): number {
  let number = day.eventsFrom[index]! + 1;
  while (number < day.eventsFrom[index + 1]! && day.eventAt[number]! <= at) number++;
  const time = Math.max(at, day.eventAt[number - 1]! + LEAST);
  day.eventAt = withOne(day.eventAt, number, time, (n) => new Float64Array(n));
  day.eventKind = withOne(day.eventKind, number, kind, (n) => new Uint8Array(n));
  day.caseOfEvent = withOne(day.caseOfEvent, number, index, (n) => new Uint32Array(n));
  for (let c = index + 1; c <= day.count; c++) day.eventsFrom[c]!++;
  day.inserted = [...day.inserted.map((one) => (one >= number ? one + 1 : one)), number].sort((a, b) => a - b);
  return number;
}

/** The number that the event would have had without those put in: faults are drawn by it, so that none changes when one is. */
export function plannedNumber({ inserted }: CaseDay, event: number): number {
  let before = 0;
  for (const one of inserted) {
    if (one === event) return UNPLANNED + before;
    if (one < event) before++;
  }
  return event - before;
}

function withOne<T extends Float64Array | Uint8Array | Uint32Array>(from: T, at: number, value: number, make: (length: number) => T): T {
  const out = make(from.length + 1);
  out.set(from.subarray(0, at));
  out[at] = value;
  out.set(from.subarray(at), at + 1);
  return out;
}
