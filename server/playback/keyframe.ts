/** A whole state in operations, in parts: what a fold begins with. What it is made from stands still meanwhile. */
import type { Case, Station } from '../wire/entity.ts';
import type { AlertItem, FeedHealth, StationItem } from '../wire/messages.ts';
import type { Store } from '../store/index.ts';
import { counts } from './fold.ts';
import type { CounterNames, Names } from './names.ts';
import { OP, Ops, POINTS, writeRows, type PointsKind, type RowChanges } from './ops.ts';
import type { PointColumns } from './points.ts';
import type { RowTable } from './row-table.ts';
import { writeSeries } from './series.ts';
import type { ShownStation } from './shown.ts';

/** Items a part: a few milliseconds' work. */
const AT_ONCE = 1_000;

export interface Still {
  now: number;
  counters: CounterNames; codes: Names; rows: RowTable;
  cameras: PointColumns; staff: PointColumns;
  stations: readonly { entity: Station; state: StationItem['state']; series: ShownStation['series'] }[];
  alerts: readonly AlertItem[]; feeds: readonly FeedHealth[];
}

/** Everything but the cases. */
export function* keyframe(still: Still): Generator<Buffer> {
  const out = new Ops();
  const part = (): Buffer => { const bytes = out.take(); out.reset(); return bytes; };
  for (const word of still.counters.words) out.text(OP.name, word);
  for (const code of still.codes.words) out.text(OP.code, code);
  out.json(OP.alerts, { put: still.alerts, remove: [] });
  out.json(OP.feeds, still.feeds);
  yield part();
  for (const kind of POINTS) {
    const points = still[kind];
    for (let i = 0; i < points.size; i += AT_ONCE) {
      writeInfos(out, kind, points, i, Math.min(points.size, i + AT_ONCE));
      yield part();
    }
    out.u8(OP.moves);
    out.u8(POINTS.indexOf(kind));
    points.writeAll(out, still.now);
    yield part();
  }
  yield* rowsOf(still, out, part);
  const scratch = new Ops();
  let stations = 0;
  for (const { entity, series } of still.stations) {
    out.json(OP.station, entity);
    writeSeries(out, entity.id, series.points(), scratch);
    if (++stations % 100 === 0) yield part();
  }
  out.json(OP.states, still.stations.map(({ entity, state }) => [entity.id, state]));
  yield part();
}

/** Of the indexes [from, to). */
export function writeInfos(out: Ops, kind: PointsKind, points: PointColumns, from: number, to: number): void {
  out.u8(OP.infos);
  out.u8(POINTS.indexOf(kind));
  out.varint(from);
  const infos = [];
  for (let i = from; i < to; i++) infos.push([points.ids[i], points.regions[i], ...points.infos[i]!]);
  out.words(JSON.stringify(infos));
}

function* rowsOf({ rows, codes }: Still, out: Ops, part: () => Buffer): Generator<Buffer> {
  const byDay = new Map<number, RowChanges[]>();
  for (let row = 0; row < codes.size; row++) {
    if (rows.lengthOf(row) === 0) continue;
    const day = rows.dayOf(row);
    let list = byDay.get(day);
    if (!list) byDay.set(day, list = []);
    list.push({ row, changes: [...rows.entries(row)].map(([name, after], place) => ({ place, name, before: 0, after })) });
    if (list.length === AT_ONCE) { writeRows(out, day, list); byDay.delete(day); yield part(); }
  }
  for (const [day, list] of byDay) writeRows(out, day, list);
  yield part();
}

/** Cases that count now or did since `from`, and the `newest` of all. Read from the store as it goes: later than the rest, never earlier. */
export async function* keyframeCases(store: Pick<Store, 'scan' | 'recentCases'>, newest: number, from: number): AsyncGenerator<Buffer> {
  let gathered = (await store.recentCases(newest)).filter((entity) => !counts(entity, from));
  for await (const page of store.scan('case')) {
    for (const { entity } of page) if (counts(entity, from)) gathered.push(entity);
    if (gathered.length < AT_ONCE) continue;
    yield casesPart(gathered);
    gathered = [];
  }
  yield casesPart(gathered);
}

function casesPart(cases: readonly Case[]): Buffer {
  const out = new Ops();
  out.json(OP.cases, cases);
  return out.take();
}
