/** The keyboard's walk over the map: which child lies next in a direction. Pure. */
import type { Region } from '../../server/wire/region.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';
const VECTORS: Record<Direction, readonly [number, number]> = { up: [0, 1], down: [0, -1], left: [-1, 0], right: [1, 0] };

/**
 * The nearest child whose label lies within 60° of the direction, sideways distance counting double.
 * Without one picked, the child nearest the middle of them all. Null where there is none that way.
 */
export function nextChild(children: readonly Region[], picked: string | null, direction: Direction): string | null {
  const from = children.find(({ code }) => code === picked);
  if (!from) return central(children);
  const [dx, dy] = VECTORS[direction];
  // A degree of longitude is shorter than one of latitude.
  const shrink = Math.cos((from.label[1] * Math.PI) / 180);
  let best: { code: string; cost: number } | null = null;
  for (const child of children) {
    if (child.code === from.code) continue;
    const x = (child.label[0] - from.label[0]) * shrink;
    const y = child.label[1] - from.label[1];
    const along = x * dx + y * dy;
    const across = Math.abs(x * dy - y * dx);
    if (along <= 0 || across > along * Math.tan(Math.PI / 3)) continue;
    const cost = along + across * 2;
    if (best === null || cost < best.cost) best = { code: child.code, cost };
  }
  return best?.code ?? null;
}

function central(children: readonly Region[]): string | null {
  if (children.length === 0) return null;
  const x = children.reduce((sum, c) => sum + c.label[0], 0) / children.length;
  const y = children.reduce((sum, c) => sum + c.label[1], 0) / children.length;
  const far = (c: Region): number => Math.hypot(c.label[0] - x, c.label[1] - y);
  return children.reduce((near, c) => (far(c) < far(near) ? c : near)).code;
}
