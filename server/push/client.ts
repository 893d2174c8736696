/** One screen's connection: what it holds, what it may still ask for, whether it keeps up. */
import type { Server, Socket } from 'socket.io';
import type { ClientEvents, Refusal, ServerEvents, Snapshot } from '../wire/messages.ts';
import type { Admission } from './admission.ts';
import type { PushLimits } from './deps.ts';
import { share, sizeOf } from './encoder.ts';
import { Rate } from './rate.ts';
import { buffered, drained, dropQueue, queued, transportOf } from './slow.ts';
import { canonical, type Known } from './subscription-key.ts';
import { roomOf, roomOfKey, type Stage } from './stages/stage.ts';
import { Refused, type Subscription } from './subscriptions.ts';

export type PushServer = Server<ClientEvents, ServerEvents>;
export type PushSocket = Socket<ClientEvents, ServerEvents>;
export interface ClientDeps {
  limits: PushLimits; admission: Admission; known: (stage: Stage) => Known;
  wall: () => number;
  /** Something could not be answered that the client is not to blame for. */
  failed: (error: unknown) => void;
  refused: (why: 'request' | 'rate' | 'cap') => void;
}
type Reply = (answer: Snapshot | Refusal) => void;

/** Smaller snapshots are sent at once. */
const SMALL = 32 * 1024;

export class Client {
  /** What this screen holds: the server's canonical keys. */
  private readonly held = new Map<string, Subscription>();
  /** Asked for and being read, each with the number of its request: an answer that was cancelled meanwhile is none. */
  private readonly asked = new Map<string, number>();
  private requests = 0;
  private readonly rate: Rate;
  private stuckSince: number | null = null;
  private inFlight = 0;
  private gone = false;
  slow = false;

  /** What it shows; its subscriptions are of this one. */
  stage: Stage;

  constructor(private readonly socket: PushSocket, private readonly deps: ClientDeps, stage: Stage) {
    this.stage = stage;
    void socket.join(roomOf(stage));
    this.rate = new Rate(deps.limits.requestBurst, deps.limits.requestsPerSecond, deps.wall());
    socket.on('subscribe', (request: unknown, reply: unknown) => {
      if (typeof reply === 'function') void this.subscribe(request, reply as Reply);
      else deps.refused('request');
    });
    socket.on('unsubscribe', (key: unknown) => { if (typeof key === 'string') this.unsubscribe(key); else deps.refused('request'); });
    socket.once('disconnect', () => { this.close(); });
  }

  /** Bytes that wait for it in this process. */
  get buffered(): number { return buffered(transportOf(this.socket.conn)); }

  /**
   * Looks after the queue; called before each tick, so that what waits has had since the last one to
   * leave. Returns whether the client has just been found too slow.
   */
  sweep(wall: number): boolean {
    const conn = transportOf(this.socket.conn);
    if (drained(conn)) {
      this.stuckSince = null;
      this.giveBack();
      if (this.slow) this.resume();
      return false;
    }
    const since = this.stuckSince;
    this.stuckSince ??= wall;
    // Seen waiting for the first time: it may just have been given a lot.
    if (since === null || conn.writeBuffer.length === 0) return false;
    const { queueBytes, queueMs } = this.deps.limits;
    if (wall - since <= queueMs && queued(conn) <= queueBytes) return false;
    const news = !this.slow;
    this.slow = true;
    for (const key of this.held.keys()) void this.socket.leave(roomOfKey(this.stage, key));
    dropQueue(conn);
    return news;
  }

  private async subscribe(request: unknown, reply: Reply): Promise<void> {
    const { deps } = this;
    if (!this.rate.take(deps.wall())) { deps.refused('rate'); reply({ error: 'subscribe: too many requests; ask again in a second' }); return; }
    const wanted = canonical(request, deps.known(this.stage));
    if (typeof wanted === 'string') { deps.refused('request'); reply({ error: wanted }); return; }
    const { key } = wanted;
    if (this.asked.has(key)) { deps.refused('request'); reply({ error: `subscribe: ${key} is being read already` }); return; }
    if (!this.held.has(key) && this.held.size + this.asked.size >= deps.limits.subscriptionsPerSocket) {
      deps.refused('cap');
      reply({ error: `subscribe: a screen may hold ${deps.limits.subscriptionsPerSocket} subscriptions` });
      return;
    }
    const ticket = ++this.requests;
    const { stage } = this;
    this.asked.set(key, ticket);
    try {
      const acquire = (): Promise<Subscription> => stage.engine.acquire(wanted);
      const subscription = this.held.get(key) ?? await (stage.reading ? stage.reading(acquire) : acquire());
      if (this.asked.get(key) !== ticket) {
        stage.engine.release(key);
        reply({ error: 'subscribe: taken back meanwhile' });
        return;
      }
      this.held.set(key, subscription);
      if (!await this.hand(key, subscription, reply)) reply({ error: 'subscribe: taken back meanwhile' });
    } catch (error) {
      this.refuse(error, reply);
    } finally {
      if (this.asked.get(key) === ticket) this.asked.delete(key);
    }
  }

  private refuse(error: unknown, reply: Reply): void {
    if (error instanceof Refused) {
      this.deps.refused('cap');
      reply({ error: `subscribe: ${error.message}` });
      return;
    }
    this.deps.failed(error);
    reply({ error: 'subscribe: the data cannot be read just now; ask again' });
  }

  /** Sends the published value and, in the same breath, joins the room of what follows it. False where nobody wants it any more. */
  private async hand(key: string, subscription: Subscription, send: (snapshot: Snapshot) => void): Promise<boolean> {
    const bytes = sizeOf(share(this.stage.engine.snapshot(subscription)));
    if (bytes > SMALL) {
      await this.deps.admission.enter(bytes);
      this.inFlight += bytes;
      if (this.gone) { this.giveBack(); return false; }
    }
    if (this.held.get(key) !== subscription) return false;
    // It has moved on while this one waited for its turn: the latest is what counts.
    send(share(this.stage.engine.snapshot(subscription)));
    if (!this.slow) void this.socket.join(roomOfKey(this.stage, key));
    return true;
  }

  private unsubscribe(key: string): void {
    this.asked.delete(key);
    if (!this.held.delete(key)) return;
    void this.socket.leave(roomOfKey(this.stage, key));
    this.stage.engine.release(key);
  }

  /** To another stage: what it held of this one is void. */
  move(stage: Stage): void {
    this.drop();
    void this.socket.leave(roomOf(this.stage));
    this.stage = stage;
    void this.socket.join(roomOf(stage));
  }

  private drop(): void {
    this.asked.clear();
    for (const key of this.held.keys()) {
      void this.socket.leave(roomOfKey(this.stage, key));
      this.stage.engine.release(key);
    }
    this.held.clear();
  }

  /** The transport has room again: everything it holds starts from a snapshot. */
  private resume(): void {
    this.slow = false;
    for (const [key, subscription] of this.held) {
      void this.hand(key, subscription, (snapshot) => { this.socket.emit('snapshot', snapshot); });
    }
  }

  private giveBack(): void {
    if (this.inFlight === 0) return;
    const bytes = this.inFlight;
    this.inFlight = 0;
    this.deps.admission.done(bytes);
  }

  private close(): void {
    this.gone = true;
    this.drop();
    this.giveBack();
  }
}
