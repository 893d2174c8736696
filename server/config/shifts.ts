/** city.yaml's `duty.shifts`: who hands over to whom, and when; together they are the whole day. */
import { z } from 'zod';
import type { ShiftRule } from '../wire/shifts.ts';

const EXPECTED = 'a time of day such as 08:00';
/** "08:00" → minutes after midnight. */
const Clock = z.string(EXPECTED).transform((text, context) => {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  if (match) return Number(match[1]) * 60 + Number(match[2]);
  context.addIssue({ code: 'custom', message: EXPECTED });
  return z.NEVER;
});
const text = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const Rule = z.strictObject({ name: z.string().min(1).max(20), from: Clock, to: Clock });

/** In order of their beginnings. A gap would be nobody's, an overlap two officers'. */
export const Shifts = z.array(Rule).min(1).max(8).superRefine((shifts, context) => {
  shifts.forEach((shift, at) => {
    const next = shifts[(at + 1) % shifts.length]!;
    if (shift.to !== next.from) context.addIssue({ code: 'custom', path: [at, 'to'], message: `${text(next.from)}, when ${next.name} begins: shifts follow one another round the day` });
    if (shifts.some((other, i) => i < at && other.name === shift.name)) context.addIssue({ code: 'custom', path: [at, 'name'], message: 'a name of its own' });
  });
  // Once round and no more: each later one begins later, but the first after midnight.
  const turns = shifts.filter((shift, at) => shifts[(at + 1) % shifts.length]!.from <= shift.from).length;
  if (turns !== 1) context.addIssue({ code: 'custom', path: [], message: 'shifts in order of their beginnings, once round the day' });
}).transform((shifts): ShiftRule[] => shifts.map(({ name, from }) => ({ name, from })))
  .prefault([{ name: '白班', from: '08:00', to: '20:00' }, { name: '夜班', from: '20:00', to: '08:00' }]);
