/**
 * Where messages come from. The live socket and the recorded source speak this one interface, so
 * that what stands behind it (folding, panels, map) cannot tell a test or a playback from the wall.
 */
import type { AlertItem, Beat, Delta, Hello, Refusal, Snapshot, Subscribe } from '../../server/wire/messages.ts';
import type { EnterRequest, PlayerState, SteerRequest } from '../../server/wire/playback.ts';

export interface SourceListener {
  /** The link is up (again). Subscriptions of before are forgotten by the other side. */
  up(): void;
  /** The link is known to be down; the source goes on trying by itself. */
  down(reason: string): void;
  hello(hello: Hello): void;
  beat(beat: Beat): void;
  snapshot(snapshot: Snapshot): void;
  delta(delta: Delta): void;
  /** Where the cursor of the player is that the link shows, or that it has just left. */
  player(state: PlayerState): void;
  /** Alerts that take a wall over now in the live world, while the link shows another. */
  realAlerts(alerts: AlertItem[]): void;
}

/** How a page says which stage it shows, and moves the cursor of a player of its own. */
export interface StageLink {
  /** Rejects only where the link went away, or did not answer in time. */
  enter(request: EnterRequest): Promise<PlayerState | Refusal>;
  steer(request: SteerRequest): Promise<PlayerState | Refusal>;
  /** Drop the connection and make a new one, which begins in the present: for a link that is open but silent. */
  restart(): void;
}

export interface Source extends StageLink {
  start(listener: SourceListener): void;
  /** Rejects only where the link went away before the answer. */
  subscribe(request: Subscribe): Promise<Snapshot | Refusal>;
  unsubscribe(sub: string): void;
  stop(): void;
}
