/**
 * Where messages come from. The live socket and the recorded source speak this one interface, so
 * that what stands behind it (folding, panels, map) cannot tell a test or a playback from the wall.
 */
import type { Beat, Delta, Hello, Refusal, Snapshot, Subscribe } from '../../server/wire/messages.ts';

export interface SourceListener {
  /** The link is up (again). Subscriptions of before are forgotten by the other side. */
  up(): void;
  /** The link is known to be down; the source goes on trying by itself. */
  down(reason: string): void;
  hello(hello: Hello): void;
  beat(beat: Beat): void;
  snapshot(snapshot: Snapshot): void;
  delta(delta: Delta): void;
}

export interface Source {
  start(listener: SourceListener): void;
  /** Rejects only where the link went away before the answer. */
  subscribe(request: Subscribe): Promise<Snapshot | Refusal>;
  unsubscribe(sub: string): void;
  /** Drop the connection and make a new one: for a link that is open but silent. */
  restart(): void;
  stop(): void;
}
