/**
 * A stage whose world is led step by step: its clock stands at the moment that was published last. What a step brings is
 * held back until all of it is there, then shown at once; who asks meanwhile is answered after it.
 */
import type { Entity, Kind, Position } from '../../wire/entity.ts';
import type { FeedHealth, World } from '../../wire/messages.ts';
import type { PlayerState } from '../../wire/playback.ts';
import type { Reading } from '../../store/index.ts';
import type { PlaybackFollower, PushDeps, PushLimits } from '../deps.ts';
import { Engine, type EngineDeps } from '../engine.ts';
import { Turn } from './turn.ts';
import type { PlayedStage, StageOutput } from './stage.ts';

/** What the world has of its own; the live one's for all else. `at`: where it begins. */
export interface SteppedWorld {
  world: Exclude<World, 'live'>;
  zone: string;
  at: number;
  /** Health of its feeds as of now: read when a moment is published. */
  feeds(): readonly FeedHealth[];
  deps: Pick<PushDeps, 'store' | 'acks' | 'duty' | 'supervisions'> & Partial<PushDeps>;
  recordedAlerts?: EngineDeps['recordedAlerts'];
  /** Told that all of a moment is there, before it is shown: what the clock alone makes of it is shown with it. */
  reached?(stage: SteppedStage): Promise<void>;
}
type Deps = PushDeps & { wall(): number };
/** What is paced by wall time is read afresh with every moment that is published. */
const TURN_MS = 3_600_000;
const BEAT_MS = 1_000;

export class SteppedStage implements PlayedStage {
  readonly world: World;
  readonly engine: Engine;
  readonly deps: PushDeps;
  /** As the intake tells, and as a cursor does: shown with the next moment. */
  readonly told: PlaybackFollower & { onApplied(kind: Kind, entities: readonly Entity[]): void; onRemoved(kind: Kind, ids: readonly string[]): void; onPositions(positions: readonly Position[]): void; onReadings(readings: readonly Reading[]): void };
  private readonly turn = new Turn();
  private held: (() => void)[] = [];
  private begun = false;
  private turns = 0;
  private shownFeeds: readonly FeedHealth[] = [];
  private shownAt: number;
  private readonly beating: NodeJS.Timeout;

  constructor(readonly key: string, private readonly parts: SteppedWorld, live: Deps, limits: PushLimits, private readonly output: StageOutput) {
    this.world = parts.world;
    this.shownAt = parts.at;
    const { playback: _playback, shown: _shown, ...rest } = live;
    this.deps = {
      ...rest, ...parts.deps, world: parts.world, feeds: () => this.shownFeeds,
      clock: { zone: parts.zone, rate: 0, now: () => this.shownAt }, wall: () => live.wall() + this.turns * TURN_MS,
    };
    this.engine = new Engine({ ...this.deps, ...(parts.recordedAlerts ? { recordedAlerts: parts.recordedAlerts } : {}) }, limits, { ...output, storeTime: () => undefined, epoch: () => { output.greet(); } });
    const hold = (apply: () => void): void => { if (this.begun) this.held.push(apply); };
    const put = (kind: Kind, entities: readonly Entity[]): void => { hold(() => { this.engine.put(kind, entities); }); };
    const remove = (kind: Kind, ids: readonly string[]): void => { hold(() => { this.engine.remove(kind, ids); }); };
    const positions = (list: readonly Position[]): void => { hold(() => { this.engine.positions(list); }); };
    const readings = (list: readonly Reading[]): void => { hold(() => { this.engine.readings(list); }); };
    this.told = { put, remove, positions, readings, onApplied: put, onRemoved: remove, onPositions: positions, onReadings: readings };
    this.beating = setInterval(() => { output.beat(); }, BEAT_MS);
    this.beating.unref();
  }

  get clock(): PushDeps['clock'] { return this.deps.clock; }
  /** World's ms that is shown. */
  get at(): number { return this.shownAt; }
  feeds(): readonly FeedHealth[] { return this.shownFeeds; }
  storeAwaySince(): null { return null; }
  state(): PlayerState { return { player: this.key, at: this.shownAt, rate: 0, seeking: false, wall: true, held: null }; }
  settled(): Promise<void> { return this.turn.settled(); }
  reading<T>(work: () => Promise<T>): Promise<T> { return this.turn.read(work); }

  /**
   * `work` brings the world to the moment that it gives, ms, and whether everything must be read afresh; all of it is then shown
   * at once. Rejects where `work` does, or where the store cannot be read: what was shown stands.
   */
  advance(work: () => Promise<{ at: number; afresh?: boolean }>): Promise<void> {
    return this.turn.move(async () => {
      const { at, afresh } = await work();
      this.shownAt = at;
      this.shownFeeds = [...this.parts.feeds()];
      this.turns++;
      for (const apply of this.held.splice(0)) apply();
      this.begun = true;
      if (afresh) await this.engine.renew();
      await this.parts.reached?.(this);
      await this.engine.tick();
      this.output.beat();
      this.output.state(this.state());
    });
  }

  /** Shows what was done about the moment that is shown already: an acknowledgement, say. */
  refresh(): Promise<void> { return this.advance(() => Promise.resolve({ at: this.shownAt })); }

  async close(): Promise<void> {
    clearInterval(this.beating);
    await this.turn.settled();
    this.engine.close();
  }
}
