/**
 * Regions under an alert in force: outlined in the alert's colour, the gravest of each, and hatched where the layer
 * is on. What is shown as a whole has an outline only: hatched all over it would say nothing more. Pure.
 */
import { ALERT_COLOURS, type AlertColour } from '../../../server/wire/entity.ts';
import type { AlertItem } from '../../../server/wire/messages.ts';
import { rgbOf, SEVERITY, type Rgba } from '../palette.ts';
import { joinPaths, thin, type PathSet } from '../paths.ts';
import type { Shape } from '../shapes.ts';
import type { Line } from './lines.ts';

/** `whole`: the region shown itself, by an alert of its own or of what it lies in. */
export interface Area { code: string; colour: AlertColour; whole: boolean }

const gravity = (colour: AlertColour): number => ALERT_COLOURS.indexOf(colour);

/** The gravest alert in force at `now` that speaks of each region. */
export function alertByRegion(alerts: readonly AlertItem[], now = 0): Map<string, AlertColour> {
  const out = new Map<string, AlertColour>();
  for (const { region, colour, expiresAt } of alerts) {
    if (expiresAt !== null && expiresAt <= now) continue;
    const have = out.get(region);
    if (!have || gravity(colour) > gravity(have)) out.set(region, colour);
  }
  return out;
}

/** The gravest alert in force at `now` for each region's name; `part`: it speaks of something within, not of all of it. */
export interface Mark { colour: AlertColour; part: boolean }
export function alertMarks(alerts: readonly AlertItem[], now = 0): Map<string, Mark> {
  const out = new Map<string, Mark>([...alertByRegion(alerts, now)].map(([code, colour]) => [code, { colour, part: false }]));
  for (const { within, colour, expiresAt } of alerts) {
    if (expiresAt !== null && expiresAt <= now) continue;
    for (const code of within) {
      const have = out.get(code);
      if (!have || gravity(colour) > gravity(have.colour)) out.set(code, { colour, part: true });
    }
  }
  return out;
}

/** `path`: codes from the city to the region shown, itself included. The mildest first, so that the gravest is drawn last. */
export function alertAreas(children: readonly string[], path: readonly string[], colours: ReadonlyMap<string, AlertColour>): Area[] {
  const above = path.flatMap((code) => colours.get(code) ?? []).sort((a, b) => gravity(b) - gravity(a))[0];
  const whole: Area[] = above === undefined ? [] : [{ code: path.at(-1)!, colour: above, whole: true }];
  const parts = children.flatMap((code): Area[] => { const colour = colours.get(code); return colour && !path.includes(code) ? [{ code, colour, whole: false }] : []; });
  return [...whole, ...parts].sort((a, b) => gravity(a.colour) - gravity(b.colour));
}

/** Text that changes exactly when the areas do. */
export const areasKey = (areas: readonly Area[]): string => areas.map(({ code, colour, whole }) => `${code} ${colour} ${whole ? 1 : 0}`).join(';');
export const areasOf = (key: string): Area[] => (key === '' ? [] : key.split(';').map((text) => {
  const [code, colour, whole] = text.split(' ') as [string, AlertColour, string];
  return { code, colour, whole: whole === '1' };
}));

/** The rings of a shape as lines. */
export function ringsOf(shape: Shape): PathSet {
  return joinPaths(shape.polygons.map(({ positions, holes }) => ({
    positions, count: holes.length + 1, starts: Uint32Array.from([0, ...holes.map((at) => at / 2), positions.length / 2]),
  })));
}

/** Slanting lines `spacing` metres apart, cut off at the shape's borders, its holes left clear. Shapes side by side join their lines. */
export function hatch(shape: Shape, spacing: number): PathSet {
  // Line n is where x − y = n · gap; crossings are kept by their x, in order along the line.
  const gap = spacing * Math.SQRT2;
  const crossings = new Map<number, number[]>();
  for (const { positions, holes } of shape.polygons) {
    let from = 0;
    for (const end of [...holes, positions.length]) {
      for (let i = from, j = end - 2; i < end; j = i, i += 2) cross(crossings, gap, positions[j]!, positions[j + 1]!, positions[i]!, positions[i + 1]!);
      from = end;
    }
  }
  const out: number[] = [];
  for (const [n, xs] of crossings) {
    xs.sort((a, b) => a - b);
    for (let i = 0; i + 1 < xs.length; i += 2) out.push(xs[i]!, xs[i]! - n * gap, xs[i + 1]!, xs[i + 1]! - n * gap);
  }
  const count = out.length / 4;
  return { positions: Float32Array.from(out), starts: Uint32Array.from({ length: count + 1 }, (_, i) => i * 2), count };
}

/** Where the side from a to b meets the lines; of its ends only the lower counts, so that a corner counts once. */
function cross(crossings: Map<number, number[]>, gap: number, ax: number, ay: number, bx: number, by: number): void {
  const a = (ax - ay) / gap, b = (bx - by) / gap;
  for (let n = Math.ceil(Math.min(a, b)); n < Math.max(a, b); n++) {
    const x = ax + ((n - a) / (b - a)) * (bx - ax);
    const have = crossings.get(n);
    if (have) have.push(x);
    else crossings.set(n, [x]);
  }
}

const tint = (colour: AlertColour, alpha: number): Rgba => [...rgbOf(SEVERITY[colour]), alpha];

/** `shapeOf`: a region's shape, where the map has it; `spacing` of the hatching in metres, null for none. */
export function areaLines(areas: readonly Area[], shapeOf: (code: string) => Shape | undefined, spacing: number | null, fine: number, scale: number): { hatch: Line[]; edges: Line[] } {
  const found = areas.flatMap((area) => { const shape = shapeOf(area.code); return shape ? [{ ...area, shape }] : []; });
  const parts = found.filter(({ whole }) => !whole);
  return {
    hatch: spacing === null ? [] : parts.map(({ code, colour, shape }) => ({ id: `alert-hatch-${code}`, set: hatch(shape, spacing), colour: tint(colour, 76), width: 1.3 * scale })),
    edges: found.flatMap(({ code, colour, shape }) => {
      const set = thin(ringsOf(shape), fine);
      return [{ id: `alert-glow-${code}`, set, colour: tint(colour, 44), width: 8 * scale }, { id: `alert-edge-${code}`, set, colour: tint(colour, 225), width: 2 * scale }];
    }),
  };
}
