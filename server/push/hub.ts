/** The Socket.IO server: greets screens, beats once a second, broadcasts deltas to rooms. */
import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { Beat, Delta, Hello, Snapshot } from '../wire/messages.ts';
import { PROTOCOL } from '../wire/messages.ts';
import { Admission } from './admission.ts';
import { Client, type PushServer, type PushSocket } from './client.ts';
import type { PushDeps, PushLimits } from './deps.ts';
import { parser, share } from './encoder.ts';
import type { PushMetrics } from './metrics.ts';
import type { Stages } from './stages/index.ts';
import { roomOf, roomOfKey, type Stage } from './stages/stage.ts';
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
  private readonly told = new WeakMap<Stage, { hello: string; now: number; wall: number }>();
  private sweeps = 0;
  readonly store: StoreWatch;

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

  /** Accepts screens on the live stage; `stages` moves them to others. */
  serve(live: Stage, stages: Stages): void {
    const clientDeps = {
      limits: this.limits, admission: this.admission,
      known: (stage: Stage) => ({ region: (code: string) => (stage.deps ?? this.deps).regions.get(code) !== undefined }),
      wall: () => this.wall(),
      failed: (error: unknown) => { this.deps.log.error({ err: error }, 'a subscription could not be read'); },
      refused: (why: 'request' | 'rate' | 'cap') => { this.metrics.refused.inc({ why }); },
    };
    this.io.on('connection', (socket: PushSocket) => {
      const client = new Client(socket, clientDeps, live);
      this.clients.set(socket.id, client);
      socket.once('disconnect', () => { this.clients.delete(socket.id); });
      stages.attend(socket, client);
      this.welcome(socket, live);
    });
  }

  get count(): number { return this.clients.size; }
  get buffered(): number { let bytes = 0; for (const client of this.clients.values()) bytes += client.buffered; return bytes; }
  get snapshotBytes(): number { return this.admission.bytes; }

  delta(stage: Stage, key: string, delta: Delta): void {
    this.metrics.deltas.inc({ topic: delta.topic });
    this.io.to(roomOfKey(stage, key)).emit('delta', delta);
  }
  snapshot(stage: Stage, key: string, snapshot: Snapshot): void { this.io.to(roomOfKey(stage, key)).emit('snapshot', share(snapshot)); }

  greet(stage: Stage): void { this.io.to(roomOf(stage)).emit('hello', this.hello(stage)); }
  /** One that has just come to a stage. */
  welcome(socket: PushSocket, stage: Stage): void { socket.emit('hello', this.hello(stage)); }

  /** Once a second. A screen whose queue stands misses beats rather than gathering them. */
  beat(stage: Stage): void {
    const { world, engine: { epoch }, clock } = stage;
    const beat: Beat = { world, epoch, now: clock.now(), feeds: [...stage.feeds()], storeAwaySince: stage.storeAwaySince() };
    if (this.changed(stage, beat.now)) this.greet(stage);
    this.io.to(roomOf(stage)).volatile.emit('beat', beat);
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

  private hello({ world, engine: { epoch }, clock, deps }: Stage): Hello {
    const { build, city } = deps ?? this.deps;
    return { protocol: PROTOCOL, build, world, epoch, city, clock: { now: clock.now(), rate: clock.rate, zone: clock.zone } };
  }

  /** Whether what `hello` says has changed since the last beat, the clock's running aside. */
  private changed(stage: Stage, now: number): boolean {
    const wall = this.wall();
    const hello = this.hello(stage);
    const seen = JSON.stringify({ ...hello, clock: { ...hello.clock, now: 0 } });
    const before = this.told.get(stage);
    this.told.set(stage, { hello: seen, now, wall });
    const { rate } = stage.clock;
    return before !== undefined && (seen !== before.hello || Math.abs(now - before.now - (wall - before.wall) * rate) > CLOCK_JUMP_MS * Math.max(1, rate));
  }

  private wall(): number { return (this.deps.wall ?? Date.now)(); }
}
