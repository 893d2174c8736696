/** Mirrors under people and cameras that come and go for ever: what they hold is bounded, and nobody shows as another. */
import { expect, it } from 'vitest';
import { StaffMirror } from '../../server/push/mirrors/staff.ts';
import { CameraMirror } from '../../server/push/mirrors/cameras.ts';
import { StationMirror } from '../../server/push/mirrors/stations.ts';
import { handsAndDeps } from './push-deps.ts';
import { aCamera, aStaff, aStation, smallCity, T0 } from './small-city.ts';

const EACH = 1_000, ROUNDS = 20;
const { deps } = handsAndDeps();
const ids = (round: number): string[] => Array.from({ length: EACH }, (_, n) => `${round}-${n}`);

it('staff', () => {
  const staff = new StaffMirror(smallCity(), deps.judge, 'full');
  const sizes: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    staff.put(ids(round).map((id) => aStaff(id, 'c1111', 1, round % 2 === 0 ? { name: `名${id}` } : { duty: 'offDuty' })), T0);
    if (round % 2 === 0) staff.positions(ids(round).map((id) => ({ id, lng: 118.1, lat: 29.1, at: T0 + round, duty: 'patrol' as const })), T0);
    sizes.push(staff.points.size);
    const here = [...staff.points.inside(() => true)];
    expect(here.map(({ id }) => id).sort()).toEqual(ids(round).sort());
    // Nothing of who had the place before.
    if (round % 2 === 1) expect(here.filter(({ index }) => staff.names[index] !== '' || staff.positionAt(index) !== null || !Number.isNaN(staff.points.lng[index]))).toEqual([]);
    staff.remove(ids(round));
    // An older record, read from the store meanwhile, brings nobody back.
    staff.put([aStaff(`${round}-7`, 'c1111', 1)], T0);
    expect([...staff.points.inside(() => true)]).toEqual([]);
  }
  expect(Math.max(...sizes)).toBeLessThanOrEqual(EACH + 4_096 + EACH);
  expect(sizes.at(-1)).toBe(sizes[8]);
});

it('cameras, and one that comes back', () => {
  const cameras = new CameraMirror(smallCity());
  for (let round = 0; round < ROUNDS; round++) {
    cameras.put([...ids(round).map((id) => aCamera(id, 'c1111', 1)), aCamera('again', 'c1111', round * 2)]);
    expect(cameras.points.exists(cameras.points.find('again') ?? -1)).toBe(true);
    cameras.remove([...ids(round), 'again']);
  }
  expect(cameras.points.size).toBeLessThanOrEqual(2 * EACH + 4_097);
});

it('stations', () => {
  const stations = new StationMirror(smallCity(), deps.judge);
  for (let round = 0; round < ROUNDS; round++) {
    stations.put(ids(round).map((id) => aStation(id, 'c1111', 1)), T0);
    stations.remove(ids(round));
    stations.put([aStation(`${round}-7`, 'c1111', 1)], T0);
    expect([...stations.inside(() => true)]).toEqual([]);
  }
});
