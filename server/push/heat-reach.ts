/** How far beyond its own place a case colours a heat map. Pure. */
import type { Region } from '../wire/region.ts';

/** Standard deviations after which nothing is seen of it: as far as the screen draws (map/layers/heat.ts). */
const REACH = 3;
const DEGREE = 111_320;

/** Whether a point colours what lies in `bbox`; `kernel` in metres. */
export function nearby([west, south, east, north]: Region['bbox'], kernel: number): (lng: number, lat: number) => boolean {
  const dy = (kernel * REACH) / DEGREE;
  const dx = dy / Math.max(0.05, Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180));
  return (lng, lat) => lng >= west - dx && lng <= east + dx && lat >= south - dy && lat <= north + dy;
}
