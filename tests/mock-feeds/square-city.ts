/** A city of nested rectangles, so that tests of the simulator neither wait for nor depend on the generator. */
import type { City, CityGrid, CityLevel, CityRegion, LngLat, Rings, StationSite, Weather } from '../../mock-feeds/city/types.ts';
import { DAY, HOUR, dayOf, timeOfDay } from '../../mock-feeds/local-time.ts';

const LEVELS: readonly CityLevel[] = ['city', 'district', 'street', 'community', 'grid'];
const WIDTHS = [0, 2, 3, 3, 2];
const WEST = 118;
const SOUTH = 29;

/** `counts`: districts, streets a district, communities a street, grids a community; each level is cut the other way. */
export function squareCity(counts: readonly [number, number, number, number] = [3, 2, 2, 2]): City {
  const regions: CityRegion[] = [];
  const children = new Map<string, CityRegion[]>();
  const add = (depth: number, code: string, parent: string | null, box: [number, number, number, number]): void => {
    const [w, s, e, n] = box;
    const ring: LngLat[] = [[w, s], [e, s], [e, n], [w, n], [w, s]];
    const region: CityRegion = {
      code, name: `${LEVELS[depth]!}${code}`, level: LEVELS[depth]!, parent, residents: 100, areaKm2: 1, polygon: [ring], bbox: box, label: [(w + e) / 2, (s + n) / 2],
    };
    regions.push(region);
    if (parent) children.set(parent, [...(children.get(parent) ?? []), region]);
    const count = counts[depth] ?? 0;
    for (let i = 0; i < count; i++) {
      const childCode = (depth === 0 ? '9901' : code) + String(i + 1).padStart(WIDTHS[depth + 1]!, '0');
      const cut = (a: number, b: number, k: number): number => a + ((b - a) * k) / count;
      const part: typeof box = depth % 2 === 0 ? [cut(w, e, i), s, cut(w, e, i + 1), n] : [w, cut(s, n, i), e, cut(s, n, i + 1)];
      add(depth + 1, childCode, code, part);
    }
  };
  add(0, '990100', null, [WEST, SOUTH, WEST + 1, SOUTH + 0.8]);
  regions.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || (a.code < b.code ? -1 : 1));
  const grids = regions.filter((r) => r.level === 'grid');
  const byCode = new Map(regions.map((r) => [r.code, r]));
  const chainOf = (code: string): CityRegion[] => {
    const chain: CityRegion[] = [];
    for (let r = byCode.get(code); r; r = r.parent ? byCode.get(r.parent) : undefined) chain.push(r);
    return chain;
  };
  const inside = (r: CityRegion, lng: number, lat: number): boolean =>
    lng >= r.bbox[0] && lng < r.bbox[2] && lat >= r.bbox[1] && lat < r.bbox[3];
  const regionAt = (lng: number, lat: number): string | null => {
    let at = regions[0]!;
    if (!inside(at, lng, lat)) return null;
    for (let below = children.get(at.code); below; below = children.get(at.code)) {
      const next = below.find((r) => inside(r, lng, lat));
      if (!next) return null;
      at = next;
    }
    return at.code;
  };
  const outline: Rings = regions[0]!.polygon;
  return {
    seed: 1, scale: grids.length / 11_263, version: 1, code: '990100', name: '测试市', regions, waterways: [], waterBodies: [], roads: [], buildings: [],
    bbox: regions[0]!.bbox, centre: regions[0]!.label, outline, byCode,
    grids: grids.map((g): CityGrid => ({ code: g.code, weight: 1 / grids.length, density: 1000 })),
    childrenOf: (code) => children.get(code) ?? [], chainOf, regionAt,
    randomPointIn(code, rng) {
      const [w, s, e, n] = byCode.get(code)!.bbox;
      const at = (a: number, b: number): number => Math.round((a + (b - a) * (0.05 + 0.9 * rng())) * 1e6) / 1e6;
      return [at(w, e), at(s, n)];
    },
    pickGrid: (rng) => grids[Math.floor(rng() * grids.length)]!.code,
    waterAt: () => null, nearestRoad: () => '测试路',
    toKm: (lng, lat) => [(lng - WEST - 0.5) * 97, (lat - SOUTH - 0.4) * 111],
    toLngLat: (x, y) => [WEST + 0.5 + x / 97, SOUTH + 0.4 + y / 111],
  };
}

/** A storm from 14:00 to 02:00 on every 7th day, the same everywhere. */
export function plainWeather(origin: number): Weather {
  const isStormDay = (ms: number): boolean => (dayOf(ms) - dayOf(origin)) % 7 === 0;
  const stormFactor = (ms: number): number => {
    const clock = isStormDay(ms) ? timeOfDay(ms) : isStormDay(ms - DAY) ? timeOfDay(ms) + DAY : 0;
    const hour = clock / HOUR;
    return hour < 14 || hour > 26 ? 0 : hour < 20 ? (hour - 14) / 6 : (26 - hour) / 6;
  };
  const rainAt = (_lng: number, _lat: number, ms: number): number => 60 * stormFactor(ms);
  return {
    isStormDay, stormFactor, rainAt,
    rainSum: (lng, lat, ms, windowMs) => (rainAt(lng, lat, ms) * windowMs) / HOUR / 2,
    riverAt: (_river, _km, ms) => ({ level: 10 + 4 * stormFactor(ms - 2 * HOUR), flow: 100 }),
    levelAt: (site, ms) => readingOf(site, stormFactor(ms)),
  };
}

function readingOf(site: StationSite, storm: number): ReturnType<Weather['levelAt']> {
  switch (site.kind) {
    case 'rain': return { rain5m: 5 * storm, rain1h: 60 * storm, rain24h: 200 * storm };
    case 'ponding': return { level: Math.round(400 * storm) / 10 };
    case 'pump': return { running: storm > 0.2 };
    case 'sluice': return { level: 9, running: storm > 0.5 };
    default: return { level: Math.round((10 + 4 * storm) * 100) / 100, flow: 100 };
  }
}

const KINDS = ['river', 'rain', 'reservoir', 'sluice', 'ponding', 'pump'] as const;

export function plainStations(city: City, count: number): StationSite[] {
  return Array.from({ length: count }, (_, i): StationSite => {
    const grid = city.grids[i % city.grids.length]!;
    const [lng, lat] = city.byCode.get(grid.code)!.label;
    const kind = KINDS[i % KINDS.length]!;
    return {
      id: `S${String(i + 1).padStart(5, '0')}`, name: `测站${i + 1}`, kind, lng, lat, grid: grid.code,
      ...(kind === 'river' ? { river: '测河', km: i } : {}),
      thresholds: kind === 'ponding' ? { alert: 3, warning: 10, danger: 25 } : kind === 'river' || kind === 'reservoir' ? { alert: 11, warning: 12, danger: 13 } : {},
    };
  });
}
