/**
 * What the generator of the fictional city hands to the simulator. Plain data plus a few fast
 * look-ups. Coordinates are WGS-84 degrees [lng, lat], rounded to 1e-6; distances are kilometres
 * unless a name says otherwise; times are epoch milliseconds.
 */

/** A deterministic source of randomness: uniform in [0, 1). */
export type Rng = () => number;

export type LngLat = [number, number];
/** GeoJSON Polygon coordinates: outer ring first, then holes; first point = last point. */
export type Rings = LngLat[][];
/** [west, south, east, north] */
export type Bbox = [number, number, number, number];

export type CityLevel = 'city' | 'district' | 'street' | 'community' | 'grid';

export interface CityRegion {
  /** 990100 → 9901dd → +sss → +ccc → +gg: a code begins with its parent's (but for the city's). */
  code: string;
  name: string;
  level: CityLevel;
  /** null for the city. */
  parent: string | null;
  /** Always the sum of the children's. */
  residents: number;
  areaKm2: number;
  polygon: Rings;
  bbox: Bbox;
  /** A point well inside, where the label stands. */
  label: LngLat;
}

/** A grid as the simulator draws from it. */
export interface CityGrid {
  code: string;
  /** Share of the city's life (cases, staff …) that lies here; all grids sum to 1. */
  weight: number;
  /** Residents per km². */
  density: number;
}

export interface Waterway {
  name: string;
  kind: 'main' | 'arm' | 'tributary';
  widthM: number;
  /** From the spring (or the city's border) downstream. */
  line: LngLat[];
  /** Name of the waterway it flows into, and where on it (km from its beginning). */
  joins?: { name: string; atKm: number };
  lengthKm: number;
}

export interface WaterBody { name: string; kind: 'river' | 'lake' | 'reservoir'; polygon: Rings }

export type RoadClass = 'expressway' | 'trunk' | 'arterial' | 'street';
export interface Road { name: string; class: RoadClass; line: LngLat[] }

export interface Building { heightM: number; polygon: Rings }

/** All that is written to files and read back. */
export interface CityData {
  seed: number;
  scale: number;
  version: number;
  code: string;
  name: string;
  /** City first, then districts, streets, communities, grids; each level ordered by code. */
  regions: CityRegion[];
  waterways: Waterway[];
  waterBodies: WaterBody[];
  roads: Road[];
  buildings: Building[];
}

export interface City extends CityData {
  bbox: Bbox;
  centre: LngLat;
  outline: Rings;
  byCode: ReadonlyMap<string, CityRegion>;
  grids: readonly CityGrid[];
  /** Children of a region, by code; empty for a grid. */
  childrenOf(code: string): readonly CityRegion[];
  /** The region itself and its ancestors, from below up to the city; empty for an unknown code. */
  chainOf(code: string): readonly CityRegion[];
  /** Code of the grid that holds the point; null outside the city. A few microseconds. */
  regionAt(lng: number, lat: number): string | null;
  /** A point in the grid, on land where there is any, and ≥ 8 m from the grid's border where it is wide enough. */
  randomPointIn(gridCode: string, rng: Rng): LngLat;
  /** Code of a grid, drawn by weight. */
  pickGrid(rng: Rng): string;
  /** Name of the river, lake or reservoir at the point, or null. */
  waterAt(lng: number, lat: number): string | null;
  /** Name of the nearest named road (for addresses), any class; always one. */
  nearestRoad(lng: number, lat: number): string;
  /** Kilometres east and north of the centre, on a plane (error < 0.5 % in the city). */
  toKm(lng: number, lat: number): [number, number];
  toLngLat(x: number, y: number): LngLat;
}

export type StationKind = 'river' | 'rain' | 'reservoir' | 'sluice' | 'ponding' | 'pump';

/** Where a gauge stands. `placeStations` makes them; levels follow from place and time. */
export interface StationSite {
  /** Stable within (seed, scale): S00001 … */
  id: string;
  name: string;
  kind: StationKind;
  lng: number;
  lat: number;
  grid: string;
  /** River stations and sluices: which waterway and how far down it; reservoirs: the one they feed. */
  river?: string;
  km?: number;
  /** 设防 · 警戒 · 保证 in m (ponding: 3/10/25 cm); a reservoir's `warning` is its 汛限 in the main flood season. */
  thresholds: { alert?: number; warning?: number; danger?: number };
}

export interface StationReading {
  /** m above datum, to 0.01; for ponding cm, to 0.1 */
  level?: number;
  /** m³/s */
  flow?: number;
  /** mm, to 0.1 */
  rain5m?: number; rain1h?: number; rain24h?: number;
  /** pump running, sluice gate open */
  running?: boolean;
}

export interface WeatherOptions {
  seed: number;
  /** Its local day, and every 7th before and after, is a storm day. */
  origin: number;
  /** Local time less UTC; default 8 h. */
  zoneOffsetMs?: number;
}

/** Every method is a pure function of its arguments: any time, in any order. */
export interface Weather {
  isStormDay(ms: number): boolean;
  /** 0 on a calm day; on a storm day up from 14:00, 1 in 19:30–20:30, 0 at 02:00 of the next day. */
  stormFactor(ms: number): number;
  /** mm/h */
  rainAt(lng: number, lat: number, ms: number): number;
  /** mm fallen in the `windowMs` up to `ms` (at most 24 h). */
  rainSum(lng: number, lat: number, ms: number, windowMs: number): number;
  /** Stage (m) and flow (m³/s) of a waterway `km` down from its beginning. */
  riverAt(river: string, km: number, ms: number): { level: number; flow: number };
  /** What the station shows at `ms`. */
  levelAt(station: StationSite, ms: number): StationReading;
}
