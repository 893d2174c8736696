/**
 * One script on one wall, from its preparation to its end. Second by second: the world goes on to its moment, then the
 * wall is changed. A second that takes longer delays the next; none is skipped.
 */
import type { Script } from '../config.ts';
import type { Playing } from '../wire/demo.ts';
import type { Former, Shown, WallPatch, WallState } from '../wire/tile.ts';
import type { PlayedWorld, Stagehand, Time, Worlds } from './hands.ts';
import { cuesOf, momentAt, playingAt, worldAt } from './timeline.ts';

/** Whose change it is, where the script makes it. */
export const BY_SCRIPT = 'script';
const SECOND_MS = 1_000;
/** A second that fails is tried again so often before the script is given up. */
const TRIES = 3;
/** Progress is told in steps of this part. */
const PROGRESS_STEP = 0.05;

export interface ShowDeps<Stage> extends Time {
  worlds: Worlds<Stage>;
  hands: Stagehand<Stage>;
  /** Where a script leaves it open: those of the simulated city. */
  usual: { seed: number; scale: number };
  log: { error(fields: object, text: string): void };
  /** Its last second is over; it stays. */
  ended(show: Show<Stage>): void;
  /** It cannot go on. */
  failed(show: Show<Stage>): void;
}

export const formerOf = ({ scene, region, layers, indicator, camera, tour: { mode, step }, taken }: WallState): Former =>
  ({ ...(taken?.former ?? { scene, region, layers, indicator, camera }), tour: { mode, step } });
const same = (a: Shown | null, b: Shown): boolean => JSON.stringify(a) === JSON.stringify(b);

export class Show<Stage> {
  playing: Playing;
  private world: PlayedWorld<Stage> | null = null;
  /** Whatever was begun in an earlier turn is void. */
  private turn = 0;
  private cancel: () => void = () => undefined;
  /** One thing is done to the world at a time. */
  private work: Promise<unknown> = Promise.resolve();
  /** When the last second began, and what the wall was last made to show. */
  private began = 0;
  private view: Shown | null = null;
  private fails = 0;

  /** `width`: of the wall, as momentAt has it. `seen`: alerts that stood when it began, which do not break through. */
  constructor(readonly wall: string, readonly width: number, readonly script: Script, readonly seen: ReadonlySet<string>, private readonly deps: ShowDeps<Stage>) {
    this.playing = playingAt(script, 0, 'preparing');
  }

  /** Makes a world and goes on from a second in it, whatever played before. Fulfilled once it is said on the wall; never waits for the world. */
  async prepare(second: number): Promise<void> {
    const mine = this.begin();
    this.say(playingAt(this.script, second, 'preparing', { progress: 0 }));
    if (this.world) this.deps.hands.showOnWall(this.wall, null);
    this.view = null;
    void this.inTurn(() => this.open(second, mine)).catch((error: unknown) => { this.giveUp(mine, error); });
    await this.tell(mine);
  }

  /** A world that another turn asked for in the meantime is closed before it was seen. */
  private async open(second: number, mine: number): Promise<void> {
    await this.closeWorld();
    if (mine !== this.turn) return;
    const world = await this.make((part) => { this.progress(second, part, mine); });
    this.world = world;
    if (mine !== this.turn) { await this.closeWorld(); return; }
    await world.advanceTo(worldAt(this.script, second));
    if (mine !== this.turn) return;
    this.deps.hands.showOnWall(this.wall, world.stage);
    this.began = this.deps.mono();
    await this.publish(second, mine);
    this.plan(mine);
  }

  private make(progress: (part: number) => void): Promise<PlayedWorld<Stage>> {
    const { world } = this.script;
    const { worlds, usual } = this.deps;
    if (world.kind === 'recorded') return worlds.openRecorded(world.from);
    const { seed, scale, historyDays, origin } = world;
    return worlds.openDemo({ seed: seed ?? usual.seed, scale: scale ?? usual.scale, historyDays, origin, cues: cuesOf(this.script) }, progress);
  }

  private progress(second: number, part: number, mine: number): void {
    if (mine !== this.turn || part - (this.playing.progress ?? 0) < PROGRESS_STEP) return;
    this.say(playingAt(this.script, second, 'preparing', { progress: Math.min(1, part) }));
    this.tell(mine).catch(() => undefined);
  }

  /** A second that is under way is seen first: what stands is what is said. */
  async pause(): Promise<void> {
    await this.settled();
    const mine = this.begin();
    this.say({ ...this.playing, mode: 'paused' });
    await this.tell(mine);
  }

  async resume(): Promise<void> {
    if (this.playing.mode === 'ended') { await this.prepare(0); return; }
    await this.settled();
    const mine = this.begin();
    this.began = this.deps.mono();
    // What people moved meanwhile is put back.
    this.view = null;
    await this.publish(this.playing.second, mine);
    this.plan(mine);
  }

  /** To another second. Back in the world's time it must be made anew. */
  async jump(second: number): Promise<void> {
    const { world } = this;
    if (!world || worldAt(this.script, second) < world.at) { await this.prepare(second); return; }
    const mine = this.begin();
    this.view = null;
    await this.inTurn(() => this.enter(second, mine));
    this.plan(mine);
  }

  /** Nothing of it happens any more; fulfilled when its world is gone. What the wall shows is for whoever ends it to say. */
  async end(): Promise<void> {
    this.begin();
    // Not in its turn: a second that hangs ends with its world. One that is being made is closed when it is there.
    await this.closeWorld();
    await this.settled();
  }

  private begin(): number {
    this.cancel();
    this.fails = 0;
    return ++this.turn;
  }
  private say(playing: Playing): void { this.playing = playing; }

  private inTurn(job: () => Promise<void>): Promise<void> {
    const run = this.work.then(job, job);
    this.work = run.catch(() => undefined);
    return run;
  }
  private settled(): Promise<void> { return this.inTurn(() => Promise.resolve()); }

  private async closeWorld(): Promise<void> {
    const { world } = this;
    this.world = null;
    await world?.close();
  }

  private plan(mine: number): void {
    if (mine !== this.turn) return;
    this.cancel = this.deps.later(() => void this.step(mine), Math.max(0, this.began + SECOND_MS - this.deps.mono()));
  }

  private async step(mine: number): Promise<void> {
    if (mine !== this.turn) return;
    this.began = Math.max(this.began + SECOND_MS, this.deps.mono());
    const second = this.playing.second + 1;
    try {
      if (second >= this.script.seconds) { await this.finish(mine); return; }
      await this.inTurn(() => this.enter(second, mine));
      this.fails = 0;
    } catch (error) {
      this.fails++;
      if (this.fails >= TRIES) { this.giveUp(mine, error); return; }
    }
    this.plan(mine);
  }

  private async enter(second: number, mine: number): Promise<void> {
    if (mine !== this.turn || !this.world) return;
    await this.world.advanceTo(worldAt(this.script, second));
    if (mine === this.turn) await this.publish(second, mine);
  }

  private async finish(mine: number): Promise<void> {
    if (this.script.loop) { await this.prepare(0); return; }
    this.say({ ...this.playing, mode: 'ended' });
    this.deps.ended(this);
    await this.tell(mine);
  }

  private giveUp(mine: number, error: unknown): void {
    if (mine !== this.turn) return;
    this.deps.log.error({ err: error, script: this.script.id, second: this.playing.second }, 'a script could not go on');
    this.deps.failed(this);
  }

  /** What people switched or moved in a chapter stays until the script itself shows something else. */
  private async publish(second: number, mine: number): Promise<void> {
    const { view, takeover } = momentAt(this.script, second, this.width);
    const playing = playingAt(this.script, second, 'running');
    const turned = !same(this.view, view);
    await this.change(mine, (now) => {
      const released = now.taken !== null && !takeover;
      return {
        playing, ...(turned || released ? { ...view, picked: null } : {}), ...(released ? { taken: null } : {}),
        ...(now.before ? {} : { before: formerOf(now) }), ...(now.tour.mode === 'off' ? {} : { tour: { mode: 'off', step: now.tour.step } }),
      };
    });
    if (mine !== this.turn) return;
    this.view = view;
    this.say(playing);
  }

  private tell(mine: number): Promise<void> { return this.change(mine, () => ({ playing: this.playing })); }
  private async change(mine: number, patch: (now: WallState) => WallPatch): Promise<void> {
    await this.deps.hands.change(this.wall, (now) => (mine === this.turn ? patch(now) : null), BY_SCRIPT);
  }
}
