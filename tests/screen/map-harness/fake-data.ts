/** Invented, seeded figures for the harness: enough like a storm evening to judge the picture by. */
import { latLngToCell } from 'h3-js';
import type { CounterRow } from '../../../server/wire/counters.ts';
import type { AlertItem, ApiRegions, CaseItem, HeatData, PointsData, StationItem } from '../../../server/wire/messages.ts';
import type { Region } from '../../../server/wire/region.ts';

export function rng(seed: number): () => number {
  let s = seed >>> 0;
  return () => {
    s = (s + 0x6d2b79f5) >>> 0;
    let t = Math.imul(s ^ (s >>> 15), s | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const hash = (text: string): number => [...text].reduce((a, c) => (Math.imul(a, 31) + c.codePointAt(0)!) | 0, 7);
const normal = (r: () => number): number => Math.sqrt(-2 * Math.log(1 - r())) * Math.cos(2 * Math.PI * r());

const width = (r: Region): number => r.bbox[2] - r.bbox[0];
const height = (r: Region): number => r.bbox[3] - r.bbox[1];
const centre = (r: Region): [number, number] => [(r.bbox[0] + r.bbox[2]) / 2, (r.bbox[1] + r.bbox[3]) / 2];
const coreness = (r: Region, top: Region): number => {
  const c = centre(top);
  return Math.exp(-(((r.label[0] - c[0]) / width(top)) ** 2 + ((r.label[1] - c[1]) / height(top)) ** 2) * 14);
};

export function fakeRows(regions: ApiRegions): Record<string, CounterRow> {
  const top = regions.path[0]!;
  const rows: Record<string, CounterRow> = {};
  for (const child of [regions.region, ...regions.children]) {
    const r = rng(hash(child.code));
    const area = width(child) * height(child) * 7000;
    const reported = Math.ceil(area * (0.05 + 6 * coreness(child, top)) * (0.5 + r()));
    rows[child.code] = {
      'today.reported': reported, open: Math.round(reported * 0.3), overdue: Math.round(reported * 0.02 * r()),
      'today.closed': Math.round(reported * 0.7), 'today.closedOnTime': Math.round(reported * (0.6 + 0.1 * r())),
      'video.total': 900, 'video.on': 860 + Math.floor(r() * 40), 'staff.expected': 800, 'staff.expectedOn': 760 + Math.floor(r() * 40),
    };
  }
  return rows;
}

/** Random places, most around a few hot spots of the city; only those inside the box of `region`. */
function* places(region: Region, top: Region, n: number, seed: number, tight: number): Generator<[number, number]> {
  const r = rng(seed);
  const spots = Array.from({ length: 14 }, () => [centre(top)[0] + normal(r) * width(top) * 0.13, centre(top)[1] + normal(r) * height(top) * 0.13] as const);
  for (let i = 0; i < n; i++) {
    const spot = spots[Math.floor(r() * spots.length)]!;
    const spread = r() < 0.7 ? tight : 0.2;
    const p: [number, number] = [spot[0] + normal(r) * spread * width(top), spot[1] + normal(r) * spread * height(top)];
    if (p[0] > region.bbox[0] && p[0] < region.bbox[2] && p[1] > region.bbox[1] && p[1] < region.bbox[3]) yield p;
  }
}

export function fakeHeat(region: Region, top: Region): HeatData {
  const cells: Record<string, number> = {};
  for (const [lng, lat] of places(region, top, 10_000, 11, 0.022)) {
    const cell = latLngToCell(lat, lng, 9);
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  return { region: region.code, window: 24, resolution: 9, from: 0, to: 0, cells, around: {}, most: Math.max(0, ...Object.values(cells)), kernel: 400 };
}

function points(region: Region, top: Region, n: number, seed: number, state: (r: () => number) => number): PointsData {
  const found = [...places(region, top, n, seed, 0.05)];
  const r = rng(seed + 1);
  const xy = new Uint16Array(found.length * 2);
  const states = new Uint8Array(found.length);
  found.forEach(([lng, lat], i) => {
    xy[i * 2] = Math.round(((lng - region.bbox[0]) / width(region)) * 65_534);
    xy[i * 2 + 1] = Math.round(((lat - region.bbox[1]) / height(region)) * 65_534);
    states[i] = state(r);
  });
  return { region: region.code, bbox: region.bbox, count: found.length, xy: new Uint8Array(xy.buffer), state: states };
}
export const fakeCameras = (region: Region, top: Region): PointsData => points(region, top, 20_000, 21, (r) => (r() < 0.985 ? 1 : 0));
export const fakeStaff = (region: Region, top: Region): PointsData => points(region, top, 60_000, 31, (r) => Math.floor(r() * 4));

export function fakeStations(region: Region, top: Region, now: number): StationItem[] {
  const r = rng(41);
  const names = ['江湾', '云栖', '沙洲', '西陵', '古渡', '青石', '望海', '北固', '南屏', '石门'];
  const types = ['river', 'river', 'river', 'reservoir', 'ponding', 'ponding', 'rain', 'rain', 'pump', 'sluice'] as const;
  return [...places(region, top, 160, 43, 0.09)].map(([lng, lat], i): StationItem => {
    const type = types[i % types.length]!;
    const pond = type === 'ponding';
    const warning = pond ? 10 : 4.5;
    const level = type === 'rain' || type === 'pump' ? null : pond ? Math.round(r() * 16) : Number((2 + r() * 2.3).toFixed(2));
    const critical = i === 0;
    return {
      id: `S${i}`, type, name: `${names[i % names.length]!}${pond ? '下穿道' : '站'}`, river: type === 'river' ? '澜江' : null, region: region.code, lng, lat,
      state: critical ? 'alert' : i === 17 ? 'silent' : level !== null && pond ? (level >= 10 ? 'warning' : level >= 3 ? 'alert' : 'normal') : 'normal',
      level: critical ? 4.38 : level, flow: null, rain1h: type === 'rain' ? 12 : null, rain24h: type === 'rain' ? 58 : null, running: type === 'pump' ? true : null, readAt: now - 60_000,
      alert: pond ? 3 : 4.2, warning: critical ? 4.55 : warning, danger: pond ? 25 : 5.6, rise: critical ? 0.21 : pond ? 2 : 0.02,
    };
  });
}

export const fakeAlerts = (now: number): AlertItem[] => [{
  id: 'A1', colour: 'orange', event: '暴雨', title: '城区暴雨橙色预警', issuer: '市气象台', issuedAt: now - 24 * 60_000, expiresAt: null, region: '', station: null, text: null, ackedBy: null, ackedAt: null, quiet: null, within: [],
}];

let made = 0;
export function fakeCase(region: Region, now: number): CaseItem {
  const r = rng(1000 + made++);
  return {
    id: `C${made}`, category: '1-0103', categoryName: '道路积水', address: '青石下穿道', region: region.code, stage: 'reported', status: 'open', urgent: true, overdue: false, source: 'sensor',
    reportedAt: now, updatedAt: now, lng: centre(region)[0] + (r() - 0.5) * width(region) * 0.4, lat: centre(region)[1] + (r() - 0.5) * height(region) * 0.4,
  };
}
