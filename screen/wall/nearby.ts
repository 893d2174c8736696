/** What stands near a point, out of the points of a place. Pure. */
import { asBytes, asU16, NOWHERE } from '../../server/wire/fold.ts';
import type { PointsData } from '../../server/wire/messages.ts';

export interface Near { metres: number; /** Index into POINT_STATES of the topic. */ state: number }

const METRES_A_DEGREE = 111_320;

/** The nearest `most` of those whose state `counts`, nearest first. */
export function nearest(points: PointsData, at: readonly [number, number], most: number, counts: (state: number) => boolean = () => true): Near[] {
  const [west, south, east, north] = points.bbox;
  const xy = asU16(points.xy);
  const states = asBytes(points.state);
  const shrink = Math.cos((at[1] * Math.PI) / 180);
  const found: Near[] = [];
  for (let i = 0; i < points.count; i++) {
    const [x, y, state] = [xy[i * 2]!, xy[i * 2 + 1]!, states[i]!];
    if ((x === NOWHERE && y === NOWHERE) || !counts(state)) continue;
    const lng = west + (x / 65_535) * (east - west);
    const lat = south + (y / 65_535) * (north - south);
    const metres = Math.hypot((lng - at[0]) * shrink, lat - at[1]) * METRES_A_DEGREE;
    if (found.length === most && metres >= found[most - 1]!.metres) continue;
    found.push({ metres, state });
    found.sort((a, b) => a.metres - b.metres);
    if (found.length > most) found.pop();
  }
  return found;
}
