/** What stands near a point, out of what is kept in memory. Pure but for the reading of the mirrors. */
import { DUTY_STATES } from '../wire/entity.ts';
import { MOST_NEAR, type ApiNearby } from '../wire/nearby.ts';
import type { PushDeps } from './deps.ts';
import type { Mirrors } from './mirrors/index.ts';
import type { PointMirror } from './mirrors/points.ts';
import { degrees, only, whole, type Query } from './records-query.ts';

interface Near { id: string; index: number; metres: number }
interface Asked { query: Query; inside: (region: string) => boolean; now: number; mirrors: Mirrors }

const METRES_A_DEGREE = 111_320;
const USUAL = 3;
const OFF_DUTY = DUTY_STATES.indexOf('offDuty');

export function nearby({ query, inside, now, mirrors: { cameras, staff } }: Asked, { contacts, video }: Pick<PushDeps, 'contacts' | 'video'>): ApiNearby {
  only(query, ['region', 'lng', 'lat', 'cameras', 'staff']);
  const at = [degrees(query, 'lng', 180), degrees(query, 'lat', 90)] as const;
  const howMany = (name: string): number => whole(query, name, 0, MOST_NEAR) ?? USUAL;
  const [ofCameras, ofStaff] = [howMany('cameras'), howMany('staff')];
  return {
    now, contacts, pictures: { hls: Boolean(video?.hls), snapshot: Boolean(video?.snapshot) },
    cameras: nearest(cameras.points, inside, at, ofCameras, () => true).map(({ id, index, metres }) =>
      ({ id, name: cameras.names[index] ?? id, status: cameras.points.state[index] === 1 ? 'on' : 'off', metres })),
    staff: nearest(staff.points, inside, at, ofStaff, (index) => staff.points.state[index] !== OFF_DUTY && staff.posts[index] !== undefined && staff.positionAt(index) !== null)
      .map(({ id, index, metres }) => ({
        id, metres, role: staff.posts[index]!.role, duty: DUTY_STATES[staff.points.state[index]!]!,
        name: staff.names[index] ?? '', phone: staff.phones[index] ?? '', positionAt: staff.positionAt(index)!,
      })),
  };
}

/** The nearest `most` of those that count and have a position. */
function nearest(points: PointMirror, inside: Asked['inside'], [lng, lat]: readonly [number, number], most: number, counts: (index: number) => boolean): Near[] {
  const shrink = Math.cos((lat * Math.PI) / 180);
  const found: Near[] = [];
  if (most === 0) return found;
  for (const { id, index } of points.inside(inside)) {
    const metres = Math.hypot((points.lng[index]! - lng) * shrink, points.lat[index]! - lat) * METRES_A_DEGREE;
    // Without a position it is NaN, which is below nothing.
    if (!(metres < (found.length === most ? found[most - 1]!.metres : Infinity)) || !counts(index)) continue;
    found.push({ id, index, metres });
    found.sort((a, b) => a.metres - b.metres);
    if (found.length > most) found.pop();
  }
  return found.map((near) => ({ ...near, metres: Math.round(near.metres) }));
}
