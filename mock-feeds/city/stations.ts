/** Where the gauges stand: along the rivers, at reservoirs, in low places, and rain gauges everywhere. */
import { apportion } from './gather.ts';
import { CORE } from './land.ts';
import { nameSource } from './names.ts';
import { depthIn } from './plane.ts';
import { hash, hashText, makeRng } from './rng.ts';
import { MAIN_GAUGE, makeRivers, reservoirOf, type Rivers } from './stage.ts';
import type { City, LngLat, Rng, StationKind, StationSite, Waterway } from './types.ts';
import { STORY_UNDERPASS } from './weather.ts';

const SHARES: [StationKind, number][] = [['river', 0.2], ['rain', 0.44], ['ponding', 0.2], ['pump', 0.08], ['sluice', 0.05], ['reservoir', 0.03]];
const PONDING = { alert: 3, warning: 10, danger: 25 };

interface Draft extends Omit<StationSite, 'id'> { id?: never }
interface Maker { city: City; rivers: Rivers; rng: Rng; names: () => string; taken: Set<string> }

/** The street's name without its kind: 白塔街道 → 白塔. */
const placeName = (city: City, grid: string): string => {
  const street = city.chainOf(grid).find((r) => r.level === 'street');
  return (street?.name ?? '').replace(/(街道|镇|乡)$/, '');
};

/** `base` + `tail`, with another base where that name is taken. */
function fresh(maker: Maker, base: string, tail: string): string {
  let name = base + tail;
  while (maker.taken.has(name)) name = maker.names() + tail;
  maker.taken.add(name);
  return name;
}

/** A place beside the waterway at `km`, clearly inside one grid. */
function beside(city: City, river: Waterway, km: number, rng: Rng): { at: LngLat; grid: string } | undefined {
  const line = river.line.map((p) => city.toKm(p[0], p[1]));
  let done = 0;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const len = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (done + len < km && i < line.length - 1) { done += len; continue; }
    const t = Math.max(0, Math.min(1, (km - done) / len));
    for (let tries = 0; tries < 12; tries++) {
      const off = (rng() < 0.5 ? 1 : -1) * (river.widthM / 2000) * (0.5 + 0.08 * tries) + (rng() - 0.5) * 0.03;
      const at = city.toLngLat(a[0] + (b[0] - a[0]) * t - ((b[1] - a[1]) / len) * off, a[1] + (b[1] - a[1]) * t + ((b[0] - a[0]) / len) * off);
      const grid = city.regionAt(at[0], at[1]);
      if (grid && depthIn(city.byCode.get(grid)!.polygon, at[0], at[1]) > 8e-5) return { at, grid };
    }
    return undefined;
  }
  return undefined;
}

/** 设防 · 警戒 · 保证 where a usual storm's rise reaches 警戒 at most places and 保证 at few. */
function riverLimits(maker: Maker, river: string, km: number): StationSite['thresholds'] {
  const { base, rise } = maker.rivers.reach(river, km);
  const level = (share: number): number => Math.round((base + share * rise) * 100) / 100;
  const warning = 0.76 + 0.5 * maker.rng();
  return { alert: level(warning - 0.2), warning: level(warning), danger: level(warning + 0.13 + 0.3 * maker.rng()) };
}

function onRiver(maker: Maker, kind: 'river' | 'sluice', river: Waterway, km: number): Draft | undefined {
  const place = beside(maker.city, river, km, maker.rng);
  if (!place) return undefined;
  const name = fresh(maker, placeName(maker.city, place.grid), kind === 'river' ? '站' : '闸');
  return { name, kind, lng: place.at[0], lat: place.at[1], grid: place.grid, river: river.name, km: Math.round(km * 1000) / 1000, thresholds: riverLimits(maker, river.name, km) };
}

/** Gauges evenly along all waterways, the main river first; 江湾站 always. */
function riverSites(maker: Maker, kind: 'river' | 'sluice', count: number): Draft[] {
  const { city, rivers, rng } = maker;
  const out: Draft[] = [];
  if (kind === 'river') {
    const home = MAIN_GAUGE.name.slice(0, 2);
    const tries = Array.from({ length: 80 }, (_, i) => beside(city, rivers.main, rivers.gaugeKm + (i % 2 === 0 ? -0.05 : 0.05) * i, rng));
    const at = tries.find((t) => t && city.chainOf(t.grid).some((r) => r.name.startsWith(home))) ?? tries.find((t) => t);
    if (at) out.push({ name: MAIN_GAUGE.name, kind, lng: at.at[0], lat: at.at[1], grid: at.grid, river: rivers.main.name, km: rivers.gaugeKm, thresholds: MAIN_GAUGE.thresholds });
    maker.taken.add(MAIN_GAUGE.name);
  }
  const total = city.waterways.reduce((sum, w) => sum + w.lengthKm, 0);
  const step = total / Math.max(1, count);
  // Walking all waterways end to end by one step gives each its share; `turn` starts anew between the first places.
  for (let turn = 0; out.length < count && turn < 8; turn++) {
    let at = step * (0.5 + 0.37 * turn);
    for (const river of city.waterways) {
      for (; at < river.lengthKm && out.length < count; at += step) {
        const site = onRiver(maker, kind, river, at);
        if (site) out.push(site);
      }
      at -= river.lengthKm;
    }
  }
  return out;
}

function reservoirSites(maker: Maker, count: number): Draft[] {
  const { city, rng } = maker;
  const large = city.waterBodies.filter((b) => b.kind === 'reservoir').map((b) => {
    const ring = b.polygon[0]!;
    return { name: b.name, at: ring[Math.floor(rng() * ring.length)]! };
  });
  const rural = city.grids.filter((g) => g.density < 900);
  const out: Draft[] = [];
  for (let i = 0; out.length < count && i < count * 4; i++) {
    const big = large[i];
    const at = big?.at ?? city.randomPointIn(rural[Math.floor(rng() * rural.length)]?.code ?? city.pickGrid(rng), rng);
    const grid = city.regionAt(at[0], at[1]);
    if (!grid) continue;
    const name = big?.name ?? fresh(maker, maker.names(), '水库');
    const { base, rise } = reservoirOf(hashText(name));
    const limit = (share: number): number => Math.round((base + share * rise) * 100) / 100;
    out.push({ name, kind: 'reservoir', lng: at[0], lat: at[1], grid, thresholds: { warning: limit(0.55 + 0.6 * rng()), danger: limit(1.6) } });
  }
  return out;
}

const TAILS: Record<'rain' | 'ponding' | 'pump', readonly string[]> = { rain: ['雨量站'], ponding: ['下穿道', '路口', '地道', '低洼处', '铁路桥下'], pump: ['泵站', '排涝站'] };

function townSites(maker: Maker, kind: 'rain' | 'ponding' | 'pump', count: number): Draft[] {
  const { city, rng } = maker;
  const out: Draft[] = [];
  for (let i = 0; out.length < count; i++) {
    // Rain gauges stand everywhere, by area as much as by people; the others in town.
    const code = kind === 'rain' && i % 2 === 0 ? city.grids[Math.floor(rng() * city.grids.length)]!.code : city.pickGrid(rng);
    const at = city.randomPointIn(code, rng);
    const tails = TAILS[kind];
    const tail = tails[Math.floor(rng() * tails.length)]!;
    const base = kind === 'ponding' ? city.nearestRoad(at[0], at[1]).replace(/(大道|路|街|高速|快速路)$/, '') : placeName(city, code);
    out.push({ name: fresh(maker, base, tail), kind, lng: at[0], lat: at[1], grid: code, thresholds: kind === 'ponding' ? { ...PONDING } : {} });
  }
  if (kind === 'ponding') out[0] = storyUnderpass(maker);
  return out;
}

/** 青石下穿道 lies in 青石区, in one of its densest grids. */
function storyUnderpass(maker: Maker): Draft {
  const { city, rng } = maker;
  const home = city.regions.find((r) => r.level === 'district' && STORY_UNDERPASS.name.startsWith(r.name.slice(0, 2)))?.code ?? city.code.slice(0, 4);
  const code = city.grids.filter((g) => g.code.startsWith(home)).reduce((best, g) => (g.weight > best.weight ? g : best)).code;
  const [lng, lat] = city.randomPointIn(code, rng);
  return { name: STORY_UNDERPASS.name, kind: 'ponding', lng, lat, grid: code, thresholds: { ...PONDING } };
}

/**
 * `count` gauges of all kinds (at least one of each, so at least 6), the same for the same city.
 * S00001 is 江湾站, the main gauge of the core.
 */
export function placeStations(city: City, count: number): StationSite[] {
  const seed = hash(city.seed, Math.round(city.scale * 1000));
  const maker: Maker = { city, rivers: makeRivers(city, CORE), rng: makeRng(seed, 'stations'), names: nameSource(seed, 'stations'), taken: new Set([STORY_UNDERPASS.name]) };
  const drafts: Draft[] = [];
  const numbers = apportion(SHARES.map(([, share]) => share), Math.max(SHARES.length, count), 1);
  for (const [i, [kind]] of SHARES.entries()) {
    const n = numbers[i]!;
    if (kind === 'river' || kind === 'sluice') drafts.push(...riverSites(maker, kind, n));
    else if (kind === 'reservoir') drafts.push(...reservoirSites(maker, n));
    else drafts.push(...townSites(maker, kind, n));
  }
  drafts.push(...townSites(maker, 'rain', Math.max(0, count - drafts.length)));
  drafts.length = Math.max(6, Math.min(count, drafts.length));
  return drafts.map((draft, i) => ({ ...draft, id: `S${String(i + 1).padStart(5, '0')}` }));
}
