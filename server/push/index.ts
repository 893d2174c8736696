/** Stage 5: what the screens see. Snapshots and deltas over Socket.IO, the rest over HTTP. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Entity, Kind, Position } from '../wire/entity.ts';
import type { Reading } from '../store/index.ts';
import { LIMITS, type PushDeps } from './deps.ts';
import { Engine, type TickReport } from './engine.ts';
import { Hub } from './hub.ts';
import { makeApp } from './http.ts';
import { PushMetrics } from './metrics.ts';
import { Pace } from './pace.ts';
import { RemoteControl } from './remote/index.ts';
import { Stages } from './stages/index.ts';
import type { Stage } from './stages/stage.ts';
import type { SteppedStage, SteppedWorld } from './stages/stepped.ts';
import { Walls } from './walls/index.ts';
import { tileMetrics } from './walls/metrics.ts';

export type * from './deps.ts';
export type { TickReport } from './engine.ts';
export type { Stage } from './stages/stage.ts';
export { recordedDeps } from './stages/player.ts';
export type { SteppedStage, SteppedWorld } from './stages/stepped.ts';

export interface Push {
  readonly http: HttpServer;
  /** Metrics of other stages are registered here too. */
  readonly metrics: PushMetrics;
  /** Listens; 0 = any free port. Gives the port. Rejects where it cannot. */
  listen(port: number, host?: string): Promise<number>;
  /** Ticks and beats from now on. Not called by a test that ticks by itself. */
  start(): void;
  /** Entities the store has just taken (those it says it changed). */
  onApplied(kind: Kind, entities: readonly Entity[]): void;
  onRemoved(kind: Kind, ids: readonly string[]): void;
  onPositions(positions: readonly Position[]): void;
  /** Readings beside the entities' own latest: a backfilled day. */
  onReadings(readings: readonly Reading[]): void;
  /** One tick. Rejects while the store cannot be read. */
  tick(): Promise<TickReport>;
  /** One beat. */
  beat(): void;
  /** Makes a new epoch: everything is read afresh. */
  renew(): Promise<void>;
  epoch(): string;
  /** A stage beside the live one, whose world is led step by step. */
  openStepped(world: SteppedWorld): SteppedStage;
  closeStepped(stage: SteppedStage): Promise<void>;
  /** What each wall shows, and how it is made to show something else. */
  readonly walls: Pick<Walls, 'read' | 'change'>;
  /** Every page of a wall shows this stage from now on; null: the present. */
  showOnWall(wall: string, stage: Stage | null): void;
  close(): Promise<void>;
}

export function createPush(deps: PushDeps): Push {
  const limits = { ...LIMITS, ...deps.limits };
  const wall = deps.wall ?? Date.now;
  const metrics: PushMetrics = new PushMetrics({
    players: () => stages.count, sockets: () => hub.count, subscriptions: () => engine.subscriptions.size, snapshotBytes: () => hub.snapshotBytes, buffered: () => hub.buffered,
    now: () => deps.clock.now(), feeds: () => deps.feeds(), store: () => deps.store.stats(),
  });
  const walls = new Walls({ ...deps, clock: wall, refused: (why) => { metrics.refused.inc({ why }); }, joined: (socket, id) => { stages.join(socket, id); } });
  tileMetrics(walls, metrics.registry);
  const remote = deps.remote ? new RemoteControl(deps.remote, { ...deps, wall, walls, stages: () => stages, mirrors: () => engine.mirrors }) : null;
  if (remote) walls.usePairs(remote);
  let loaded = false;
  const live: Stage = {
    key: '', world: deps.world, clock: deps.clock, feeds: () => deps.feeds(), storeAwaySince: () => hub.store.look(),
    get engine() { return engine; },
  };
  const app = makeApp(deps, metrics, { stages: () => stages, epoch: () => engine.epoch, loaded: () => loaded, wall, mirrors: () => engine.mirrors, alert: (id) => engine.alert(id), tiles: (id) => walls.health(id), remote });
  // Before Socket.IO, which takes its own requests away from what listens already.
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000, maxHeaderSize: 16 * 1024 }, app);
  const hub: Hub = new Hub(server, deps, limits, metrics);
  const engine: Engine = new Engine(deps, limits, {
    delta: (key, delta) => { hub.delta(live, key, delta); },
    snapshot: (key, snapshot) => { hub.snapshot(live, key, snapshot); },
    epoch: () => { hub.greet(live); },
    storeTime: (ms) => { metrics.store.observe(ms / 1000); },
    shown: (picture) => { deps.shown?.({ ...picture, feeds: deps.feeds() }); },
  });
  const stages: Stages = new Stages(live, hub, { ...deps, wall }, limits, (why) => { metrics.refused.inc({ why }); });
  hub.serve(live, stages);
  walls.serve(hub.io);
  void engine.loaded.then(() => { loaded = true; });

  const tick = async (): Promise<TickReport> => {
    hub.sweep();
    const report = await engine.tick();
    metrics.tick.observe(report.ms / 1000);
    stages.watch();
    return report;
  };
  const beat = (): void => {
    hub.beat(live);
    remote?.look();
    const now = deps.clock.now();
    if (loaded) void deps.duty.look([...engine.mirrors.alerts.all()].filter((alert) => deps.judge.alertInForce(alert, now)), now);
  };
  const pace = new Pace({ tick, beat }, limits.tickHz, deps.log, () => { metrics.failedTicks.inc(); });
  return {
    http: server, metrics, tick,
    listen: (port, host) => listen(server, port, host),
    start: () => { pace.start(); },
    onApplied: (kind, entities) => { engine.put(kind, entities); },
    onRemoved: (kind, ids) => { engine.remove(kind, ids); },
    onPositions: (positions) => { engine.positions(positions); },
    onReadings: (readings) => { engine.readings(readings); },
    beat,
    renew: () => engine.renew(),
    epoch: () => engine.epoch,
    openStepped: (world) => stages.openStepped(world),
    closeStepped: (stage) => stages.closeStepped(stage),
    walls, showOnWall: (id, stage) => { stages.showOnWall(id, stage); },
    close: async () => {
      await pace.stop();
      await stages.close();
      await hub.close();
      engine.close();
    },
  };
}

function listen(server: HttpServer, port: number, host?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
