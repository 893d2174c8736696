/**
 * The published files of New York, read for counting by hand: shares no code with server/ or
 * mock-feeds/. What each line means is said in data/README.md and in nyc/*.yaml; this reads it anew.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { areaOf, holds, mostOverlap, onBorder, type Area, type RawCollection } from './geometry-by-hand.ts';

export interface NycCase {
  id: string;
  /** Epoch ms. */
  created: number; closed: number | null; due: number | null;
  status: string; category: string; source: string;
  /** Lowest region it lies in; the city's code when in none. */
  region: string;
  point: [number, number] | null;
}
export interface NycCamera { id: string; on: boolean; region: string }
export interface Nyc {
  city: string;
  /** Code → code of the region above; the city's is null. */
  parents: Map<string, string | null>;
  levels: Map<string, number>;
  /** Regions with none below, of the lowest level. */
  leaves: Set<string>;
  cases: NycCase[]; cameras: NycCamera[];
  /** What counting by hand had to decide, for people to read. */
  notes: { onBorder: number; severalAreas: number; byCode: number; unplaced: number; narrowestLead: string };
}

/** Within 0.1 mm of a border two exact methods may differ by rounding. */
const BORDER_DEGREES = 1e-9;
/** Daylight time holds in New York from March to 3 November 2024: every time of these files lies within. */
const OFFSET = '-04:00';

export function readNyc(dir: string, city: string): Nyc {
  const parents = new Map<string, string | null>([[city, null]]);
  const levels = new Map([[city, 0]]);
  const json = <T>(name: string): T => JSON.parse(readFileSync(join(dir, name), 'utf8')) as T;
  const boroughs = json<RawCollection>('boroughs.geojson').features.map(({ properties: p, geometry }) => ({ ...areaOf(String(p['BoroCode']), geometry), name: String(p['BoroName']) }));
  const codeOf = new Map(boroughs.map(({ name, code }) => [name, code]));
  for (const { code } of boroughs) { parents.set(code, city); levels.set(code, 1); }
  const districts = json<RawCollection>('community-districts.geojson').features.map(({ properties: p, geometry }) => {
    const borough = codeOf.get(String(p['BOROUGH'])) ?? '?';
    // Parks and airports have the code 0; their number stands in their name, "Manhattan (CD64)".
    const number = /\(CD(\d+)\)$/.exec(String(p['GEONAME']))?.[1] ?? '?';
    return { ...areaOf(Number(p['GEOCODE']) === 0 ? borough + number : String(p['GEOCODE']), geometry), borough };
  });
  for (const { code, borough } of districts) { parents.set(code, borough); levels.set(code, 2); }
  const neighbourhoods = json<RawCollection>('neighborhoods.geojson').features.map(({ properties: p, geometry }) => ({ ...areaOf(String(p['NTACode']), geometry), borough: codeOf.get(String(p['BoroName'])) ?? '?' }));
  let narrowest = { code: '', lead: 1 };
  for (const area of neighbourhoods) {
    const { code, lead } = mostOverlap(area, districts.filter(({ borough }) => borough === area.borough));
    if (lead < narrowest.lead) narrowest = { code: area.code, lead };
    parents.set(area.code, code ?? area.borough);
    levels.set(area.code, 3);
  }
  const areas = [neighbourhoods, districts, boroughs].map((level) => [...level].sort((a, b) => (a.code < b.code ? -1 : 1)));
  const notes = { onBorder: 0, severalAreas: 0, byCode: 0, unplaced: 0, narrowestLead: `${narrowest.code} by ${(narrowest.lead * 100).toFixed(1)} %` };
  const place = (x: number, y: number): string | null => placed(areas, x, y, notes);
  const known = (code: string | null | undefined): code is string => code !== undefined && code !== null && parents.has(code);
  const cases = readCases(dir, (raw, point) => {
    const byPoint = point ? place(...point) : null;
    const borough = codeOf.get([...codeOf.keys()].find((name) => name.toUpperCase() === raw['Borough']) ?? '');
    const region = byPoint ?? boardCode(String(raw['Community Board']), codeOf, known) ?? borough ?? city;
    if (byPoint === null) notes.byCode += 1;
    if (region === city) notes.unplaced += 1;
    return { region, inside: byPoint !== null };
  });
  const cameras = json<{ id: string; isOnline: string; longitude: number; latitude: number }[]>('cameras.json')
    .map(({ id, isOnline, longitude, latitude }) => ({ id, on: isOnline === 'true', region: place(longitude, latitude) ?? city }));
  return { city, parents, levels, leaves: new Set(neighbourhoods.map(({ code }) => code)), cases, cameras, notes };
}

/** "13 QUEENS" is community district 13 of the borough whose digit stands before it: 413. "Unspecified QUEENS" is none. */
function boardCode(board: string, boroughs: ReadonlyMap<string, string>, known: (code: string) => code is string): string | null {
  const [, number = '', name = ''] = /^(\d\d) (.+)$/.exec(board) ?? [];
  const borough = [...boroughs].find(([full]) => full.toUpperCase() === name)?.[1];
  const code = borough === undefined ? null : borough + number;
  return code !== null && known(code) ? code : null;
}

/** The lowest level that holds the point; where two areas of one level overlap, the one whose code comes first. */
function placed(levels: readonly (readonly Area[])[], x: number, y: number, notes: Nyc['notes']): string | null {
  if (levels.some((areas) => areas.some((area) => onBorder(area, x, y, BORDER_DEGREES)))) notes.onBorder += 1;
  for (const areas of levels) {
    const found = areas.filter((area) => holds(area, x, y));
    if (found.length > 1) notes.severalAreas += 1;
    if (found[0]) return found[0].code;
  }
  return null;
}

type Raw = Record<string, string | number | null | undefined>;

function readCases(dir: string, place: (raw: Raw, point: [number, number] | null) => { region: string; inside: boolean }): NycCase[] {
  const lines = gunzipSync(readFileSync(join(dir, 'cases-2024-09-01.ndjson.gz'))).toString('utf8').split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const raw = JSON.parse(line) as Raw;
    const point: [number, number] | null = typeof raw['Longitude'] === 'number' && typeof raw['Latitude'] === 'number' ? [raw['Longitude'], raw['Latitude']] : null;
    const { region, inside } = place(raw, point);
    return {
      id: String(raw['Unique Key']), status: String(raw['Status']), category: `${raw['Agency']}/${raw['Complaint Type']}`, source: String(raw['Open Data Channel Type']),
      created: timeOf(raw['Created Date']) ?? NaN, closed: timeOf(raw['Closed Date']), due: timeOf(raw['Due Date']), region, point: inside ? point : null,
    };
  });
}

/** "09/01/2024 01:38:44 PM", New York. */
function timeOf(text: string | number | null | undefined): number | null {
  const [, month, day, year, hour = '', rest, half] = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d:\d\d) ([AP]M)$/.exec(String(text)) ?? [];
  if (month === undefined) return null;
  const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  return Date.parse(`${year}-${month}-${day}T${String(hours).padStart(2, '0')}:${rest}${OFFSET}`);
}
