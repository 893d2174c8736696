/**
 * Plays scripts on walls: who may begin one, what comes back when it is left, what a real alert does to it, and what is
 * known of it after a power cut. One script plays at a time, for there is one demo world.
 */
import type { Script } from '../config.ts';
import type { DemoAnswer, DemoCommand, Playing, ScriptBrief } from '../wire/demo.ts';
import type { WallPatch, WallState } from '../wire/tile.ts';
import type { Deed, Stagehand, Time, Worlds, Write } from './hands.ts';
import { BY_SCRIPT, Show, type ShowDeps } from './show.ts';
import { backFrom, briefOf, nextFrom, playingAt } from './timeline.ts';

/** An alert that stood longer than this before a script was begun is old news, as on the walls. */
const OLD_MS = 3_600_000;
/** The wall goes back to the live world by then, whether its former view could be kept or not. */
const BACK_MS = 500;
const AGAIN_MS = 1_000;
const MOST_TRIES = 600;

/** What is read of a real alert that takes walls over. */
export interface RealAlert { id: string; colour: string; title: string; issuedAt: number }
export interface ConductorDeps<Stage> extends Time {
  scripts: readonly Script[];
  walls: readonly { id: string; width: number; height: number }[];
  worlds: Worlds<Stage>;
  hands: Stagehand<Stage>;
  write: Write;
  usual: ShowDeps<Stage>['usual'];
  /** World's ms of the live clock. */
  now(): number;
  log: ShowDeps<Stage>['log'];
}
/** `kept`: what was interrupted, and can be resumed. */
interface Room<Stage> { wall: string; width: number; show: Show<Stage> | null; kept: Playing | null; last: Promise<unknown> }

const refused = (why: string): DemoAnswer => ({ done: false, why });
const DONE: DemoAnswer = { done: true };
const keyOf = ({ id, colour }: RealAlert): string => `${colour} ${id}`;

export class Conductor<Stage> {
  private readonly rooms: Map<string, Room<Stage>>;
  private taking: readonly RealAlert[] = [];
  /** Worlds that are being closed: the next one waits for them. */
  private closing: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(private readonly deps: ConductorDeps<Stage>) {
    this.rooms = new Map(deps.walls.map(({ id, width, height }) => [id, { wall: id, width: Math.min(width, (height * 16) / 9), show: null, kept: null, last: Promise.resolve() }]));
  }

  scripts(): readonly ScriptBrief[] { return this.deps.scripts.map(briefOf); }
  of(wall: string): Playing | null { const room = this.rooms.get(wall); return room?.show?.playing ?? room?.kept ?? null; }

  /** Fulfilled once it is on record and under way, or with why not. */
  async command(wall: string, command: DemoCommand, by: string): Promise<DemoAnswer> {
    const room = this.rooms.get(wall);
    if (!room) return refused(`wall: found ${JSON.stringify(wall)}, expected one of ${[...this.rooms.keys()].join(', ')}`);
    // The way back waits for nothing.
    if (command.do === 'live') return this.live(room, by);
    const run = room.last.then(() => this.obey(room, command, by));
    room.last = run.catch(() => undefined);
    return run.catch((error: unknown) => {
      this.deps.log.error({ err: error }, 'a script could not be moved');
      return refused('it cannot be done just now; ask again');
    });
  }

  private async obey(room: Room<Stage>, command: Exclude<DemoCommand, { do: 'live' }>, by: string): Promise<DemoAnswer> {
    const { show, kept } = room;
    if (command.do === 'start') return this.start(room, command.script, command.chapter ?? 0, by);
    if (command.do === 'resume' && kept) return this.enter(room, this.scriptOf(kept.script), kept.second, 'resume', by);
    if (!show) return refused('no script plays on this wall');
    const { mode, second } = show.playing;
    if (mode === 'preparing') return refused('the script\'s world is being made; wait, or go back to the live picture');
    if (command.do === 'pause') { if (mode === 'running') await show.pause(); return DONE; }
    if (command.do === 'resume') { if (mode !== 'running') await show.resume(); return DONE; }
    const to = command.do === 'next' ? nextFrom(show.script, second) : backFrom(show.script, second);
    if (to === null) return refused('this is the last chapter');
    await show.jump(to);
    return DONE;
  }

  private scriptOf(id: string): Script | null { return this.deps.scripts.find((script) => script.id === id) ?? null; }

  private start(room: Room<Stage>, id: string, chapter: number, by: string): Promise<DemoAnswer> {
    const script = this.scriptOf(id);
    const from = script?.chapters[chapter]?.from;
    if (script && from === undefined) return Promise.resolve(refused(`chapter: found ${chapter}, expected one from 0 to ${script.chapters.length - 1}`));
    return this.enter(room, script, from ?? 0, 'start', by);
  }

  private async enter(room: Room<Stage>, script: Script | null, second: number, deed: 'start' | 'resume', by: string): Promise<DemoAnswer> {
    if (!script) return refused(`script: expected one of ${this.deps.scripts.map(({ id }) => id).join(', ') || 'which there are none'}`);
    if (this.closed) return refused('the server is ending');
    const other = [...this.rooms.values()].find((one) => one !== room && one.show !== null);
    if (other) return refused(`wall ${other.wall} plays a script already, and one plays at a time`);
    const alert = this.taking.find(({ issuedAt }) => this.deps.now() - issuedAt < OLD_MS);
    if (alert) return refused(`${alert.title} has the wall until it is acknowledged`);
    // First written, then done: what a wall showed without a record of it did not happen.
    try { await this.write({ deed, wall: room.wall, script: script.id, second, who: by }); } catch { return refused('it could not be written: it does not count'); }
    if (room.show) this.letGo(room.show);
    const show = new Show(room.wall, room.width, script, new Set(this.taking.map(keyOf)), this.showDeps());
    room.show = show;
    room.kept = null;
    try { await show.prepare(second); } catch (error) {
      // The wall could not be told: then nothing plays there.
      if (room.show === show) { room.show = null; this.letGo(show); }
      throw error;
    }
    return DONE;
  }

  private showDeps(): ShowDeps<Stage> {
    const { worlds, hands, usual, log } = this.deps;
    return {
      hands, usual, log, mono: () => this.deps.mono(), later: (run, ms) => this.deps.later(run, ms),
      worlds: {
        openDemo: async (spec, progress) => { await this.closing; return worlds.openDemo(spec, progress); },
        openRecorded: async (from) => { await this.closing; return worlds.openRecorded(from); },
      },
      ended: ({ wall, script, playing: { second } }) => { this.note({ deed: 'ended', wall, script: script.id, second, who: 'server' }); },
      failed: (show) => { const room = this.rooms.get(show.wall)!; if (room.show === show) void this.interrupt(room, 'failed'); },
    };
  }

  private letGo(show: Show<Stage>): void {
    const gone = show.end().catch((error: unknown) => { this.deps.log.error({ err: error }, 'a script\'s world could not be closed'); });
    this.closing = Promise.all([this.closing, gone]);
  }

  /** 返回实况. The wall goes back first, and what is written of it after: nothing keeps a wall from the present. */
  private async live(room: Room<Stage>, by: string): Promise<DemoAnswer> {
    const was = this.of(room.wall);
    if (!was) return refused('no script plays on this wall');
    await this.putBack(room, null);
    try { await this.write({ deed: 'live', wall: room.wall, script: was.script, second: was.second, who: by }); } catch { return refused('the wall is live again, but it could not be written who did it'); }
    return DONE;
  }

  /** Ends what plays; the former view first, so that a takeover that follows keeps that one. */
  private async putBack(room: Room<Stage>, kept: Playing | null): Promise<void> {
    const { show } = room;
    room.show = null;
    room.kept = kept;
    if (show) this.letGo(show);
    // One that was begun in the meantime keeps the view that is to come back.
    const restored = this.persist(room, (now) => (room.show ? null : { ...former(now), playing: kept }));
    if (!show) { await restored; return; }
    await Promise.race([restored, new Promise<void>((done) => { this.deps.later(done, BACK_MS); })]);
    if (room.show === null) this.deps.hands.showOnWall(room.wall, null);
  }

  /** A store that is away does not keep the wall from its former view for ever. */
  private async persist({ wall }: Room<Stage>, intent: (now: WallState) => WallPatch | null): Promise<void> {
    for (let tries = 1; tries === 1 || (tries <= MOST_TRIES && !this.closed); tries++) {
      try { await this.deps.hands.change(wall, intent, BY_SCRIPT); return; } catch (error) {
        if (tries === 1) this.deps.log.error({ err: error, wall }, 'what a wall showed before a script could not be put back yet');
        await new Promise<void>((done) => { this.deps.later(done, AGAIN_MS); });
      }
    }
  }

  /** Alerts that take walls over now in the live world, whenever they change. A new one breaks through what plays. */
  real(alerts: readonly RealAlert[]): void {
    this.taking = alerts;
    for (const room of this.rooms.values()) {
      const alert = room.show && alerts.find((one) => !room.show!.seen.has(keyOf(one)));
      if (alert) void this.interrupt(room, 'alert', alert.id);
    }
  }

  private async interrupt(room: Room<Stage>, because: NonNullable<Playing['because']>, alert?: string): Promise<void> {
    const { show } = room;
    if (!show) return;
    const { script, playing: { second, mode } } = show;
    await this.putBack(room, mode === 'ended' ? null : playingAt(script, second, 'interrupted', { because }));
    this.note({ deed: 'interrupted', wall: room.wall, script: script.id, second, who: 'server', because, ...(alert === undefined ? {} : { alert }) });
  }

  /** A server that begins shows the live world; what played when it was cut off can be resumed. */
  async began(): Promise<void> {
    for (const room of this.rooms.values()) {
      let was: Playing | null = null;
      const state = await this.deps.hands.change(room.wall, (now) => {
        was = now.playing;
        if (!now.playing || now.playing.mode === 'interrupted') return null;
        const script = this.scriptOf(now.playing.script);
        const again = script && now.playing.mode !== 'ended' ? playingAt(script, Math.min(now.playing.second, script.seconds - 1), 'interrupted', { because: 'restart' }) : null;
        return { ...former(now), playing: again };
      }, BY_SCRIPT);
      room.kept = state.playing && this.scriptOf(state.playing.script) ? state.playing : null;
      const cut = was as Playing | null;
      if (cut && cut.mode !== 'interrupted') this.note({ deed: 'interrupted', wall: room.wall, script: cut.script, second: cut.second, who: 'server', because: 'restart' });
    }
  }

  /** Begins a script by itself as soon as it can be, unless another one can be resumed there. */
  async begin(wall: string, script: string): Promise<DemoAnswer> {
    for (;;) {
      const room = this.rooms.get(wall);
      if (this.closed || room?.kept || room?.show) return DONE;
      const answer = await this.command(wall, { do: 'start', script }, 'server');
      if (answer.done || !room || !this.scriptOf(script)) return answer;
      await new Promise<void>((done) => { this.deps.later(done, AGAIN_MS); });
    }
  }

  /** Whoever ends the server in order ends its scripts too: there is nothing to resume. */
  async close(): Promise<void> {
    this.closed = true;
    for (const room of this.rooms.values()) if (room.show) await this.live(room, 'server');
    await this.closing;
  }

  private write(deed: Omit<Deed, 'at'>): Promise<void> { return this.deps.write({ ...deed, at: this.deps.now() }); }
  private note(deed: Omit<Deed, 'at'>): void {
    this.write(deed).catch((error: unknown) => { this.deps.log.error({ err: error, ...deed }, 'what became of a script could not be written'); });
  }
}

/** What the wall showed before; nothing where the script had not begun to show. */
const former = ({ before }: WallState): WallPatch => (before ? { taken: null, ...before, before: null, picked: null } : {});
