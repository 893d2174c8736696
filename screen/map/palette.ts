/** Every colour of the map, and the arithmetic a test needs to prove that it can be read. */
import { LEVEL_COLOURS } from '../look/tokens.ts';

export type Rgb = readonly [number, number, number];
export type Rgba = readonly [number, number, number, number];

export const GROUND: Rgb = [6, 11, 20];
/** One ramp, dark blue to sea green: even steps of lightness, so that order can be seen without the legend. */
export const REGION_RAMP: readonly Rgb[] = [[15, 36, 56], [18, 51, 71], [24, 68, 82], [32, 87, 92], [43, 107, 101], [61, 131, 110]];
export const NO_DATA: Rgb = [14, 27, 43];
export const CONTEXT_FILL: Rgb = [9, 18, 31];
export const VEIL: Rgba = [5, 11, 20, 150];
export const CONTEXT_LINE: Rgba = [92, 132, 168, 110];

export const OUTLINE: Rgba = [132, 197, 240, 235];
export const GLOW: Rgb = [46, 130, 190];
/** Borders between children, and of what lies inside the children. */
export const BORDER: Rgba = [126, 178, 208, 190];
export const INNER_BORDER: Rgba = [5, 12, 22, 150];

export const RIVER_BANK: Rgba = [6, 19, 38, 235];
export const RIVER_WATER: Rgba = [28, 86, 138, 255];
export const RIVER_LIGHT: Rgba = [52, 128, 190, 150];
export const ROAD: Rgba = [164, 196, 220, 46];
export const ROAD_MAIN: Rgba = [176, 206, 228, 84];
/** Roofs by daylight, low and tall; night and walls are shares of them. */
export const BUILDING_LOW: Rgb = [76, 112, 138];
export const BUILDING_HIGH: Rgb = [138, 178, 204];
export const BUILDING_SHADOW: Rgb = [3, 7, 14];

export const CAMERA_ON: Rgba = [134, 200, 244, 200];
export const CAMERA_OFF: Rgba = [150, 158, 170, 225];
/** By index of DUTY_STATES: on duty, patrol, handling, off duty. */
export const STAFF: readonly Rgba[] = [[104, 190, 170, 215], [134, 214, 190, 235], [240, 244, 248, 240], [110, 122, 138, 120]];

/** Where staff have been. */
export const TRACK: Rgb = [148, 222, 200];

/** Cases per km²: from transparent ember to pale. */
export const HEAT_STOPS: readonly (readonly [at: number, colour: Rgba])[] = [
  [0, [120, 52, 40, 0]], [0.15, [150, 66, 46, 34]], [0.4, [206, 104, 58, 104]],
  [0.65, [240, 160, 92, 160]], [0.85, [252, 208, 146, 198]], [1, [255, 240, 210, 226]],
];

/** The same turned to the cold, for what there is less of than before. */
export const COOL_STOPS: readonly (readonly [at: number, colour: Rgba])[] = HEAT_STOPS.map(([at, [r, g, b, a]]) => [at, [Math.round(b * 0.72), Math.round(g * 0.92), r, a]]);

/** 24 h rain by class, the lightest first: violet, which no level, region or heat has. */
export const RAIN: readonly Rgba[] = [[126, 150, 206, 46], [118, 134, 222, 80], [128, 114, 232, 110], [160, 102, 234, 138], [204, 108, 232, 166], [244, 170, 240, 196]];

/** The four levels, and only they: normal water is the accent of what is live. */
export const SEVERITY = { ...LEVEL_COLOURS, none: '#8492a3' } as const;
export const ACCENT = '#58b6ff';

/** "#58b6ff" → its three channels. */
export const rgbOf = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
export const css = (c: Rgb | Rgba): string => (c.length === 4 ? `rgba(${c[0]},${c[1]},${c[2]},${c[3] / 255})` : `rgb(${c[0]},${c[1]},${c[2]})`);

/** Colour on the heat ramp at t 0–1; where two windows are compared, below 0 for what is less. */
export function heatColour(t: number): Rgba {
  const stops = t < 0 ? COOL_STOPS : HEAT_STOPS;
  const size = Math.abs(t);
  const upper = stops.findIndex(([at]) => at >= size);
  if (upper <= 0) return stops[upper === 0 ? 0 : stops.length - 1]![1];
  const [a, from] = stops[upper - 1]!;
  const [b, to] = stops[upper]!;
  const part = (size - a) / (b - a);
  const mix = (i: 0 | 1 | 2 | 3): number => Math.round(from[i] + (to[i] - from[i]) * part);
  return [mix(0), mix(1), mix(2), mix(3)];
}

/** Relative luminance, WCAG 2. */
export function luminance(c: Rgb | Rgba): number {
  const channel = (v: number): number => (v <= 10.31475 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
}
export function contrast(a: Rgb | Rgba, b: Rgb | Rgba): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
export const dimmed = ([r, g, b]: Rgb, light: number): Rgb => [Math.round(r * light), Math.round(g * light), Math.round(b * light)];
