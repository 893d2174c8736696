/** City folders for tests: written to a temporary place, whole or with one mistake. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const CITY = `code: "770000"
name: 试城
title: 试城一网统管
zone: Asia/Shanghai
centre: [120, 30]
`;
export const REGIONS = `levels:
  - { level: district, name: 区, file: districts.geojson, code: code, label: name }
`;
export const ALERT_FEED = `title: 预警
kind: alert
url: http://127.0.0.1:1/alerts
every: 10s
late: 2m
pull: { protocol: snapshot, id: id }
answer: { records: rows }
map:
  id: id
  version: { revision: ver }
  updatedAt: at
  colour: { path: colour, values: { 红: red } }
  event: event
  title: title
  issuer: issuer
  issuedAt: at
`;

const square = (x: number, y: number, size: number): number[][][] => [[[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]];
export interface Area { code: string; name: string; x: number; y: number; size: number; more?: Record<string, unknown> }
export const geojson = (areas: Area[]): string => JSON.stringify({
  type: 'FeatureCollection',
  features: areas.map(({ code, name, x, y, size, more }) => ({ type: 'Feature', properties: { code, name, ...more }, geometry: { type: 'Polygon', coordinates: square(x, y, size) } })),
});

export interface Folder { dir: string; remove(): void }

/** Files by path; those not given are as a small, right city has them. */
export function writeFolder(files: Record<string, string | null>): Folder {
  const dir = mkdtempSync(join(tmpdir(), 'yiping-city-'));
  const all: Record<string, string | null> = {
    'city.yaml': CITY, 'regions.yaml': REGIONS,
    'districts.geojson': geojson([{ code: '770101', name: '东区', x: 120, y: 30, size: 0.1 }, { code: '770102', name: '西区', x: 119.9, y: 30, size: 0.1 }]),
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    if (text === null) continue;
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return { dir, remove: () => rmSync(dir, { recursive: true }) };
}
