/** A city of 2 × 2 × 2 × 2 rectangles, and records in it: what push's tests stand on. */
import type { Position } from 'geojson';
import type { PushRegions } from '../../server/push/index.ts';
import type { Alert, Case, Staff, Station, VideoPoint } from '../../server/wire/entity.ts';
import { LEVELS, type Region } from '../../server/wire/region.ts';

type Box = [number, number, number, number];
const BOX: Box = [118, 29, 119, 30];

const halves = ([w, s, e, n]: Box, upright: boolean): [Box, Box] =>
  upright ? [[w, s, (w + e) / 2, n], [(w + e) / 2, s, e, n]] : [[w, s, e, (s + n) / 2], [w, (s + n) / 2, e, n]];

export function smallCity(): PushRegions & { all: Region[]; leaves: string[] } {
  const all: Region[] = [];
  const below = new Map<string, Region[]>();
  const add = (code: string, parent: string | null, depth: number, bbox: Box): void => {
    const [w, s, e, n] = bbox;
    const region: Region = { code, name: `区域 ${code}`, level: LEVELS[depth]!, parent, bbox, label: [(w + e) / 2, (s + n) / 2] };
    all.push(region);
    if (parent !== null) below.set(parent, [...(below.get(parent) ?? []), region]);
    if (depth + 1 < LEVELS.length) halves(bbox, depth % 2 === 0).forEach((part, i) => { add(`${code}${i + 1}`, code, depth + 1, part); });
  };
  add('c', null, 0, BOX);
  const get = (code: string): Region | undefined => all.find((region) => region.code === code);
  const path = (code: string): Region[] => {
    const region = get(code);
    return region ? [...(region.parent === null ? [] : path(region.parent)), region] : [];
  };
  const inside = ({ bbox: [w, s, e, n] }: Region, lng: number, lat: number): boolean => lng >= w && lng < e && lat >= s && lat < n;
  const children = (code: string): Region[] => below.get(code) ?? [];
  const leaves = all.filter((region) => region.level === 'grid').map((region) => region.code);
  return {
    all, leaves, city: all[0]!, get, path, children,
    shape: (code) => { const region = get(code); return region ? [[corners(region.bbox)]] : undefined; },
    index: { at: (lng, lat) => all.findLast((region) => region.level === 'grid' && inside(region, lng, lat))?.code ?? null },
  };
}

/** A border is met at every corner of the smaller ones along it, as in real data. */
function corners([w, s, e, n]: Box): Position[] {
  const steps = 8;
  const line = (ax: number, ay: number, bx: number, by: number): Position[] =>
    Array.from({ length: steps }, (_, i) => [ax + ((bx - ax) * i) / steps, ay + ((by - ay) * i) / steps]);
  return [...line(w, s, e, s), ...line(e, s, e, n), ...line(e, n, w, n), ...line(w, n, w, s), [w, s]];
}

export const T0 = Date.UTC(2026, 6, 1, 12, 6);
const version = (value: number): { by: 'revision'; value: number } => ({ by: 'revision', value });

export const aCase = (id: string, region: string, v: number, extra: Partial<Case> = {}): Case => ({
  kind: 'case', id, region, version: version(v), updatedAt: T0, category: '1-0101', source: '12345', urgent: false, supervised: false,
  status: 'open', stage: 'reported', times: { reported: T0 }, suspendedSeconds: 0, reworks: 0, address: `${id} 号`, ...extra,
});
export const aCamera = (id: string, region: string, v: number, extra: Partial<VideoPoint> = {}): VideoPoint =>
  ({ kind: 'video', id, region, version: version(v), updatedAt: T0, name: id, status: 'on', lng: 118.3, lat: 29.3, ...extra });
export const aStation = (id: string, region: string, v: number, extra: Partial<Station> = {}): Station => ({
  kind: 'station', id, region, version: version(v), updatedAt: T0, type: 'river', name: id, lng: 118.5, lat: 29.5,
  thresholds: { alert: 8, warning: 10, danger: 12 }, ...extra,
});
export const anAlert = (id: string, region: string, v: number, extra: Partial<Alert> = {}): Alert => ({
  kind: 'alert', id, region, version: version(v), updatedAt: T0, colour: 'orange', event: '暴雨', title: '暴雨橙色预警', issuer: '气象台', issuedAt: T0, ...extra,
});
export const aStaff = (id: string, region: string, v: number, extra: Partial<Staff> = {}): Staff =>
  ({ kind: 'staff', id, region, version: version(v), updatedAt: T0, role: 'fullTime', expected: true, duty: 'onDuty', seenAt: T0, ...extra });
