/** The wall by night: everything dims but the four levels and the marks, and what is read stays readable. Pure. */
import type { Night } from '../../server/wire/wall.ts';
import { contrast, type Rgb } from '../map/palette.ts';
import { COLOURS } from './tokens.ts';

/** Text keeps this contrast however dark it gets: 4.5 is asked, and the ground under it is never quite the darkest. */
export const LEAST = 4.8;
/** How bright a wall is by night that says nothing of it. */
export const USUAL = 0.6;

const READ: readonly (keyof typeof COLOURS)[] = ['ink', 'ink2', 'ink3', 'accent', 'good', 'attention'];
/** 模拟数据 and its like can't be missed by night either. */
const KEPT: readonly (keyof typeof COLOURS)[] = ['mark'];

const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const hex = (colour: Rgb): string => `#${colour.map((v) => Math.round(v).toString(16).padStart(2, '0')).join('')}`;
const times = (colour: Rgb, by: number): Rgb => [colour[0] * by, colour[1] * by, colour[2] * by];
const over = (colour: Rgb, ground: Rgb, alpha: number): Rgb => [0, 1, 2].map((i) => colour[i]! * alpha + ground[i]! * (1 - alpha)) as unknown as Rgb;

const GROUND = rgb(COLOURS.ground);
/** The first of `brightness` and all above it, in hundredths, at which `colour` can be read. */
function readable(brightness: number, colour: (by: number) => Rgb): number {
  for (let by = brightness; by < 1; by += 0.01) if (contrast(colour(by), GROUND) >= LEAST) return by;
  return 1;
}

/**
 * Custom properties of a wall at `brightness` (1 is day): the colours, and the opacity of what is drawn, `--dim` of
 * pictures and `--dim-text` of those with text in them.
 */
export function nightTokens(brightness: number): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, colour] of Object.entries(COLOURS) as [keyof typeof COLOURS, string][]) {
    const full = rgb(colour);
    const by = KEPT.includes(name) ? 1 : READ.includes(name) ? readable(brightness, (b) => times(full, b)) : brightness;
    out[`--c-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`] = hex(times(full, by));
  }
  const faintest = rgb(COLOURS.ink3);
  return { ...out, '--dim': brightness.toFixed(2), '--dim-text': readable(brightness, (by) => over(faintest, GROUND, by)).toFixed(2) };
}

/** Whether the minute of the local day lies in the night, which may go over midnight. */
export const isNight = ({ from, to }: Pick<Night, 'from' | 'to'>, minute: number): boolean =>
  (from <= to ? minute >= from && minute < to : minute >= from || minute < to);
