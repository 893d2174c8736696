/**
 * A stage that shows recordings: a cursor, a clock that stands wherever the cursor is, and an engine over it, so that every
 * topic and every question is answered by the same code as in the live world.
 */
import type { PlayerState } from '../../wire/playback.ts';
import type { PlaybackCursor, PushDeps, PushLimits } from '../deps.ts';
import { Engine } from '../engine.ts';
import { Pace } from '../pace.ts';
import type { PlayedStage, StageOutput } from './stage.ts';

/** What is paced by wall time (a trend is read every five seconds) is paced faster here: the world's hours pass in seconds. */
const HASTE = 5;
/** After a move nothing that was kept before is young enough to be used. */
const MOVE_MS = 3_600_000;

type Deps = PushDeps & { wall(): number };
interface Aim { at: number | null; rate: number }

/** What differs from the live world's where a cursor is asked. */
export function recordedDeps(live: Pick<PushDeps, 'categories' | 'judge' | 'duty'>, cursor: PlaybackCursor): Pick<PushDeps, 'store' | 'categories' | 'judge' | 'duty' | 'acks'> {
  return {
    store: cursor.store,
    categories: () => live.categories(cursor.store, cursor.at),
    // What was shown was judged when it was recorded.
    judge: { ...live.judge, duty: (reported) => reported, stationState: (entity) => cursor.stationState(entity.id) },
    // Steps that officers had taken by then; none can be taken there.
    duty: {
      revision: 0, brief: () => undefined, duty: (alert) => live.duty.duty(alert, cursor.at), look: () => Promise.resolve(),
      step: () => Promise.reject(new Error('nothing is done about an alert in a recording')),
    },
    acks: { revision: 0, of: () => null, quiet: () => null, acknowledge: () => Promise.reject(new Error('nothing is acknowledged in a recording')) },
  };
}

export class Player implements PlayedStage {
  readonly world = 'replay' as const;
  readonly engine: Engine;
  /** As the live one's, at the cursor: what a stage's questions over HTTP are answered with. */
  readonly deps: PushDeps;
  private rate = 0;
  private tickedAt: number;
  private moves = 0;
  private aim: Aim | null = null;
  private moving: Promise<void> | null = null;
  private readonly pace: Pace;
  private closed = false;
  private ticking: Promise<unknown> = Promise.resolve();
  private readonly wall: () => number;

  constructor(readonly key: string, private readonly cursor: PlaybackCursor, live: Deps, limits: PushLimits, readonly ofWall: boolean, private readonly output: StageOutput) {
    const clock = { zone: live.clock.zone, now: () => Math.floor(this.cursor.at), rate: 0 };
    Object.defineProperty(clock, 'rate', { get: () => this.rate });
    this.tickedAt = live.wall();
    this.deps = { ...live, ...recordedDeps(live, cursor), world: this.world, clock, feeds: () => cursor.feeds(), wall: () => live.wall() * HASTE + this.moves * MOVE_MS };
    this.engine = new Engine({ ...this.deps, recordedAlerts: cursor }, limits, { ...output, storeTime: () => undefined, epoch: () => { output.greet(); } });
    this.pace = new Pace({ tick: () => this.tick(), beat: () => { output.beat(); output.state(this.state()); } }, limits.tickHz, live.log, () => undefined);
    this.wall = live.wall;
  }

  get clock(): PlayedStage['clock'] { return this.deps.clock; }
  feeds(): ReturnType<PlaybackCursor['feeds']> { return this.cursor.feeds(); }
  storeAwaySince(): null { return null; }

  state(): PlayerState {
    const { at, held } = this.cursor;
    return { player: this.key, at: Math.floor(this.aim?.at ?? at), rate: this.aim?.rate ?? this.rate, seeking: this.moving !== null, wall: this.ofWall, held: this.moving ? null : held };
  }

  /** Begins to play. Rejects where there is nothing to show. */
  async start(at: number, rate: number): Promise<void> {
    await this.steer({ at, rate });
    this.pace.start();
  }

  /** Of several moves asked for at once the last is made. Fulfilled when it stands there. */
  async steer({ at, rate }: { at?: number | undefined; rate?: number | undefined }): Promise<void> {
    this.aim = { at: at ?? this.aim?.at ?? null, rate: rate ?? this.aim?.rate ?? this.rate };
    this.moving ??= this.move().finally(() => { this.moving = null; this.aim = null; if (!this.closed) this.output.state(this.state()); });
    await this.moving;
  }

  /** Fulfilled when no move is under way; rejects where one failed. */
  settled(): Promise<void> { return this.moving ?? Promise.resolve(); }

  async close(): Promise<void> {
    this.closed = true;
    await this.pace.stop();
    await this.moving?.catch(() => undefined);
    this.engine.close();
    await this.cursor.close();
  }

  private async move(): Promise<void> {
    // The tick that is under way still reads of the place that is being left.
    await this.ticking;
    for (let aim = this.aim; aim !== null; aim = this.aim) {
      if (aim.at !== null) {
        await this.cursor.seek(aim.at);
        this.moves++;
        await this.engine.renew();
        this.cursor.settled();
      }
      this.rate = aim.rate;
      this.tickedAt = this.wall();
      if (this.aim === aim) this.aim = null;
    }
  }

  private tick(): Promise<void> {
    if (this.moving) return Promise.resolve();
    const run = this.run();
    this.ticking = run.catch(() => undefined);
    return run;
  }

  private async run(): Promise<void> {
    const wall = this.wall();
    const to = this.cursor.at + (wall - this.tickedAt) * this.rate;
    this.tickedAt = wall;
    const { held } = this.cursor;
    if (this.rate > 0) {
      const afresh = await this.cursor.advance(to, this.engine);
      if (afresh) { this.moves++; await this.engine.renew(); this.cursor.settled(); }
    }
    await this.engine.tick();
    if (this.cursor.held !== held) this.output.state(this.state());
  }
}
