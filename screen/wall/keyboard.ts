/** Keys of the wall. Pure: a key in, what it means out. */
import { LAYER_NAMES, type Layers } from '../store/wall.ts';
import type { Direction } from './choose.ts';

export type Action =
  | { do: 'back' } | { do: 'home' } | { do: 'enter' } | { do: 'walk'; to: Direction }
  | { do: 'layer'; name: keyof Layers } | { do: 'indicator' };

const WALKS: Record<string, Direction> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' };

export function actionOf(key: string): Action | null {
  const walk = WALKS[key];
  if (walk) return { do: 'walk', to: walk };
  if (key === 'Escape' || key === 'Backspace') return { do: 'back' };
  if (key === 'Home') return { do: 'home' };
  if (key === 'Enter') return { do: 'enter' };
  if (key === 'i' || key === 'I') return { do: 'indicator' };
  const layer = LAYER_NAMES[Number(key) - 1];
  return layer ? { do: 'layer', name: layer } : null;
}
