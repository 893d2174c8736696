/** Keys of the wall. Pure: a key in, what it means out. Digits choose scenes, letters layers. */
import type { Layers } from '../store/wall.ts';
import type { ScriptKey } from '../store/script.ts';
import type { Direction } from './choose.ts';

export type Action =
  | { do: 'back' } | { do: 'home' } | { do: 'enter' } | { do: 'walk'; to: Direction }
  | { do: 'scene'; key: number } | { do: 'layer'; name: keyof Layers } | { do: 'indicator' }
  | { do: 'code' } | { do: 'unpair' } | { do: 'night' } | { do: 'tour' } | { do: 'step'; by: 1 | -1 } | { do: 'script'; key: ScriptKey };

const WALKS: Record<string, Direction> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' };
export const LAYER_KEYS: Readonly<Record<keyof Layers, string>> = { heat: 'h', rain: 'y', areas: 'a', cameras: 'v', stations: 's', staff: 'p', buildings: 'b', roads: 'r' };

/** While a script plays, or one is offered, these are its own: a presenter's clicker sends the last two. */
const SCRIPT_KEYS: Readonly<Record<string, ScriptKey>> = { 0: 'live', p: 'go', P: 'go', ']': 'next', '[': 'back', PageDown: 'next', PageUp: 'back' };

/** `script`: there is one. */
export function actionOf(key: string, script = false): Action | null {
  const own = script ? SCRIPT_KEYS[key] : undefined;
  if (own) return { do: 'script', key: own };
  const walk = WALKS[key];
  if (walk) return { do: 'walk', to: walk };
  if (key === 'Escape' || key === 'Backspace') return { do: 'back' };
  if (key === 'Home') return { do: 'home' };
  if (key === 'Enter') return { do: 'enter' };
  if (/^[1-9]$/.test(key)) return { do: 'scene', key: Number(key) };
  // A presenter's clicker sends these two.
  if (key === 'PageDown' || key === 'PageUp') return { do: 'step', by: key === 'PageDown' ? 1 : -1 };
  const letter = key.toLowerCase();
  if (letter === 'n') return { do: 'night' };
  if (letter === 'c') return { do: 'code' };
  if (letter === 'u') return { do: 'unpair' };
  if (letter === 't') return { do: 'tour' };
  if (letter === 'i') return { do: 'indicator' };
  const layer = (Object.keys(LAYER_KEYS) as (keyof Layers)[]).find((name) => LAYER_KEYS[name] === letter);
  return layer ? { do: 'layer', name: layer } : null;
}
