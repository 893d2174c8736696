/**
 * A stage is a world that sockets can be shown: the live one, a player of recordings, and whatever else has an engine of its
 * own. A socket is on one stage at a time. Rooms of a stage bear its key, so that one room never holds two worlds.
 */
import type { Clock } from '../../wire/clock.ts';
import type { FeedHealth, World } from '../../wire/messages.ts';
import type { PlayerState } from '../../wire/playback.ts';
import type { PushDeps } from '../deps.ts';
import type { Engine, EngineOutput } from '../engine.ts';

export interface Stage {
  /** '' for the live one. */
  readonly key: string;
  readonly world: World;
  readonly engine: Engine;
  readonly clock: Clock;
  /** What its city is and what its questions are answered with; absent: the live one's. */
  readonly deps?: PushDeps;
  feeds(): readonly FeedHealth[];
  /** World time at which the store behind it last answered, while it does not. */
  storeAwaySince(): number | null;
  /** Runs `work` while nothing of the world moves; absent: a world that moves by itself. */
  reading?<T>(work: () => Promise<T>): Promise<T>;
}

/** A stage beside the live one: /api/playback/KEY/… asks of it. */
export interface PlayedStage extends Stage {
  readonly deps: PushDeps;
  state(): PlayerState;
  /** Fulfilled when no move is under way; rejects where one failed. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** How a stage beside the live one speaks to whoever is on it. */
export interface StageOutput extends Pick<EngineOutput, 'delta' | 'snapshot'> {
  /** A new epoch has begun. */
  greet(): void;
  beat(): void;
  /** Another moment is shown, or the same at another speed. */
  state(state: PlayerState): void;
}

/** Everybody on a stage. No subscription's key has a space. */
export const roomOf = (stage: Pick<Stage, 'key'>): string => `stage ${stage.key}`;
/** Everybody on it who holds a subscription. */
export const roomOfKey = (stage: Pick<Stage, 'key'>, key: string): string => (stage.key === '' ? key : `${stage.key} ${key}`);
