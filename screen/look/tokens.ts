/**
 * The look in numbers: one type scale, one set of colours. CSS reads them as custom properties
 * (`applyTokens`), charts and the map as constants, so a size or a colour stands in one place.
 */

/**
 * Type sizes in design px, at 1920×1080, on one scale of 1.25. The caption, the smallest, is what a wall's `distance`
 * sizes: 14.8, at 3840×2160 29.6 px, above what a P1.25 wall needs at 6 m (distance mm × 0.0058 / pitch mm). The body,
 * a quarter larger, is then read from 8 m.
 */
const BODY = 18.5;
const RATIO = 1.25;
const step = (n: number): number => Math.round(BODY * RATIO ** n * 10) / 10;
export const SIZES = {
  caption: step(-1), body: step(0), label: step(1), title: step(2), large: step(3), figure: step(4.6), hero: step(6),
} as const;

export const COLOURS = {
  ground: '#050b14',
  ground2: '#0a1728',
  /** Text: figures and names, labels, captions. 17:1, 9:1 and 6:1 on the ground. */
  ink: '#f0f6fb',
  ink2: '#b4c6d6',
  ink3: '#8ba0b4',
  rule: '#17273a',
  track: '#122033',
  /** What can be touched or is live. */
  accent: '#5cc0f2',
  /** Bars of plain quantity. */
  bar: '#3f8fc9',
  /** The same, where many stand side by side: the past of the strip. */
  barPast: '#2d6690',
  /** Closed, healthy. */
  good: '#5fd39b',
  /** Wants attention, but is none of the four levels. */
  attention: '#ffb98a',
  mark: '#f5c542',
} as const;

/** The four levels; always with the word or a shape beside the colour. Red is as light as it must be: words in it, and dark words on it, stand at 7:1. */
export const LEVEL_COLOURS = { blue: '#58b6ff', yellow: '#f5c542', orange: '#ff8a3d', red: '#ff7173' } as const;
/** Words on a level's colour, by day and by night. */
export const ON_LEVEL = '#050b14';

export const FONTS = {
  figure: "'Barlow Condensed', 'Noto Sans SC Variable', sans-serif",
  text: "'Noto Sans SC Variable', 'Barlow Condensed', sans-serif",
} as const;

/** Design size of a usual wall: everything is laid out in its px and scaled by real ones. */
export const DESIGN = { width: 1920, height: 1080 } as const;
/**
 * Real px a design px. A wall's shape decides how much stands on it, its shorter side how large. `least`: real px
 * under which no text may be for those who must read it (look.md); it may ask for more, and then less stands there.
 */
export function scaleOf(width: number, height: number, least = 0): number {
  const shape = width < height ? width / DESIGN.height : Math.min(width / DESIGN.width, height / DESIGN.height);
  return Math.max(0.25, shape, least / SIZES.caption);
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

/** Custom properties of `:root`: `--u` is one design px, `--t-*` sizes, `--c-*` colours, `--level-*`. */
export function tokensAt(scale: number): Record<string, string> {
  const out: Record<string, string> = { '--u': `${scale}px`, '--font-figure': FONTS.figure, '--font-text': FONTS.text };
  for (const [name, size] of Object.entries(SIZES)) out[`--t-${name}`] = `${Math.round(size * scale * 100) / 100}px`;
  for (const [name, colour] of Object.entries(COLOURS)) out[`--c-${kebab(name)}`] = colour;
  for (const [name, colour] of Object.entries(LEVEL_COLOURS)) out[`--level-${name}`] = colour;
  out['--on-level'] = ON_LEVEL;
  return out;
}

export function applyTokens(style: CSSStyleDeclaration, scale: number): void {
  for (const [name, value] of Object.entries(tokensAt(scale))) style.setProperty(name, value);
}
