/**
 * The least geometry that counting needs, written for the test alone so that it can witness against
 * the product: even-odd rays, and overlap by counting sample points.
 */
export type Ring = [number, number][];
/** Outer ring and holes; even-odd over all of them. */
export type Polygon = Ring[];
export interface Area { code: string; polygons: Polygon[]; box: [number, number, number, number] }

interface RawFeature { properties: Record<string, string | number>; geometry: { type: string; coordinates: Polygon | Polygon[] } }
export interface RawCollection { features: RawFeature[] }

export function areaOf(code: string, geometry: RawFeature['geometry']): Area {
  const polygons = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as Polygon[];
  const points = polygons.flat(2);
  const xs = points.map(([x]) => x), ys = points.map(([, y]) => y);
  return { code, polygons, box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] };
}

const inBox = ({ box }: Area, x: number, y: number): boolean => x >= box[0] && y >= box[1] && x <= box[2] && y <= box[3];

function inRings(rings: Polygon, x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [ax, ay] = ring[i]!, [bx, by] = ring[j]!;
      if ((ay > y) !== (by > y) && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside;
    }
  }
  return inside;
}

export const holds = (area: Area, x: number, y: number): boolean => inBox(area, x, y) && area.polygons.some((rings) => inRings(rings, x, y));

/** Whether a border runs within `near` degrees of the point: there an even-odd ray and another method may honestly disagree. */
export function onBorder(area: Area, x: number, y: number, near: number): boolean {
  const [west, south, east, north] = area.box;
  if (x < west - near || x > east + near || y < south - near || y > north + near) return false;
  return area.polygons.some((rings) => rings.some((ring) => ring.some(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length]!;
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
    return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)) <= near;
  })));
}

export interface Overlap { code: string | null; /** Share of the area by which the first leads the second, 0–1. */ lead: number }

/**
 * Which of `others` covers most of `area`, by an even lattice of points over its box; null where
 * none covers any. Where the lead is narrow the lattice is made finer.
 */
export function mostOverlap(area: Area, others: readonly Area[], fine = 60): Overlap {
  const [west, south, east, north] = area.box;
  const near = others.filter(({ box }) => box[0] <= east && box[2] >= west && box[1] <= north && box[3] >= south);
  const hits = new Map<string, number>();
  let within = 0;
  for (let i = 0; i < fine; i += 1) {
    for (let j = 0; j < fine; j += 1) {
      const x = west + ((i + 0.5) / fine) * (east - west), y = south + ((j + 0.5) / fine) * (north - south);
      if (!holds(area, x, y)) continue;
      within += 1;
      for (const other of near) if (holds(other, x, y)) hits.set(other.code, (hits.get(other.code) ?? 0) + 1);
    }
  }
  const [first, second] = [...hits].sort((a, b) => b[1] - a[1]);
  if (!first) return { code: null, lead: 1 };
  const lead = (first[1] - (second?.[1] ?? 0)) / within;
  return lead < 0.1 && fine < 400 ? mostOverlap(area, others, 400) : { code: first[0], lead };
}
