/**
 * A demonstration's world: generated data through the same pipeline into a world of its own, led step by step. A moment is
 * shown when all that has happened up to it is applied, once.
 */
import type { Cue } from '../wire/demo.ts';
import { stepsBetween, type Paced } from './steps.ts';

/** The upstream systems: their clock stands where it was put. */
export interface SteppedUpstream { setClock(at: number): Promise<void>; ready(): Promise<void>; close(): Promise<void> }
/** Intake that does what it is told to when it is told to. */
export interface SteppedPipeline {
  readonly feeds: readonly Paced[];
  pull(name: string, signal: AbortSignal): Promise<void>;
  due(): Promise<void>;
  reap(): Promise<void>;
  past(signal: AbortSignal): Promise<void>;
}
/** What is shown of it. */
export interface Shown { readonly at: number; advance(work: () => Promise<{ at: number }>): Promise<void> }

export interface DemoParts {
  origin: number;
  cues: readonly Cue[];
  upstream: SteppedUpstream;
  /** World's ms of the intake, moved on by the world. */
  clock: { at: number };
  pipeline: SteppedPipeline;
  shown: Shown;
  log: { warn(fields: object, text: string): void };
}

/** Tries of one step, each after the upstream systems answer again. */
const TRIES = 3;
const REAP_MS = 60_000;

export class DemoWorld {
  private reached: number;
  private reaped: number;
  private broken: Error | null = null;
  private readonly ending = new AbortController();
  private going: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: DemoParts) {
    this.reached = this.reaped = parts.origin;
  }

  /** World's ms that is published. */
  get at(): number { return this.parts.shown.at; }

  /** Takes in the history, and shows where the story begins. `progress`: share done, 0–1. */
  begin(progress: (part: number) => void): Promise<void> {
    const { pipeline, shown, origin } = this.parts;
    return this.inTurn(async () => {
      await shown.advance(async () => {
        let done = 0;
        const all = pipeline.feeds.length + 1;
        for (const { name } of pipeline.feeds) {
          await this.surely(origin, () => pipeline.pull(name, this.ending.signal));
          progress(++done / all);
        }
        await pipeline.past(this.ending.signal);
        await pipeline.due();
        await pipeline.reap();
        progress(1);
        return { at: origin };
      });
      // Once more, now that it is read: what the clock has made of it by then.
      await shown.advance(() => Promise.resolve({ at: origin }));
    });
  }

  /** Goes on to `at`, world's ms: whatever happens up to it is applied in order, then it is published. Rejects with why it cannot; the moment before stands. */
  advanceTo(at: number): Promise<void> {
    return this.inTurn(async () => {
      if (this.broken) throw this.broken;
      if (at < this.at) throw new Error(`advanceTo: found ${at}, expected ${this.at} or later: a world does not go back`);
      const { shown, pipeline, clock } = this.parts;
      await shown.advance(async () => {
        for (const step of stepsBetween(pipeline.feeds, this.parts.cues, this.parts.origin, this.reached, at)) await this.take(step.at, step.feeds);
        clock.at = at;
        await pipeline.due();
        return { at };
      });
    });
  }

  /** Fulfilled when its upstream systems have ended and nothing of it is under way. */
  async close(): Promise<void> {
    this.ending.abort(new Error('the demonstration has ended'));
    await this.parts.upstream.close();
    await this.going.catch(() => undefined);
  }

  private async take(at: number, feeds: readonly string[]): Promise<void> {
    const { pipeline } = this.parts;
    await this.surely(at, async () => {
      await pipeline.due();
      for (const name of feeds) await pipeline.pull(name, this.ending.signal);
    });
    if (at - this.reaped >= REAP_MS) { this.reaped = at; await pipeline.reap(); }
    this.reached = at;
  }

  /** Whatever was half done when the upstream systems went away is done again: nothing is counted twice. */
  private async surely(at: number, work: () => Promise<void>): Promise<void> {
    const { upstream, clock, log } = this.parts;
    for (let tries = 1; ; tries++) {
      try {
        await upstream.setClock(at);
        clock.at = at;
        await work();
        return;
      } catch (cause) {
        if (this.ending.signal.aborted) throw this.ending.signal.reason;
        const given = await upstream.ready().then(() => null, (reason: Error) => reason);
        if (given !== null || tries >= TRIES || cause instanceof TypeError && !/fetch/.test(cause.message) || cause instanceof RangeError) { this.broken = given ?? (cause instanceof Error ? cause : new Error(String(cause))); throw this.broken; }
        log.warn({ err: cause, at }, 'a step of the demonstration is tried again');
      }
    }
  }

  /** One after the other. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.going.then(work, work);
    this.going = turn.catch(() => undefined);
    return turn;
  }
}
