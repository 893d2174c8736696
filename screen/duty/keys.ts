/** Keys of the desk. Pure: a key in, what it means out. Letters of the layers are those of the wall. */
import type { Layers } from '../store/wall.ts';
import { LAYER_KEYS } from '../wall/keyboard.ts';

export type DeskAction =
  | { do: 'back' } | { do: 'home' } | { do: 'help' } | { do: 'window' } | { do: 'toggle'; what: 'compare' | 'urgent' | 'overdue' } | { do: 'clear' }
  | { do: 'alert'; what: 'next' | 'sign' | 'remark' } | { do: 'mute' }
  | { do: 'pane'; side: 'left' | 'right' } | { do: 'open'; side: 'left' | 'right'; pane: string } | { do: 'search' } | { do: 'case'; what: 'next' | 'previous' | 'open' | 'sort' | 'top' } | { do: 'layer'; name: keyof Layers };

const KEYS: Readonly<Record<string, DeskAction>> = {
  Escape: { do: 'back' }, Backspace: { do: 'back' }, Home: { do: 'home' }, '?': { do: 'help' }, w: { do: 'window' }, c: { do: 'toggle', what: 'compare' },
  u: { do: 'toggle', what: 'urgent' }, o: { do: 'toggle', what: 'overdue' }, x: { do: 'clear' }, '[': { do: 'pane', side: 'left' }, ']': { do: 'pane', side: 'right' }, '/': { do: 'search' },
  n: { do: 'alert', what: 'next' }, q: { do: 'alert', what: 'sign' }, e: { do: 'alert', what: 'remark' }, m: { do: 'mute' },
  f: { do: 'open', side: 'right', pane: 'handover' }, d: { do: 'open', side: 'right', pane: 'report' },
  j: { do: 'case', what: 'next' }, ArrowDown: { do: 'case', what: 'next' }, k: { do: 'case', what: 'previous' }, ArrowUp: { do: 'case', what: 'previous' },
  Enter: { do: 'case', what: 'open' }, z: { do: 'case', what: 'sort' }, g: { do: 'case', what: 'top' },
};

export function deskAction(key: string): DeskAction | null {
  const known = KEYS[key] ?? KEYS[key.toLowerCase()];
  if (known) return known;
  const name = (Object.keys(LAYER_KEYS) as (keyof Layers)[]).find((one) => LAYER_KEYS[one] === key.toLowerCase());
  return name ? { do: 'layer', name } : null;
}
/** A key belongs to what is being written in. */
export const isWritten = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
