/** The Socket.IO server: greets screens, beats once a second, broadcasts deltas to rooms. */
import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Beat, Delta, Hello, Snapshot } from '../wire/messages.ts';
import { PROTOCOL } from '../wire/messages.ts';
import { Admission } from './admission.ts';
import { Client, type PushServer, type PushSocket } from './client.ts';
import type { PushDeps, PushLimits } from './deps.ts';
import { parser, share } from './encoder.ts';
import type { Engine } from './engine.ts';
import type { PushMetrics } from './metrics.ts';
import { StoreWatch } from './store-watch.ts';

/** A request to subscribe is a few hundred bytes. */
const MAX_REQUEST_BYTES = 16 * 1024;
/** A jump of the world's clock beyond what a second explains is told to the screens. */
const CLOCK_JUMP_MS = 2000;

/** So many screens' queues are looked at in no time. */
const FEW = 50;

export class Hub {
  readonly io: PushServer;
  private readonly clients = new Map<string, Client>();
  private readonly admission: Admission;
  private clockSeen: { now: number; wall: number } | null = null;
  private helloSeen = '';
  private sweeps = 0;
  private readonly store: StoreWatch;

  constructor(http: HttpServer, private readonly deps: PushDeps, private readonly limits: PushLimits, private readonly metrics: PushMetrics) {
    this.admission = new Admission(limits.snapshotBytes);
    this.store = new StoreWatch(() => deps.store.answers(), deps.clock, () => this.wall());
    this.io = new Server(http, {
      serveClient: false, parser, maxHttpBufferSize: MAX_REQUEST_BYTES, perMessageDeflate: false,
      // A screen that is gone is noticed within 20 s, well before its queue matters.
      pingInterval: 10_000, pingTimeout: 10_000, connectTimeout: 10_000,
      allowRequest: (request, done) => {
        const why = this.io.engine.clientsCount >= limits.sockets ? `the server has ${limits.sockets} screens already` : deps.refuseConnection(request);
        if (why !== null) {
          metrics.refused.inc({ why: 'connection' });
          deps.log.warn({ why }, 'a socket was refused');
        }
        done(why, why === null);
      },
    });
  }

  /** Accepts screens; `engine` answers what they ask. */
  serve(engine: Engine): void {
    const clientDeps = {
      engine, limits: this.limits, admission: this.admission,
      known: { region: (code: string) => this.deps.regions.get(code) !== undefined },
      wall: () => this.wall(),
      failed: (error: unknown) => { this.deps.log.error({ err: error }, 'a subscription could not be read'); },
      refused: (why: 'request' | 'rate' | 'cap') => { this.metrics.refused.inc({ why }); },
    };
    this.io.on('connection', (socket: PushSocket) => {
      this.clients.set(socket.id, new Client(socket, clientDeps));
      socket.once('disconnect', () => { this.clients.delete(socket.id); });
      socket.emit('hello', this.hello(engine.epoch));
    });
  }

  get count(): number { return this.clients.size; }
  get buffered(): number { let bytes = 0; for (const client of this.clients.values()) bytes += client.buffered; return bytes; }
  get snapshotBytes(): number { return this.admission.bytes; }

  delta(key: string, delta: Delta): void {
    this.metrics.deltas.inc({ topic: delta.topic });
    this.io.to(key).emit('delta', delta);
  }
  snapshot(key: string, snapshot: Snapshot): void { this.io.to(key).emit('snapshot', share(snapshot)); }

  greet(epoch: string): void { this.io.emit('hello', this.hello(epoch)); }

  /** Once a second. A screen whose queue stands misses beats rather than gathering them. */
  beat(epoch: string): void {
    const beat: Beat = { world: this.deps.world, epoch, now: this.deps.clock.now(), feeds: [...this.deps.feeds()], storeAwaySince: this.store.look() };
    if (this.changed(epoch, beat.now)) this.greet(epoch);
    this.io.volatile.emit('beat', beat);
  }

  /** Looks after the queues, each about once a second: a part of them at every tick. */
  sweep(): void {
    const wall = this.wall();
    const parts = Math.max(1, Math.floor(this.limits.tickHz));
    const part = this.sweeps++ % parts;
    let at = 0;
    // With few screens all are looked at: there is nothing to save.
    for (const client of this.clients.values()) if ((this.clients.size < FEW || at++ % parts === part) && client.sweep(wall)) this.metrics.dropped.inc();
  }

  async close(): Promise<void> { await this.io.close(); }

  private hello(epoch: string): Hello {
    const { world, build, city, clock } = this.deps;
    return { protocol: PROTOCOL, build, world, epoch, city, clock: { now: clock.now(), rate: clock.rate, zone: clock.zone } };
  }

  /** Whether what `hello` says has changed since the last beat, the clock's running aside. */
  private changed(epoch: string, now: number): boolean {
    const wall = this.wall();
    const hello = this.hello(epoch);
    const seen = JSON.stringify({ ...hello, clock: { ...hello.clock, now: 0 } });
    const before = this.clockSeen;
    const jumped = before !== null && Math.abs(now - before.now - (wall - before.wall) * this.deps.clock.rate) > CLOCK_JUMP_MS * Math.max(1, this.deps.clock.rate);
    const changed = (this.helloSeen !== '' && seen !== this.helloSeen) || jumped;
    this.helloSeen = seen;
    this.clockSeen = { now, wall };
    return changed;
  }

  private wall(): number { return (this.deps.wall ?? Date.now)(); }
}
