/**
 * Which alert has the wall, who waits behind it, and what the wall goes back to. Pure: the alerts in
 * force and the world's time in; a state, and what is to be done, out.
 */
import { ALERT_COLOURS } from '../../server/wire/entity.ts';
import type { Camera } from '../../server/wire/tile.ts';
import type { AlertItem } from '../../server/wire/messages.ts';

/**
 * An alert that stood before the page was opened is old news beyond this: a wall switched on in the
 * morning is not taken by last night. A page that was in a takeover knows its own over a reload.
 */
export const OLD_MS = 3_600_000;

/** What is put back when the last takeover ends; `address` carries place, scene and wall, `camera` where people had moved the map (null: the place whole). */
export interface View<L> { address: string; layers: L; indicator: string; camera: Camera | null }
export interface TakeoverState<L> {
  /** Whether the alerts have been seen once: who comes later is new. */
  begun: boolean;
  /** Alerts (by id and colour: a graver one is another) that take the wall; that came too late for it. */
  due: readonly string[];
  past: readonly string[];
  /** The one that has it. */
  on: string | null;
  former: View<L> | null;
}
/** What a reload must not lose. */
export type Remembered<L> = Pick<TakeoverState<L>, 'due' | 'former'>;
export type Act<L> = { do: 'nothing' } | { do: 'frame'; alert: AlertItem } | { do: 'restore'; view: View<L> };

export const newTakeover = <L>(remembered: Remembered<L> | null): TakeoverState<L> =>
  ({ begun: false, due: remembered?.due ?? [], past: [], on: null, former: remembered?.former ?? null });

const keyOf = ({ id, colour }: AlertItem): string => `${colour} ${id}`;
const gravity = ({ colour }: AlertItem): number => ALERT_COLOURS.indexOf(colour);

/** Those that have the wall or wait for it: gravest first, then whoever waits longest. */
export const queueOf = <L>({ due }: TakeoverState<L>, alerts: readonly AlertItem[]): AlertItem[] =>
  alerts.filter((alert) => wants(alert) && due.includes(keyOf(alert)))
    .sort((a, b) => gravity(b) - gravity(a) || a.issuedAt - b.issuedAt || (a.id < b.id ? -1 : 1));

/** Until it is acknowledged, or is no longer among the alerts: revoked, or over. */
const wants = ({ quiet, ackedAt }: AlertItem): boolean => quiet === null && ackedAt === null;

/** `view`: what the wall shows now, kept where a takeover begins. */
export function step<L>(before: TakeoverState<L>, alerts: readonly AlertItem[], now: number, view: () => View<L>): { state: TakeoverState<L>; act: Act<L> } {
  const due: string[] = [];
  const past: string[] = [];
  for (const alert of alerts) {
    if (!wants(alert)) continue;
    const key = keyOf(alert);
    const isDue = before.due.includes(key) || (!before.past.includes(key) && (before.begun || alert.issuedAt >= now - OLD_MS));
    (isDue ? due : past).push(key);
  }
  const state: TakeoverState<L> = { ...before, begun: true, due, past };
  const first = queueOf(state, alerts)[0];
  if (first === undefined) {
    const { former } = before;
    return { state: { ...state, on: null, former: null }, act: former === null ? { do: 'nothing' } : { do: 'restore', view: former } };
  }
  const taken = { ...state, on: keyOf(first), former: before.former ?? view() };
  return { state: taken, act: taken.on === before.on ? { do: 'nothing' } : { do: 'frame', alert: first } };
}
