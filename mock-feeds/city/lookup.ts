/** The city's fast questions: who holds a point, where is water, which road is near. */
import { CENTRE, depthIn, inRings, round6, toKm, toLngLat } from './plane.ts';
import { hashText, makeRng, normal } from './rng.ts';
import type { Bbox, City, CityData, CityGrid, CityRegion, LngLat, Rings, Rng } from './types.ts';

/** Items by the squares of a raster that their boxes touch. */
class Bins<T> {
  private readonly lists: T[][] = [];
  constructor(private readonly box: Bbox, private readonly side: number) {}
  private column(lng: number): number { return Math.floor(((lng - this.box[0]) / (this.box[2] - this.box[0])) * this.side); }
  private row(lat: number): number { return Math.floor(((lat - this.box[1]) / (this.box[3] - this.box[1])) * this.side); }
  add(item: T, box: Bbox): void {
    for (let i = this.column(box[0]); i <= this.column(box[2]); i++) {
      for (let j = this.row(box[1]); j <= this.row(box[3]); j++) (this.lists[i * 1000 + j] ??= []).push(item);
    }
  }
  at(lng: number, lat: number): readonly T[] {
    if (lng < this.box[0] || lng > this.box[2] || lat < this.box[1] || lat > this.box[3]) return [];
    return this.lists[this.column(lng) * 1000 + this.row(lat)] ?? [];
  }
  /** Items of the squares at a distance of `reach` squares exactly. */
  around(lng: number, lat: number, reach: number): T[] {
    const [ci, cj] = [this.column(lng), this.row(lat)];
    const out: T[] = [];
    for (let i = ci - reach; i <= ci + reach; i++) {
      for (let j = cj - reach; j <= cj + reach; j++) {
        if (Math.max(Math.abs(i - ci), Math.abs(j - cj)) === reach && i >= 0 && j >= 0 && j < 1000) out.push(...(this.lists[i * 1000 + j] ?? []));
      }
    }
    return out;
  }
  get size(): number { return this.side; }
}

/** A polygon of many points, cut into strips of latitude, so that a question looks at few edges. */
function stripes(rings: Rings, box: Bbox): (lng: number, lat: number) => boolean {
  const count = Math.max(1, Math.min(400, Math.floor(rings[0]!.length / 6)));
  const strip = (lat: number): number => Math.min(count - 1, Math.max(0, Math.floor(((lat - box[1]) / (box[3] - box[1])) * count)));
  const edges: [LngLat, LngLat][][] = Array.from({ length: count }, () => []);
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const a = ring[i - 1]!, b = ring[i]!;
      for (let s = strip(Math.min(a[1], b[1])); s <= strip(Math.max(a[1], b[1])); s++) edges[s]!.push([a, b]);
    }
  }
  return (lng, lat) => {
    if (lng < box[0] || lng > box[2] || lat < box[1] || lat > box[3]) return false;
    let inside = false;
    for (const [a, b] of edges[strip(lat)]!) if ((a[1] > lat) !== (b[1] > lat) && lng < ((b[0] - a[0]) * (lat - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
    return inside;
  };
}

function weighGrids(grids: readonly CityRegion[], dry: (grid: CityRegion) => boolean): CityGrid[] {
  const raw = grids.map((g) => {
    const rng = makeRng(hashText(g.code), 'weight');
    const density = g.residents / Math.max(0.001, g.areaKm2);
    return g.residents ** 0.85 * density ** 0.2 * Math.exp(0.5 * normal(rng)) * (dry(g) ? 1 : 0.02);
  });
  const all = raw.reduce((a, b) => a + b, 0);
  return grids.map((g, i) => ({ code: g.code, weight: raw[i]! / all, density: g.residents / Math.max(0.001, g.areaKm2) }));
}

function drawer(grids: readonly CityGrid[]): (rng: Rng) => string {
  const sums = new Float64Array(grids.length);
  let sum = 0;
  for (const [i, g] of grids.entries()) sums[i] = sum += g.weight;
  return (rng) => {
    const target = rng() * sum;
    let low = 0, high = grids.length - 1;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (sums[mid]! < target) low = mid + 1;
      else high = mid;
    }
    return grids[low]!.code;
  };
}

/** 8 m in degrees, at least, in every direction. */
const MARGIN = 0.008 / 96.9;

function pointDrawer(byCode: ReadonlyMap<string, CityRegion>, wet: (lng: number, lat: number) => boolean): City['randomPointIn'] {
  return (code, rng) => {
    const grid = byCode.get(code);
    if (!grid) throw new Error(`randomPointIn: expected the code of a grid, found "${code}"`);
    const [w, s, e, n] = grid.bbox;
    for (const margin of [MARGIN, MARGIN, 0]) {
      for (let tries = 0; tries < 40; tries++) {
        const lng = round6(w + rng() * (e - w)), lat = round6(s + rng() * (n - s));
        if (margin > 0 ? depthIn(grid.polygon, lng, lat) < margin : !inRings(grid.polygon, lng, lat)) continue;
        if (!wet(lng, lat)) return [lng, lat];
      }
    }
    return grid.label;
  };
}

function roadFinder(data: CityData, box: Bbox): (lng: number, lat: number) => string {
  const bins = new Bins<{ p: LngLat; name: string }>(box, 160);
  for (const road of data.roads) for (const p of road.line) bins.add({ p, name: road.name }, [p[0], p[1], p[0], p[1]]);
  return (lng, lat) => {
    const x = Math.max(box[0], Math.min(box[2], lng)), y = Math.max(box[1], Math.min(box[3], lat));
    let best = Infinity, name = '';
    // The ring after the first hit may still hold a nearer one.
    for (let reach = 0, last = bins.size; reach <= last; reach++) {
      for (const { p, name: road } of bins.around(x, y, reach)) {
        const d = (p[0] - x) ** 2 * 0.76 + (p[1] - y) ** 2;
        if (d < best) { best = d; name = road; last = Math.min(last, reach + 1); }
      }
    }
    return name;
  };
}

/** Adds the look-ups to plain data. */
export function makeCity(data: CityData): City {
  const byCode = new Map(data.regions.map((r) => [r.code, r]));
  const children = new Map<string, CityRegion[]>();
  for (const r of data.regions) {
    if (r.parent === null) continue;
    const list = children.get(r.parent);
    if (list) list.push(r);
    else children.set(r.parent, [r]);
  }
  const city = byCode.get(data.code);
  if (!city) throw new Error(`city ${data.code} has no region of its own`);
  const gridRegions = data.regions.filter((r) => r.level === 'grid');
  const bins = new Bins<CityRegion>(city.bbox, Math.max(12, Math.min(300, Math.round(2 * Math.sqrt(gridRegions.length)))));
  for (const g of gridRegions) bins.add(g, g.bbox);
  const bodies = data.waterBodies.map((b) => {
    const lngs = b.polygon[0]!.map((p) => p[0]), lats = b.polygon[0]!.map((p) => p[1]);
    const box: Bbox = [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
    return { name: b.name, holds: stripes(b.polygon, box) };
  });
  const waterAt = (lng: number, lat: number): string | null => bodies.find((b) => b.holds(lng, lat))?.name ?? null;
  const wet = (lng: number, lat: number): boolean => waterAt(lng, lat) !== null;
  const grids = weighGrids(gridRegions, (g) => !wet(g.label[0], g.label[1]));
  let nearestRoad: ((lng: number, lat: number) => string) | undefined;
  return {
    ...data, bbox: city.bbox, centre: [...CENTRE], outline: city.polygon, byCode, grids, waterAt, toKm, toLngLat,
    childrenOf: (code) => children.get(code) ?? [],
    chainOf: (code) => chain(byCode, code),
    regionAt: (lng, lat) => bins.at(lng, lat).find((g) => {
      const [w, s, e, n] = g.bbox;
      return lng >= w && lng <= e && lat >= s && lat <= n && inRings(g.polygon, lng, lat);
    })?.code ?? null,
    randomPointIn: pointDrawer(byCode, wet),
    pickGrid: drawer(grids),
    nearestRoad: (lng, lat) => (nearestRoad ??= roadFinder(data, city.bbox))(lng, lat),
  };
}

function chain(byCode: ReadonlyMap<string, CityRegion>, code: string): CityRegion[] {
  const out: CityRegion[] = [];
  for (let r = byCode.get(code); r; r = r.parent === null ? undefined : byCode.get(r.parent)) out.push(r);
  return out;
}
