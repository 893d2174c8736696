/** Rectangles on the screen that must not cover each other. Pure. */

export interface Rect { x: number; y: number; w: number; h: number }

export const overlaps = (a: Rect, b: Rect, gap = 0): boolean =>
  a.x < b.x + b.w + gap && b.x < a.x + a.w + gap && a.y < b.y + b.h + gap && b.y < a.y + a.h + gap;

export const inside = (r: Rect, frame: Rect): boolean =>
  r.x >= frame.x && r.y >= frame.y && r.x + r.w <= frame.x + frame.w && r.y + r.h <= frame.y + frame.h;

export const overlapArea = (a: Rect, b: Rect): number =>
  Math.max(0, Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)) * Math.max(0, Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y));

/** Design px on both sides of a seam that text keeps off. */
const SEAM = 4;
/** The lines at which tiles meet, as rectangles over the whole picture. */
export const seamRects = (seams: { x: readonly number[]; y: readonly number[] }, size: { width: number; height: number }, scale: number): Rect[] => [
  ...seams.x.map((x) => ({ x: x - SEAM * scale, y: 0, w: 2 * SEAM * scale, h: size.height })),
  ...seams.y.map((y) => ({ x: 0, y: y - SEAM * scale, w: size.width, h: 2 * SEAM * scale })),
];

/** Width of a text in px: Han and full-width signs are an em, the rest about half of one. */
export function textWidth(text: string, px: number, latin = 0.56): number {
  let em = 0;
  for (const c of text) em += c.codePointAt(0)! > 0x2e7f ? 1 : c === ' ' ? 0.28 : latin;
  return em * px;
}

/** Keeps rectangles by cell so that hundreds of labels are placed in a frame. */
export class Occupied {
  private readonly cells = new Map<number, Rect[]>();
  constructor(private readonly cell = 96) {}
  private *keys(r: Rect, gap: number): Generator<number> {
    for (let i = Math.floor((r.x - gap) / this.cell); i <= Math.floor((r.x + r.w + gap) / this.cell); i++) {
      for (let j = Math.floor((r.y - gap) / this.cell); j <= Math.floor((r.y + r.h + gap) / this.cell); j++) yield i * 8_192 + j;
    }
  }
  free(r: Rect, gap = 0): boolean {
    for (const key of this.keys(r, gap)) for (const other of this.cells.get(key) ?? []) if (overlaps(r, other, gap)) return false;
    return true;
  }
  cost(r: Rect): number {
    const seen = new Set<Rect>();
    for (const key of this.keys(r, 0)) for (const other of this.cells.get(key) ?? []) seen.add(other);
    let sum = 0;
    for (const other of seen) sum += overlapArea(r, other);
    return sum;
  }
  take(r: Rect): void {
    for (const key of this.keys(r, 0)) {
      const list = this.cells.get(key);
      if (list) list.push(r);
      else this.cells.set(key, [r]);
    }
  }
}
