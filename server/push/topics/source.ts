/**
 * One distinct subscription's value. What is published is what every subscriber holds after the last
 * delta; `commit` moves it to the present and says what changed. Snapshots are of the published
 * value only, so a snapshot and the deltas after it always fit.
 */
import type { CounterRow } from '../../wire/counters.ts';
import type { DeltaOf, SnapshotOf, Topic } from '../../wire/messages.ts';

export interface Source<T extends Topic = Topic> {
  readonly topic: T;
  /** Reads the present value, the first time or afresh after the store's epoch changed. */
  load(tick: Tick): Promise<void>;
  /** Whether anything may have changed since the last commit; cheap, asked at each tick. */
  due(tick: Tick): boolean;
  /** Reads what the commit needs. Nothing is published yet; if it fails the source stays due. */
  prepare?(tick: Tick): Promise<void>;
  /** Publishes the present, at one stroke. null: nothing changed, nothing is sent. */
  commit(tick: Tick): DeltaOf<T> | null;
  snapshot(): SnapshotOf<T>;
  /** Takes it off the mirrors. */
  close(): void;
}

/** What one tick knows. */
export interface Tick {
  /** World's clock, ms. */
  now: number;
  /** Local day of `now`. */
  day: number;
  /** Wall time, ms: paces what is recomputed more seldom than at each tick. */
  wall: number;
  /** Regions whose counters changed since the last tick. */
  changed: ReadonlySet<string>;
  rows: RowReader;
}

/** Gathers the rows that all summaries need in one tick, so that a region is read once however many watch it. */
export interface RowReader {
  want(code: string, detail: boolean): void;
  /** Only what was wanted and has been read. */
  get(code: string, detail: boolean): CounterRow | undefined;
}
