/**
 * The one fold of snapshot and deltas, shared by the screen, the server's tests and the bench:
 * data at seq n + delta n+1 = data at seq n+1. Pure: neither argument is changed, what did not
 * change is shared. Also the order lists stand in, so that server and screen cannot disagree.
 */
import type {
  AlertItem, AlertsData, CaseItem, CasesData, DeltaOf, HeatData, HeatDelta, PointsData, PointsDelta,
  SnapshotOf, StationItem, StationsData, SummaryData, SummaryDelta, Topic, TrendData, TrendDelta,
} from './messages.ts';
import { ALERT_COLOURS } from './entity.ts';

type Order<T> = (a: T, b: T) => number;
const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Newest report first. */
export const caseOrder: Order<CaseItem> = (a, b) => b.reportedAt - a.reportedAt || byId(a, b);
/** Gravest first, then newest. */
export const alertOrder: Order<AlertItem> = (a, b) =>
  ALERT_COLOURS.indexOf(b.colour) - ALERT_COLOURS.indexOf(a.colour) || b.issuedAt - a.issuedAt || byId(a, b);
export const stationOrder: Order<StationItem> = byId;

interface ListOf<T> { region: string; total: number; items: T[] }
interface ListChange<T> { total: number; put: T[]; remove: string[] }

function foldList<T extends { id: string }>(data: ListOf<T>, delta: ListChange<T>, order: Order<T>): ListOf<T> {
  if (delta.put.length === 0 && delta.remove.length === 0) return { ...data, total: delta.total };
  const gone = new Set(delta.remove);
  for (const item of delta.put) gone.add(item.id);
  const items = data.items.filter((item) => !gone.has(item.id));
  items.push(...delta.put);
  return { ...data, total: delta.total, items: items.sort(order) };
}

export function foldSummary(data: SummaryData, delta: SummaryDelta): SummaryData {
  const rows = { ...data.rows };
  for (const [code, change] of Object.entries(delta.rows)) {
    const row = { ...rows[code] };
    for (const [name, value] of Object.entries(change)) {
      if (value === null) delete row[name];
      else row[name] = value;
    }
    rows[code] = row;
  }
  return { region: data.region, rows };
}

/** The window keeps its length: what moves out on the left makes room for nulls on the right. */
export function foldTrend(data: TrendData, delta: TrendDelta): TrendData {
  const length = Math.max(0, ...Object.values(data.series).map((values) => values.length));
  const shift = Math.max(0, Math.round((delta.from - data.from) / data.step));
  const series: TrendData['series'] = {};
  const names = new Set([...Object.keys(data.series), ...Object.keys(delta.series)]);
  for (const name of names) {
    const before = data.series[name];
    const changes = delta.series[name];
    if (shift === 0 && changes === undefined && before !== undefined) { series[name] = before; continue; }
    const values: (number | null)[] = before ? before.slice(shift) : [];
    while (values.length < length) values.push(null);
    for (const [index, value] of changes ?? []) values[index] = value;
    series[name] = values;
  }
  return { ...data, from: delta.from, station: delta.station, series };
}

export function foldHeat(data: HeatData, delta: HeatDelta): HeatData {
  return { ...data, from: delta.from, to: delta.to, most: delta.most, cells: foldCells(data.cells, delta.cells), around: foldCells(data.around, delta.around) };
}
function foldCells(before: HeatData['cells'], change: HeatDelta['cells']): HeatData['cells'] {
  const cells = { ...before };
  for (const [cell, count] of Object.entries(change)) {
    if (count === 0) delete cells[cell];
    else cells[cell] = count;
  }
  return cells;
}

/** A quantised coordinate pair that means "no position". */
export const NOWHERE = 0xffff;

type Binary = Uint8Array | ArrayBuffer;
/** Bytes as they come off the socket (ArrayBuffer in a browser, Buffer in Node), without a copy. */
export const asBytes = (value: Binary): Uint8Array =>
  value instanceof Uint8Array ? value : new Uint8Array(value);
/** As little-endian 16-bit numbers; copies only where the bytes are not aligned (a Buffer's own slice() would not). */
export function asU16(value: Binary): Uint16Array<ArrayBufferLike> {
  const bytes = asBytes(value);
  const from = bytes.byteOffset % 2 === 0 ? bytes : new Uint8Array(bytes);
  return new Uint16Array(from.buffer, from.byteOffset, from.byteLength >> 1);
}
/** As little-endian 32-bit numbers; copies only where the bytes are not aligned. */
export function asU32(value: Binary): Uint32Array<ArrayBufferLike> {
  const bytes = asBytes(value);
  const from = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  return new Uint32Array(from.buffer, from.byteOffset, from.byteLength >> 2);
}

/** The slots a points delta speaks of, ascending; [] where it comes as blocks. */
export function changedSlots(delta: PointsDelta): ArrayLike<number> {
  if (delta.slots) return asU32(delta.slots);
  const slots: number[] = [];
  let slot = -1;
  for (const gap of delta.gaps ? asBytes(delta.gaps) : []) {
    slot += gap;
    if (gap < 255) slots.push(++slot);
  }
  return slots;
}

/** New slots start without a position and with state 0 until the delta says otherwise. */
export function foldPoints(data: PointsData, delta: PointsDelta): PointsData {
  const { count } = delta;
  const xy = new Uint16Array(count * 2).fill(NOWHERE);
  const state = new Uint8Array(count);
  xy.set(asU16(data.xy).subarray(0, count * 2));
  state.set(asBytes(data.state).subarray(0, count));
  const slots = changedSlots(delta);
  if (delta.xy && delta.state) {
    const newXy = asU16(delta.xy);
    const newState = asBytes(delta.state);
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i]!;
      xy[slot * 2] = newXy[i * 2]!;
      xy[slot * 2 + 1] = newXy[i * 2 + 1]!;
      state[slot] = newState[i]!;
    }
  }
  for (const block of delta.blocks ?? []) {
    xy.set(asU16(block.xy), block.from * 2);
    state.set(asBytes(block.state), block.from);
  }
  return { region: data.region, bbox: data.bbox, count, xy: new Uint8Array(xy.buffer), state };
}

const FOLDS: { [T in Topic]: (data: SnapshotOf<T>, delta: DeltaOf<T>) => SnapshotOf<T> } = {
  summary: foldSummary,
  trend: foldTrend,
  cases: (data: CasesData, delta) => foldList(data, delta, caseOrder),
  alerts: (data: AlertsData, delta) => foldList(data, delta, alertOrder),
  stations: (data: StationsData, delta) => foldList(data, delta, stationOrder),
  cameras: foldPoints,
  staff: foldPoints,
  heat: foldHeat,
};

/** Data of a topic after one delta. The caller has checked that the delta's seq follows the data's. */
export function applyDelta<T extends Topic>(topic: T, data: SnapshotOf<T>, delta: DeltaOf<T>): SnapshotOf<T> {
  return FOLDS[topic](data, delta);
}
