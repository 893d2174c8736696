/** Cases as the store's packed rows are read: columns of typed arrays. Pure. */
import { DEGREE, NO_PLACE, type CaseRows } from '../store/index.ts';
import { CASE_STAGES, CASE_STATUSES, type Case } from '../wire/entity.ts';
import { Names } from './names.ts';

export function caseRows(cases: readonly Case[]): CaseRows {
  const count = cases.length;
  const [regions, words] = [new Names(), new Names()];
  const rows: CaseRows = {
    count, minute: new Uint32Array(count), path: new Uint32Array(count), category: new Uint16Array(count), source: new Uint16Array(count),
    flags: new Uint8Array(count), deadline: new Uint32Array(count), lng: new Int32Array(count), lat: new Int32Array(count),
    regionOf: (path) => regions.words[path] ?? '', wordOf: (number) => words.words[number] ?? '',
  };
  cases.forEach((c, i) => {
    rows.minute[i] = Math.floor(c.times.reported / 60_000);
    rows.path[i] = regions.numberOf(c.region);
    rows.category[i] = words.numberOf(c.category);
    rows.source[i] = words.numberOf(c.source);
    rows.flags[i] = 0x80 | CASE_STAGES.indexOf(c.stage) | (CASE_STATUSES.indexOf(c.status) << 3) | (c.urgent ? 32 : 0) | (c.supervised ? 64 : 0);
    rows.deadline[i] = c.deadline === undefined ? 0 : Math.floor(c.deadline / 60_000);
    const placed = c.lng !== undefined && c.lat !== undefined;
    rows.lng[i] = placed ? Math.round(c.lng! * DEGREE) : NO_PLACE;
    rows.lat[i] = placed ? Math.round(c.lat! * DEGREE) : NO_PLACE;
  });
  return rows;
}
