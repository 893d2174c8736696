/** Walls, worlds and time in memory: what a conductor's tests stand on. Walls fold as the server's do. */
import { Conductor, type ConductorDeps, type RealAlert } from '../../server/demo/conductor.ts';
import type { Deed, DemoWorldSpec, PlayedWorld } from '../../server/demo/hands.ts';
import type { Script } from '../../server/config.ts';
import { firstState, fold } from '../../server/push/walls/fold.ts';
import type { WallPatch, WallState } from '../../server/wire/tile.ts';
import { three } from './scripts.ts';

/** What the wall's screens show. */
export interface Seen { second: number | null; mode: string | null; stage: string; scene: string | null; region: string | null; at: number | null }

/** A world that remembers what was applied, and refuses to go back. */
class World implements PlayedWorld<World> {
  readonly stage = this;
  readonly passed: number[] = [];
  open = true;
  constructor(readonly name: string, public at: number, private readonly house: House) {}
  async advanceTo(at: number): Promise<void> {
    if (!this.open) throw new Error('a closed world was moved');
    if (at < this.at) throw new Error(`found ${at}, expected a moment not before ${this.at}`);
    await this.house.slow();
    if (this.house.broken) throw new Error('the world is broken');
    this.at = at;
    this.passed.push(at);
  }
  close(): Promise<void> { this.open = false; return Promise.resolve(); }
}

export class House {
  mono = 0;
  now = Date.parse('2026-07-01T10:00:00+08:00');
  readonly states = new Map<string, WallState>();
  readonly stages = new Map<string, World | null>();
  readonly worlds: World[] = [];
  readonly specs: DemoWorldSpec[] = [];
  readonly deeds: Deed[] = [];
  readonly seen: Seen[] = [];
  disk = true;
  broken = false;
  /** The store does not answer. */
  away = false;
  /** ms that a second takes; and whether a world is made only when it is let go. */
  slowness = 0;
  held: (() => void)[] | null = null;
  private timers: { at: number; run: () => void }[] = [];
  readonly conductor: Conductor<World>;

  constructor(readonly scripts: readonly Script[] = [three()], kept?: ReadonlyMap<string, WallState>) {
    for (const wall of ['main', 'side']) this.states.set(wall, kept?.get(wall) ?? firstState(false, 0));
    this.conductor = new Conductor(this.deps());
  }

  private deps(): ConductorDeps<World> {
    const open = async (from: number, progress: (part: number) => void): Promise<World> => {
      if (this.worlds.some((world) => world.open)) throw new Error('there is a world already');
      progress(0.5);
      await new Promise<void>((done) => { if (this.held) this.held.push(done); else done(); });
      const world = new World(`world ${this.worlds.length + 1}`, from, this);
      this.worlds.push(world);
      return world;
    };
    return {
      scripts: this.scripts, walls: [{ id: 'main', width: 1920, height: 1080 }, { id: 'side', width: 3840, height: 2160 }], usual: { seed: 1, scale: 0.3 },
      worlds: { openDemo: (spec, progress) => { this.specs.push(spec); return open(spec.origin, progress); }, openRecorded: (from) => open(from, () => undefined) },
      hands: {
        change: (wall, intent, by) => {
          if (this.away) return Promise.reject(new Error('the store is away'));
          const before = this.states.get(wall)!;
          const patch = intent(before);
          if (patch) { this.states.set(wall, fold(before, patch, this.mono, by)); this.look(wall); }
          return Promise.resolve(this.states.get(wall)!);
        },
        showOnWall: (wall, stage) => { this.stages.set(wall, stage); this.look(wall); },
      },
      write: (deed) => { if (!this.disk) return Promise.reject(new Error('the disk is full')); this.deeds.push(deed); return Promise.resolve(); },
      now: () => this.now, mono: () => this.mono,
      later: (run, ms) => { const timer = { at: this.mono + ms, run }; this.timers.push(timer); return () => { this.timers = this.timers.filter((one) => one !== timer); }; },
      log: { error: () => undefined },
    };
  }

  private look(wall: string): void { if (wall === 'main') this.seen.push(this.shown()); }
  shown(wall = 'main'): Seen {
    const { playing, scene, region } = this.states.get(wall)!;
    const stage = this.stages.get(wall) ?? null;
    return { second: playing?.second ?? null, mode: playing?.mode ?? null, stage: stage ? (stage.open ? stage.name : 'closed') : 'live', scene, region, at: stage?.at ?? null };
  }
  /** As people at the wall would: folded like any change. */
  touch(patch: WallPatch, wall = 'main'): void { this.states.set(wall, fold(this.states.get(wall)!, patch, this.mono, '1,1')); }
  view(wall = 'main'): object { const { scene, region, layers, indicator, camera, tour: { mode, step }, taken } = this.states.get(wall)!; return { scene, region, layers, indicator, camera, mode, step, taken }; }

  slow(): Promise<void> { return this.slowness === 0 ? Promise.resolve() : new Promise((done) => { this.timers.push({ at: this.mono + this.slowness, run: done }); }); }
  /** Everything that can happen now has happened. */
  async still(): Promise<void> { for (let i = 0; i < 60; i++) await Promise.resolve(); }
  async pass(ms: number): Promise<void> {
    await this.still();
    for (const end = this.mono + ms; ;) {
      const next = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) { this.now += end - this.mono; this.mono = end; return; }
      this.timers = this.timers.filter((one) => one !== next);
      this.now += Math.max(0, next.at - this.mono);
      this.mono = Math.max(this.mono, next.at);
      next.run();
      await this.still();
    }
  }
  start(script = 'three', chapter?: number): ReturnType<Conductor<World>['command']> { return this.conductor.command('main', { do: 'start', script, ...(chapter === undefined ? {} : { chapter }) }, '张三'); }
  do(what: 'pause' | 'resume' | 'next' | 'back' | 'live', by = '张三'): ReturnType<Conductor<World>['command']> { return this.conductor.command('main', { do: what }, by); }
}

export const realAlert = (id: string, issuedAt: number): RealAlert => ({ id, colour: 'red', title: `${id}红色预警`, issuedAt });
