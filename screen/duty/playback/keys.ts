/** Keys of the playback. Pure: a key in, what it means out. None of them is a key of the desk; Shift with Home is apart from Home. */
import { PLAYBACK_RATES } from '../../../server/wire/playback.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export type PlaybackAction =
  | { do: 'pause' } | { do: 'step'; by: number } | { do: 'speed'; by: 1 | -1 } | { do: 'edge'; which: 'from' | 'to' } | { do: 'live' } | { do: 'type' } | { do: 'wall' } | { do: 'real' };

const KEYS: Readonly<Record<string, PlaybackAction>> = {
  ' ': { do: 'pause' }, ',': { do: 'step', by: -MINUTE }, '.': { do: 'step', by: MINUTE }, '<': { do: 'step', by: -HOUR }, '>': { do: 'step', by: HOUR },
  '-': { do: 'speed', by: -1 }, '+': { do: 'speed', by: 1 }, '=': { do: 'speed', by: 1 }, l: { do: 'live' }, t: { do: 'type' },
  'shift Home': { do: 'edge', which: 'from' }, 'shift End': { do: 'edge', which: 'to' }, 'shift w': { do: 'wall' }, '!': { do: 'real' },
};

/** `past`: while the present is shown only what begins a playback means something. */
export function playbackAction({ key, shiftKey }: { key: string; shiftKey: boolean }, past: boolean): PlaybackAction | null {
  const action = (shiftKey ? KEYS[`shift ${key.length === 1 ? key.toLowerCase() : key}`] : undefined) ?? KEYS[key] ?? (shiftKey ? undefined : KEYS[key.toLowerCase()]) ?? null;
  return action && (past || action.do === 'step' || action.do === 'type') ? action : null;
}

/** The speeds that can be chosen; to stand is not one of them. */
export const SPEEDS: readonly number[] = PLAYBACK_RATES.filter((rate) => rate > 0);
/** The next speed up or down, the last one at the end. */
export function speedAfter(rate: number, by: 1 | -1): number {
  const beyond = by > 0 ? SPEEDS.find((one) => one > rate) : SPEEDS.findLast((one) => one < rate);
  return beyond ?? (by > 0 ? SPEEDS.at(-1)! : SPEEDS[0]!);
}
