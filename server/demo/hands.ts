/** What a conductor moves: worlds to play in, walls to show them on, and the record of who did it. main.ts passes what fulfils it. */
import type { Cue, INTERRUPTIONS } from '../wire/demo.ts';
import type { WallPatch, WallState } from '../wire/tile.ts';

/** A world that a script plays in, whose clock stands at the last published moment. */
export interface PlayedWorld<Stage> {
  readonly stage: Stage;
  /** World's ms that is published. */
  readonly at: number;
  /** Goes on to a moment (not before `at`): all events up to it are applied, then published once. */
  advanceTo(at: number): Promise<void>;
  /** Its keys are gone from Redis afterwards. */
  close(): Promise<void>;
}
export interface DemoWorldSpec { seed: number; scale: number; historyDays: number; /** World's ms. */ origin: number; cues: readonly Cue[] }
export interface Worlds<Stage> {
  /** Generated data through the same pipeline into world `demo`. Going back: close, open anew, advance. `progress`: share done, 0–1. */
  openDemo(spec: DemoWorldSpec, progress: (part: number) => void): Promise<PlayedWorld<Stage>>;
  /** A recorded past stretch, names, telephones, plates and exact addresses masked. */
  openRecorded(from: number): Promise<PlayedWorld<Stage>>;
}

/** The walls, by the server's own hand. */
export interface Stagehand<Stage> {
  /** Decided anew on what the wall shows by then; null: nothing is to be done. */
  change(wall: string, intent: (now: WallState) => WallPatch | null, by: string): Promise<WallState>;
  /** Moves everybody who shows the wall to that stage, and whoever comes later; null: the live one. */
  showOnWall(wall: string, stage: Stage | null): void;
}

export const DEEDS = ['start', 'resume', 'live', 'interrupted', 'ended'] as const;
export interface Deed { deed: (typeof DEEDS)[number]; wall: string; script: string; second: number; who: string; /** World's ms of the live clock. */ at: number; because?: (typeof INTERRUPTIONS)[number]; /** The alert that broke through. */ alert?: string }
/** Fulfilled once it is on disk; rejects where it cannot be written. */
export type Write = (deed: Deed) => Promise<void>;

export interface Time {
  /** Monotonic ms. */
  mono(): number;
  /** Calls after so many ms, unless it is taken back. */
  later(run: () => void, ms: number): () => void;
}
