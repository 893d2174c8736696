/** Keeps what is read off the lines at which tiles of a wall meet. Pure; all lengths of a call in one unit. */

/** Design px on both sides of a seam in which nothing is read: more than the pixel shift's reach. */
export const SEAM_AIR = 12;

export interface Span { from: number; to: number }

/** The first place at `at` or beyond it from which `length` keeps `air` from every line. */
export function after(lines: readonly number[], at: number, length = 0, air = SEAM_AIR): number {
  let found = at;
  for (const line of [...lines].sort((a, b) => a - b)) if (line > found - air && line < found + length + air) found = line + air;
  return found;
}
/** The last place at `end` or before it at which a `length` that keeps `air` from every line ends. */
export const before = (lines: readonly number[], end: number, length = 0, air = SEAM_AIR): number =>
  -after(lines.map((line) => -line), -end, length, air);

/** The parts of `room` between its lines, each `air` away from them. */
export function stretches(lines: readonly number[], room: Span, air = SEAM_AIR): Span[] {
  const inside = lines.filter((line) => line > room.from - air && line < room.to + air).sort((a, b) => a - b);
  const edges = [room.from - air, ...inside, room.to + air];
  return edges.slice(1).map((end, i) => ({ from: Math.max(room.from, edges[i]! + air), to: Math.min(room.to, end - air) })).filter(({ from, to }) => to > from);
}
/** The part of `room` that holds `at`, or lies nearest to it; all of it where no part is as long as `least`. */
export function stretchAt(lines: readonly number[], room: Span, at: number, least = 0, air = SEAM_AIR): Span {
  const away = ({ from, to }: Span): number => Math.max(0, from - at, at - to);
  return stretches(lines, room, air).filter(({ from, to }) => to - from >= least).sort((a, b) => away(a) - away(b))[0] ?? room;
}

/**
 * How far each of a row's things is moved so that none lies on a line: on to the right, and back to the left where the
 * row would leave its room. Their order stays, and gaps shrink to `air` at most. What no part of the room holds stays.
 */
export function offSeams(row: readonly Span[], lines: readonly number[], room: Span, air = SEAM_AIR): number[] {
  const longest = Math.max(0, ...stretches(lines, room, air).map(({ from, to }) => to - from));
  const wide = row.map(({ from, to }) => to - from);
  const gap = (i: number): number => Math.min(air, Math.max(0, row[i]!.from - row[i - 1]!.to));
  const at = row.map(({ from }) => from);
  for (let i = 0; i < row.length; i++) {
    const least = i === 0 ? at[i]! : Math.max(at[i]!, at[i - 1]! + wide[i - 1]! + gap(i));
    at[i] = wide[i]! > longest ? least : after(lines, least, wide[i]!, air);
  }
  for (let i = row.length - 1; i >= 0; i--) {
    const most = i === row.length - 1 ? room.to : at[i + 1]! - gap(i + 1);
    if (at[i]! + wide[i]! <= most + 0.01) break;
    at[i] = (wide[i]! > longest ? most : before(lines, most, wide[i]!, air)) - wide[i]!;
  }
  return at.map((x, i) => x - row[i]!.from);
}
