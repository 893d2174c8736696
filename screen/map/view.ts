/** Where the map looks: pure arithmetic of fitting, flying and converting between metres and pixels. */
import type { Box } from './projection.ts';

/** Centre in metres, `k` CSS pixels per metre. */
export interface View { x: number; y: number; k: number }
export interface Size { width: number; height: number }
/** Pixels at each side that panels cover. */
export interface Padding { left: number; right: number; top: number; bottom: number }

export const screenX = (v: View, s: Size, x: number): number => s.width / 2 + (x - v.x) * v.k;
export const screenY = (v: View, s: Size, y: number): number => s.height / 2 - (y - v.y) * v.k;
/** Metres of the map → px, as SVG says it. */
export const worldTransform = (v: View, s: Size): string => `translate(${screenX(v, s, 0)} ${screenY(v, s, 0)}) scale(${v.k})`;
export const worldX = (v: View, s: Size, px: number): number => v.x + (px - s.width / 2) / v.k;
export const worldY = (v: View, s: Size, py: number): number => v.y - (py - s.height / 2) / v.k;

/** What panels leave free. */
export const between = (size: Size, p: Padding): { x: number; y: number; w: number; h: number } =>
  ({ x: p.left, y: p.top, w: size.width - p.left - p.right, h: size.height - p.top - p.bottom });

/** A part of the picture, px from its left top. */
export interface Part { x: number; y: number; width: number; height: number }
/** What a canvas of the part's size must look at, so that parts laid side by side are the whole. */
export const partView = (v: View, s: Size, part: Part): View =>
  ({ k: v.k, x: worldX(v, s, part.x + part.width / 2), y: worldY(v, s, part.y + part.height / 2) });

/** The largest view that shows `box` (metres) whole between the panels. */
export function fitView(box: Box, size: Size, padding: Padding): View {
  const width = Math.max(1, size.width - padding.left - padding.right);
  const height = Math.max(1, size.height - padding.top - padding.bottom);
  const k = Math.min(width / Math.max(1, box[2] - box[0]), height / Math.max(1, box[3] - box[1]));
  return {
    k,
    x: (box[0] + box[2]) / 2 - (padding.left - padding.right) / 2 / k,
    y: (box[1] + box[3]) / 2 + (padding.top - padding.bottom) / 2 / k,
  };
}

export const sameView = (a: View, b: View): boolean =>
  Math.abs(a.x - b.x) * b.k < 0.25 && Math.abs(a.y - b.y) * b.k < 0.25 && Math.abs(a.k / b.k - 1) < 1e-4;

const RHO = 1.2;

/**
 * The smooth path of van Wijk and Nuij between two views: zooming out only as far as the distance
 * asks, so that the eye is never dragged sideways at speed. `at(0)` = from, `at(1)` = to; `length` is
 * the perceived length, from which the duration follows.
 */
export function flight(from: View, to: View, size: Size): { length: number; at(t: number): View } {
  const w0 = size.width / from.k;
  const w1 = size.width / to.k;
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const d = Math.hypot(dx, dy);
  if (d < 1e-6 * Math.max(w0, w1)) {
    const s = Math.log(w1 / w0) / RHO;
    return { length: Math.abs(s), at: (t) => ({ x: from.x + dx * t, y: from.y + dy * t, k: size.width / (w0 * Math.exp(RHO * t * s)) }) };
  }
  const rho2 = RHO * RHO;
  const b0 = (w1 * w1 - w0 * w0 + rho2 * rho2 * d * d) / (2 * w0 * rho2 * d);
  const b1 = (w1 * w1 - w0 * w0 - rho2 * rho2 * d * d) / (2 * w1 * rho2 * d);
  const r0 = Math.log(Math.sqrt(b0 * b0 + 1) - b0);
  const r1 = Math.log(Math.sqrt(b1 * b1 + 1) - b1);
  const s = (r1 - r0) / RHO;
  const at = (t: number): View => {
    const u = (w0 / (rho2 * d)) * (Math.cosh(r0) * Math.tanh(RHO * t * s + r0) - Math.sinh(r0));
    const w = (w0 * Math.cosh(r0)) / Math.cosh(RHO * t * s + r0);
    return { x: from.x + u * dx, y: from.y + u * dy, k: size.width / w };
  };
  return { length: Math.abs(s), at };
}

/** Milliseconds: long enough to follow, always under 1.5 s. */
export const flightTime = (length: number): number => Math.min(1_350, Math.max(450, 420 * length));

/** Slow at both ends. */
export const ease = (t: number): number => (t < 0.5 ? 4 * t * t * t : 1 - (-2 * t + 2) ** 3 / 2);
