import fc from 'fast-check';
import type { Feature } from 'geojson';
import { describe, expect, it } from 'vitest';
import { bodies, footprints, footprintsIn, LEAN, shadows, type Bodies } from '../../screen/map/layers/buildings.ts';
import { makeProjection, toLat, toLng } from '../../screen/map/projection.ts';
import { lightAt, roofShade, sunAt, wallShade, type Light } from '../../screen/map/sun.ts';

const p = makeProjection([120, 30]);
const NOON: Light = { day: 1, sun: [0, -1], shadow: 0.5 };
const NIGHT: Light = { day: 0, sun: [0, 1], shadow: 0 };
/** A house of `w` × `d` metres with its south-west corner at x,y. */
const house = (x: number, y: number, properties: Record<string, unknown>, w = 20, d = 10, turned = false): Feature => {
  const ring = [[x, y], [x + w, y], [x + w, y + d], [x, y + d], [x, y]].map(([e, n]) => [toLng(p, e!), toLat(p, n!)]);
  return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [turned ? ring.reverse() : ring] } };
};
const polygon = (b: Bodies, i: number): [number, number][] =>
  Array.from({ length: b.starts[i + 1]! - b.starts[i]! }, (_, k) => { const at = (b.starts[i]! + k) * 2; return [Math.round(b.positions[at]!), Math.round(b.positions[at + 1]!)]; });
const brightness = (b: Bodies, vertex: number): number => b.colours[vertex * 4]! + b.colours[vertex * 4 + 1]! + b.colours[vertex * 4 + 2]!;

describe('footprints', () => {
  it('turns every ring counter-clockwise and opens it, whichever way it came', () => {
    for (const turned of [false, true]) {
      const made = footprints(p, [house(0, 0, { height: 9 }, 20, 10, turned)]);
      expect([...made.starts]).toEqual([0, 4]);
      const xy = [...made.positions];
      const area = xy.reduce((sum, x, i) => (i % 2 ? sum : sum + x * xy[(i + 3) % 8]! - xy[(i + 2) % 8]! * xy[i + 1]!), 0) / 2;
      expect(area).toBeCloseTo(200, 0);
    }
  });
  it('takes height or storeys, and makes up none', () => {
    const made = footprints(p, [house(0, 0, { height: 90 }), house(0, 50, { height_m: 10 }), house(0, 90, { levels: 6 }), house(0, 130, {})]);
    expect([...made.heights]).toEqual([0, 10, 18, 90]);
    // Flat: a roof on the ground, no wall.
    expect(bodies(footprints(p, [house(0, 0, {})]), NOON).count).toBe(1);
    expect(polygon(bodies(footprints(p, [house(0, 0, {})]), NOON), 0)).toContainEqual([20, 10]);
  });
  it('chooses those in a box, the tallest within the vertices allowed, and never draws more', () => {
    const set = footprints(p, [house(0, 0, { height: 30 }), house(40, 0, { height: 60 }), house(9_000, 0, { height: 90 })]);
    expect(footprintsIn(set, [-10, -10, 100, 100], 1_000).count).toBe(2);
    expect([...footprintsIn(set, [-10, -10, 100, 100], 20).heights]).toEqual([60]);
    fc.assert(fc.property(fc.integer({ min: 0, max: 120 }), (most) => {
      expect(bodies(footprintsIn(set, [-1e5, -1e5, 1e5, 1e5], most), NOON).positions.length / 2).toBeLessThanOrEqual(most);
    }));
  });
});

describe('bodies', () => {
  it('have the two walls that face the eye and a roof moved by the height, drawn last', () => {
    const made = bodies(footprints(p, [house(0, 0, { height: 100 })]), NOON);
    expect(made.count).toBe(3);
    const [dx, dy] = [Math.round(LEAN[0] * 100), Math.round(LEAN[1] * 100)];
    expect(polygon(made, 2)).toEqual([[dx, dy], [20 + dx, dy], [20 + dx, 10 + dy], [dx, 10 + dy]]);
    // South along the ground and up, west likewise; never north or east, which the body hides.
    const walls = [polygon(made, 0), polygon(made, 1)];
    expect(walls).toContainEqual([[0, 0], [20, 0], [20 + dx, dy], [dx, dy]]);
    expect(walls).toContainEqual([[0, 10], [0, 0], [dx, dy], [dx, 10 + dy]]);
  });
  it('are drawn from the far to the near, tall or low', () => {
    const rows = [300, 0, 150, 450];
    const made = bodies(footprints(p, rows.map((y, i) => house(0, y, { height: 40 + i * 10 }))), NOON);
    const feet = Array.from({ length: made.count }, (_, i) => Math.min(...polygon(made, i).map(([, y]) => y))).filter((_, i) => i % 3 === 0);
    expect(feet).toEqual([450, 300, 150, 0]);
  });
  it('of a notched ground plan draw the wall in the notch before the arm that hides it', () => {
    // A U open to the south, arms 10 wide.
    const ring = [[0, 0], [10, 0], [10, 30], [30, 30], [30, 0], [40, 0], [40, 40], [0, 40], [0, 0]].map(([x, y]) => [toLng(p, x!), toLat(p, y!)]);
    const made = bodies(footprints(p, [{ type: 'Feature', properties: { height: 20 }, geometry: { type: 'Polygon', coordinates: [ring] } }]), NOON);
    const feet = Array.from({ length: made.count - 1 }, (_, i) => polygon(made, i).slice(0, 2).map(([, y]) => y));
    expect(feet[0]).toEqual([30, 30]);
    expect(feet.slice(-2)).toEqual([[0, 0], [0, 0]]);
  });
  it('are lighter on the roof than on any wall, darker at the foot, at every hour', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 365 * 24 }), (hour) => {
      const made = bodies(footprints(p, [house(0, 0, { height: 60 })]), lightAt(Date.UTC(2025, 0, 1) + hour * 3_600_000, 120, 30));
      const roof = brightness(made, made.starts[2]!);
      for (let v = 0; v < made.starts[2]!; v += 4) {
        expect(brightness(made, v + 2)).toBeLessThan(roof);
        expect(brightness(made, v)).toBeLessThan(brightness(made, v + 3));
      }
      expect([...made.colours].filter((_, i) => i % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
    }));
  });
});

describe('shadows', () => {
  const set = footprints(p, [house(0, 0, { height: 40 })]);
  const corners = (light: Light): string[] => {
    const { positions } = shadows(set, light);
    return Array.from({ length: positions.length / 2 }, (_, i) => `${Math.round(positions[i * 2]!)},${Math.round(positions[i * 2 + 1]!)}`);
  };
  it('fall away from the sun by height, and take in what lies between', () => {
    expect(corners(NOON).sort()).toEqual(['0,0', '0,30', '20,0', '20,30']);
    // From the south-west: the far corner of the ground plan's near side is no corner of the shadow.
    expect(corners({ ...NOON, sun: [-Math.SQRT1_2, -Math.SQRT1_2], shadow: Math.SQRT2 / 2 }).sort()).toEqual(['0,0', '0,10', '20,0', '20,30', '40,20', '40,30'].sort());
  });
  it('are none at night', () => expect(shadows(set, NIGHT).count).toBe(0));
});

describe('the light of the hour', () => {
  const degrees = (x: number): number => (x * 180) / Math.PI;
  it('has the sun where almanacs have it', () => {
    // Greenwich, noon of the equinox: 90° − latitude, due south; the summer solstice is 23.4° higher.
    const equinox = sunAt(Date.UTC(2025, 2, 20, 12, 7), 0, 51.48);
    expect(degrees(equinox.altitude)).toBeCloseTo(38.6, 0);
    expect(Math.abs(degrees(equinox.azimuth))).toBeCloseTo(180, 0);
    expect(degrees(sunAt(Date.UTC(2025, 5, 21, 12, 2), 0, 51.48).altitude)).toBeCloseTo(61.95, 0);
    // On the equator at the equinox it rises due east at about six.
    const dawn = sunAt(Date.UTC(2025, 2, 20, 6, 7), 0, 0);
    expect(Math.abs(degrees(dawn.altitude))).toBeLessThan(1);
    expect(degrees(dawn.azimuth)).toBeCloseTo(90, 0);
  });
  it('lights the east in the morning, the west in the evening, neither at night', () => {
    const at = (hour: number): Light => lightAt(Date.UTC(2025, 5, 12, hour - 8), 120, 30);
    expect(wallShade(at(7), 1, 0)).toBeGreaterThan(wallShade(at(7), -1, 0) * 1.3);
    expect(wallShade(at(17), -1, 0)).toBeGreaterThan(wallShade(at(17), 1, 0) * 1.3);
    expect(at(12).day).toBe(1);
    expect(at(0)).toMatchObject({ day: 0, shadow: 0 });
    expect(roofShade(at(0))).toBeLessThan(roofShade(at(12)) * 0.7);
    expect(at(7).shadow).toBeGreaterThan(at(12).shadow);
  });
  it('comes and goes by degrees: no quarter of an hour is a jump', () => {
    for (let i = 0; i < 96; i++) {
      const [a, b] = [i, i + 1].map((n) => lightAt(Date.UTC(2025, 5, 12) + n * 900_000, 120, 30).day) as [number, number];
      expect(Math.abs(a - b)).toBeLessThan(0.35);
    }
  });
});
