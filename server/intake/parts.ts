/**
 * The joins of entities that arrive in parts, and the gate of positions: seeded from the store at the
 * start, after every failed write and whenever the store begins anew, so that memory never holds what
 * Redis does not.
 */
import type { Logger } from 'pino';
import { makeStaffJoin, makeStationJoin, makeVideoJoin } from '../normalise/join.ts';
import { makePositionGate } from '../normalise/position-gate.ts';
import { DUTY_STATES, type Position } from '../wire/entity.ts';
import type { PositionBlock, Store } from '../store/index.ts';

const ROW_BYTES = 16;

export type Parts = ReturnType<typeof makeParts>;

export function makeParts(limits: { staffSilence: number; speedLimit: number }, store: Store, log: Pick<Logger, 'info'>) {
  const video = makeVideoJoin();
  const station = makeStationJoin();
  const staff = makeStaffJoin(limits.staffSilence);
  const gate = makePositionGate(limits.speedLimit);
  let loadedFrom: string | null = null;

  const load = async (): Promise<void> => {
    const epoch = store.epoch();
    for (const part of [video, station, staff, gate]) part.clear();
    for await (const page of store.scan('video')) for (const { entity } of page) video.seed(entity);
    for await (const page of store.scan('station')) for (const { entity } of page) station.seed(entity);
    for await (const page of store.scan('staff')) for (const { entity } of page) staff.seed(entity);
    const { blocks, slots } = await store.readPositions();
    // Of a removal that was cut short, or of nobody on the roster.
    await store.freePositions([...slots.keys()].filter((id) => staff.get(id) === undefined));
    const ids = new Map([...slots].map(([id, slot]) => [slot, id]));
    for (const block of blocks) {
      for (const position of positionsOf(block, ids)) {
        if (staff.get(position.id) === undefined) continue;
        gate.check({ kind: 'position', ...position });
        staff.part({ kind: 'position', ...position });
      }
    }
    loadedFrom = epoch;
    log.info({ epoch }, 'what is known of cameras, stations and staff was read from the store');
  };

  let loading: Promise<void> | null = null;
  return {
    video, station, staff, gate,
    /** What memory holds may not be what Redis holds: read it again before the next page. */
    distrust: (): void => { loadedFrom = null; },
    /** Resolves when memory holds what Redis holds. Rejects while the store cannot be read. */
    async ensure(): Promise<void> {
      if (loadedFrom === store.epoch()) return;
      loading ??= load().finally(() => { loading = null; });
      await loading;
    },
  };
}

function* positionsOf(block: PositionBlock, ids: ReadonlyMap<number, string>): Generator<Position> {
  const view = new DataView(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength);
  for (let row = 0; row < block.count; row += 1) {
    const base = row * ROW_BYTES;
    const id = ids.get(block.from + row);
    const at = view.getUint32(base + 8, true) * 1000;
    const duty = DUTY_STATES[view.getUint8(base + 12)];
    if (id !== undefined && at > 0 && duty !== undefined) yield { id, at, duty, lng: view.getInt32(base, true) / 1e7, lat: view.getInt32(base + 4, true) / 1e7 };
  }
}
