/**
 * Where a record lies: the lowest of its codes that exists and whose higher codes are all its
 * ancestors; where no code is known, the lowest region that holds its point; else the city.
 */
import gcoord from 'gcoord';
import type { Expr } from '../config.ts';
import { compile, type Read } from './expression.ts';
import { inBbox, type Bbox } from './geometry.ts';
import type { RegionTree } from './regions.ts';
import type { Row } from './row.ts';
import { number, text } from './targets.ts';

export type Datum = 'wgs84' | 'gcj02' | 'bd09';
export interface PlaceMapping {
  point?: { lng: Expr; lat: Expr; datum: Datum } | undefined;
  region: Expr[];
  place: ('code' | 'point')[];
  outside: 'drop' | 'keep';
}
/** WGS-84; `region` is the code of the lowest region placed in, the city's own when in none. */
export interface Placed { region: string; lng: number | undefined; lat: number | undefined }

interface Found { lng: number; lat: number; region: string | null }

/** Degrees that a datum may move a point, so that bounds are not held against it. */
const SHIFT = 0.02;
const ANY = number({ min: -1e9, max: 1e9 });

export function compilePlace(mapping: PlaceMapping, tree: RegionTree): (row: Row) => Placed {
  const readPoint = mapping.point ? compilePoint(mapping.point, tree, mapping.outside === 'keep') : () => null;
  const codes = mapping.region.map((expr, at) => compile(expr, `region.${at}`, text(40, true)));
  const codeFirst = mapping.place[0] === 'code';
  const useCodes = mapping.place.includes('code');
  const usePoint = mapping.place.includes('point');
  const city = tree.city.code;
  return (row) => {
    const point = readPoint(row);
    const byPoint = usePoint ? point?.region ?? null : null;
    const region = codeFirst
      ? (useCodes ? byCodes(codes, tree, row) : null) ?? byPoint
      : byPoint ?? (useCodes ? byCodes(codes, tree, row) : null);
    if (region === null) row.flag('unplaced');
    return { region: region ?? city, lng: point?.lng, lat: point?.lat };
  };
}

function byCodes(reads: Read<string>[], tree: RegionTree, row: Row): string | null {
  const known: string[] = [];
  for (const read of reads) {
    const given = read(row);
    if (given === undefined) continue;
    const code = tree.resolve(given);
    if (code === null) row.flag('unknownCode');
    else known.push(code);
  }
  for (let at = 0; at < known.length; at += 1) {
    const code = known[at] ?? '';
    const chain = tree.chain(code);
    let fits = true;
    for (let up = at + 1; up < known.length; up += 1) if (!chain.includes(known[up] ?? '')) fits = false;
    if (fits) return code;
    row.flag('codeConflict');
  }
  return null;
}

function compilePoint(mapping: { lng: Expr; lat: Expr; datum: Datum }, tree: RegionTree, keepOutside: boolean): (row: Row) => Found | null {
  const readLng = compile(mapping.lng, 'lng', ANY);
  const readLat = compile(mapping.lat, 'lat', ANY);
  const toWgs = converter(mapping.datum);
  const box = tree.city.bbox;
  const wide: Bbox = [box[0] - SHIFT, box[1] - SHIFT, box[2] + SHIFT, box[3] + SHIFT];
  return (row) => {
    let x = readLng(row), y = readLat(row);
    if (x === undefined || y === undefined || (x === 0 && y === 0)) { row.flag('noPoint'); return null; }
    if (!inBbox(wide, x, y) && inBbox(wide, y, x)) { [x, y] = [y, x]; row.flag('swapped'); }
    if (inBbox(wide, x, y)) {
      const [lng, lat] = toWgs(x, y);
      const region = tree.index.at(lng, lat);
      if (region !== null) return { lng, lat, region };
      row.flag('outside');
      return keepOutside && inBbox(box, lng, lat) ? { lng, lat, region: null } : null;
    }
    row.flag('outside');
    return null;
  };
}

function converter(datum: Datum): (x: number, y: number) => [number, number] {
  if (datum === 'wgs84') return (x, y) => [x, y];
  const from = datum === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09;
  return (x, y) => gcoord.transform([x, y], from, gcoord.WGS84) as [number, number];
}

/** A point alone, for positions; null (and a flag) where there is none in the city. */
export const compileBarePoint = (mapping: { lng: Expr; lat: Expr; datum: Datum }, tree: RegionTree): ((row: Row) => Found | null) => compilePoint(mapping, tree, false);
