/** A screen without a socket: takes what the engine hands out and folds it as the real one does. */
import { applyDelta, asBytes, asU16, NOWHERE } from '../../server/wire/fold.ts';
import type { Delta, PointsData, Snapshot, Topic } from '../../server/wire/messages.ts';

export interface Held { snapshot: Snapshot; deltas: number }

export class FoldingScreen {
  readonly held = new Map<string, Held>();
  gaps = 0;

  snapshot(key: string, snapshot: Snapshot): void { this.held.set(key, { snapshot: structuredClone(snapshot), deltas: 0 }); }

  delta(key: string, delta: Delta): void {
    const held = this.held.get(key);
    if (!held) return;
    if (delta.epoch !== held.snapshot.epoch || delta.seq !== held.snapshot.seq + 1) { this.gaps++; return; }
    const data = fold(held.snapshot.topic, held.snapshot.data, delta.data);
    this.held.set(key, { snapshot: { ...held.snapshot, seq: delta.seq, asOf: delta.asOf, data }, deltas: held.deltas + 1 });
  }

  data(key: string): Snapshot['data'] { return this.held.get(key)!.snapshot.data; }
}

function fold(topic: Topic, data: Snapshot['data'], delta: Delta['data']): Snapshot['data'] {
  return applyDelta(topic, data as never, delta as never);
}

/** What a points view shows, whatever its slots: "x,y,state" of each point that is somewhere or not in state 0. */
export function shown(data: PointsData): string[] {
  const xy = asU16(data.xy);
  return Array.from(asBytes(data.state), (state, slot) => `${xy[slot * 2]!},${xy[slot * 2 + 1]!},${state}`)
    .filter((text) => text !== `${NOWHERE},${NOWHERE},0`).sort();
}

/** Data in a form that two ways to the same value have in common. */
export function comparable(topic: Topic, data: Snapshot['data']): unknown {
  return topic === 'cameras' || topic === 'staff' ? shown(data as PointsData) : data;
}
