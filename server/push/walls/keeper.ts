/** One wall: what it shows, in memory as it stands in the store. The store decides which of two changes at once is made. */
import { WallState, type TileAnswer, type WallPatch } from '../../wire/tile.ts';
import type { PushStore } from '../deps.ts';
import { firstState, fold } from './fold.ts';

export interface KeeperDeps { store: Pick<PushStore, 'readWall' | 'keepWall'>; /** Walks by itself from the start. */ walks: boolean; wall(): number; tell(state: WallState): void }

/** Of all who change a wall at once each has its turn sooner. */
const TRIES = 100;

export class Keeper {
  private state: WallState | null = null;

  constructor(private readonly id: string, private readonly deps: KeeperDeps) {}

  /** null before it was read once. */
  get now(): WallState | null { return this.state; }

  async read(): Promise<WallState> {
    if (this.state) return this.state;
    const kept = await this.deps.store.readWall(this.id);
    return this.state ??= kept ? this.parsed(kept) : firstState(this.deps.walks, this.deps.wall());
  }

  /** Made only where the wall still shows version `base`. Fulfilled once it is stored. */
  async change({ base, patch }: { base: number; patch: WallPatch }, by: string): Promise<TileAnswer> {
    const before = await this.read();
    if (before.version !== base) return { done: false, state: before };
    const next = fold(before, patch, this.deps.wall(), by);
    const later = await this.deps.store.keepWall(this.id, base, JSON.stringify(next));
    if (later !== null) {
      const state = this.parsed(later);
      // Another server may have made it: then it is news here.
      if (state.version > (this.state?.version ?? 0)) { this.state = state; this.deps.tell(state); }
      return { done: false, state: this.state ?? state };
    }
    this.state = next;
    this.deps.tell(next);
    return { done: true, state: next };
  }

  /** Decided anew on what the wall shows by then, until it is made; null: nothing is to be done. Fulfilled with what it shows once that is stored. */
  async decide(intent: (now: WallState) => WallPatch | null, by: string): Promise<WallState> {
    for (let tries = 0; tries < TRIES; tries++) {
      const now = await this.read();
      const patch = intent(now);
      if (!patch) return now;
      const { done, state } = await this.change({ base: now.version, patch }, by);
      if (done) return state;
    }
    throw new Error(`wall ${this.id}: it was changed by others ${TRIES} times while ${by} wanted to change it`);
  }

  /** What another build wrote and this one cannot read is a wall that begins anew, under the version it had. */
  private parsed({ version, text }: { version: number; text: string }): WallState {
    try { return WallState.parse(JSON.parse(text)); } catch { return { ...firstState(this.deps.walks, this.deps.wall()), version }; }
  }
}
