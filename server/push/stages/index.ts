/** Which stages there are, which socket is on which, and who may open, move and end one. */
import { ApiPlayback, EnterRequest, SteerRequest, type PlayerState, type WallPlayback, type WallPlaybackRequest } from '../../wire/playback.ts';
import type { AlertItem, Refusal } from '../../wire/messages.ts';
import type { Client, PushSocket } from '../client.ts';
import type { PushDeps, PushLimits } from '../deps.ts';
import type { Hub } from '../hub.ts';
import { Rate } from '../rate.ts';
import { Refused } from '../subscriptions.ts';
import { Player } from './player.ts';
import { roomOf, type PlayedStage, type Stage, type StageOutput } from './stage.ts';
import { SteppedStage, type SteppedWorld } from './stepped.ts';

/** A cursor that is dragged asks a few times a second. */
const BURST = 20;
const PER_SECOND = 8;
const NOW = { player: '', rate: 1, seeking: false, held: null } as const;

interface Member {
  client: Client; socket: PushSocket; /** Its own. */ player: Player | null; followsWall: boolean; opening: boolean;
  /** The wall that it is a page of, or else looks at. */
  joined: string | null; looksAt: string | null;
}
type Reply = (answer: PlayerState | Refusal) => void;
type Deps = PushDeps & { wall(): number };

export class Stages {
  private readonly members = new Map<string, Member>();
  private readonly players = new Map<string, Player>();
  private readonly stepped = new Map<string, SteppedStage>();
  private wall: { player: Player; by: string; since: number } | null = null;
  /** By wall: the stage that it shows instead of what the city's walls show. */
  private readonly shows = new Map<string, Stage>();
  private alertsSeen: { revision: number; of: object | null } = { revision: -1, of: null };
  private taking: AlertItem[] = [];

  constructor(private readonly live: Stage, private readonly hub: Hub, private readonly deps: Deps, private readonly limits: PushLimits, private readonly refused: (why: 'rate' | 'request' | 'cap') => void) {}

  get count(): number { return this.players.size; }
  played(key: string): PlayedStage | undefined { return this.players.get(key) ?? this.stepped.get(key); }

  /** A world that is led step by step: a stage until it is closed, on which nobody is yet. */
  openStepped(world: SteppedWorld): SteppedStage {
    const key = this.deps.randomHex(8);
    const stage: SteppedStage = new SteppedStage(key, world, this.deps, this.limits, this.outputOf(() => stage));
    this.stepped.set(key, stage);
    return stage;
  }
  /** Whoever is on it still comes back to what they would show without it. */
  async closeStepped(stage: SteppedStage): Promise<void> {
    this.stepped.delete(stage.key);
    for (const member of this.members.values()) if (member.client.stage === stage) this.place(member);
    await stage.close();
  }

  /** What a stage says goes to those who are on it; there is none yet while it is made. */
  private outputOf(stage: () => PlayedStage): StageOutput {
    const { hub } = this;
    return {
      delta: (sub, delta) => { hub.delta(stage(), sub, delta); }, snapshot: (sub, snapshot) => { hub.snapshot(stage(), sub, snapshot); },
      greet: () => { hub.greet(stage()); }, beat: () => { hub.beat(stage()); }, state: (state) => { hub.io.to(roomOf(stage())).emit('player', state); },
    };
  }

  attend(socket: PushSocket, client: Client): void {
    const member: Member = { client, socket, player: null, followsWall: false, opening: false, joined: null, looksAt: null };
    this.members.set(socket.id, member);
    const rate = new Rate(BURST, PER_SECOND, this.deps.wall());
    const answered = (reply: unknown, work: () => Promise<PlayerState | Refusal>): void => {
      if (typeof reply !== 'function') { this.refused('request'); return; }
      const answer = reply as Reply;
      if (!rate.take(this.deps.wall())) { this.refused('rate'); answer({ error: 'playback: too many requests; ask again in a second' }); return; }
      work().then(answer, (error: unknown) => {
        if (error instanceof Refused) { answer({ error: `playback: ${error.message}` }); return; }
        this.deps.log.error({ err: error }, 'a recording could not be shown');
        answer({ error: 'playback: the recording cannot be read just now; ask again' });
      });
    };
    socket.on('enter', (request: unknown, reply: unknown) => { answered(reply, () => this.enter(member, request)); });
    socket.on('steer', (request: unknown, reply: unknown) => { answered(reply, () => this.steer(member, request)); });
    socket.once('disconnect', () => { this.members.delete(socket.id); void this.leave(member); });
  }

  private async enter(member: Member, request: unknown): Promise<PlayerState | Refusal> {
    const asked = EnterRequest.safeParse(request);
    if (!asked.success) return { error: `enter: ${asked.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ')}` };
    if (member.opening) return { error: 'enter: the last one is still under way' };
    member.opening = true;
    try {
      if (asked.data.stage === 'playback') {
        // What is shown stays until the other can be.
        const player = await this.open(asked.data.at, asked.data.rate, false);
        if (!member.socket.connected) { await this.end(player); return this.stateOf(member); }
        await this.leave(member);
        member.player = player;
      } else {
        await this.leave(member);
        member.followsWall = asked.data.stage === 'wall';
        member.looksAt = asked.data.stage === 'wall' ? asked.data.wall ?? null : null;
        // It has turned away from the wall that it was a page of.
        if (asked.data.stage === 'live') member.joined = null;
      }
      this.place(member);
      return this.stateOf(member);
    } finally { member.opening = false; }
  }

  private steer({ player }: Member, request: unknown): Promise<PlayerState | Refusal> {
    const asked = SteerRequest.safeParse(request);
    if (!asked.success) return Promise.resolve({ error: `steer: ${asked.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ')}` });
    if (!player) return Promise.resolve({ error: 'steer: expected a socket that has entered a playback of its own' });
    player.steer(asked.data).catch((error: unknown) => { this.deps.log.error({ err: error }, 'a cursor could not be moved'); });
    return Promise.resolve(player.state());
  }

  /** Gives up its own player; the wall's is not its own. */
  private async leave(member: Member): Promise<void> {
    const { player } = member;
    member.player = null;
    member.followsWall = false;
    member.looksAt = null;
    if (player) { if (member.socket.connected) this.place(member); await this.end(player); }
  }

  /** Puts a socket on the stage that it is to show, and greets it there. */
  private place(member: Member): void {
    const stage = this.stageOf(member);
    if (member.client.stage === stage) return;
    member.client.move(stage);
    this.hub.welcome(member.socket, stage);
    member.socket.emit('player', this.stateOf(member));
    if (stage !== this.live) member.socket.emit('realAlerts', this.taking);
  }

  private stageOf({ player, followsWall, joined, looksAt }: Member): Stage {
    return player ?? this.shows.get(joined ?? looksAt ?? '') ?? (followsWall ? this.wall?.player : null) ?? this.live;
  }
  private stateOf(member: Member): PlayerState {
    const stage = this.stageOf(member);
    return stage instanceof Player || stage instanceof SteppedStage ? stage.state() : { ...NOW, player: stage.key, at: stage.clock.now(), rate: stage === this.live ? 1 : stage.clock.rate, wall: member.followsWall };
  }

  /** A socket is a page of this wall: what the wall shows it shows, also what it is sent to later. */
  join(socket: PushSocket, wall: string): void {
    const member = this.members.get(socket.id);
    if (!member) return;
    member.joined = wall;
    this.place(member);
  }

  /** Every page of this wall shows this stage from now on, and whoever joins it later; null: what the city's walls show, which is the present unless an officer sent them elsewhere. */
  showOnWall(wall: string, stage: Stage | null): void {
    if (stage) this.shows.set(wall, stage); else this.shows.delete(wall);
    for (const member of this.members.values()) if ((member.joined ?? member.looksAt) === wall) this.place(member);
  }

  private async open(at: number, rate: number, ofWall: boolean): Promise<Player> {
    const { playback, randomHex } = this.deps;
    if (!playback) throw new Refused('nothing is recorded in this city');
    if (!ofWall && this.players.size - (this.wall ? 1 : 0) >= playback.players) { this.refused('cap'); throw new Refused(`the server shows ${playback.players} recordings at once, and does so already`); }
    if (playback.stretches().length === 0) throw new Refused('there are no recordings yet');
    const key = randomHex(8);
    const player: Player = new Player(key, playback.open(), this.deps, this.limits, ofWall, this.outputOf(() => player));
    this.players.set(key, player);
    try { await player.start(at, rate); } catch (error) { await this.end(player); throw error; }
    return player;
  }

  private async end(player: Player): Promise<void> {
    this.players.delete(player.key);
    await player.close();
  }

  /** What the city's wall shows. */
  wallPlayback(): WallPlayback {
    if (!this.wall) return { at: null, rate: 1, by: null, since: null };
    const { at, rate } = this.wall.player.state();
    return { at, rate, by: this.wall.by, since: this.wall.since };
  }

  /** Alerts that have the wall now. */
  get alertsOnWall(): readonly AlertItem[] { return this.taking; }

  /** Writes what `by` is about to make the wall show: what it showed without a record of it did not happen. Rejects where it cannot be written. */
  async recordWall({ at, rate }: Pick<WallPlaybackRequest, 'at' | 'rate'>, by: string, from: string, now: number): Promise<void> {
    const before = this.wallPlayback();
    await this.deps.playback?.wrote({ who: by, from, at: now, before, after: { at, rate, by: at === null ? null : by, since: at === null ? null : before.since ?? now } });
  }

  /** Starts, moves or ends the wall's playback; everybody who follows the wall goes with it. */
  async steerWall({ at, rate }: Pick<WallPlaybackRequest, 'at' | 'rate'>, by: string, now: number): Promise<WallPlayback> {
    if (at === null) await this.endWall();
    else if (this.wall) { this.wall.by = by; await this.wall.player.steer({ at, rate }); }
    else {
      const player = await this.open(at, rate, true);
      // Another officer may have been quicker, or an alert.
      if (this.wall !== null || this.taking.length > 0) { await this.end(player); return this.wallPlayback(); }
      this.wall = { player, by, since: now };
      this.follow();
    }
    return this.wallPlayback();
  }

  private async endWall(): Promise<void> {
    const { wall } = this;
    this.wall = null;
    this.follow();
    if (wall) await this.end(wall.player);
  }

  private follow(): void { for (const member of this.members.values()) if (member.followsWall) this.place(member); }

  /** After each tick of the live world: a real alert is told on every other stage, and takes the wall back. */
  watch(): void {
    const { alerts } = this.live.engine.mirrors;
    if (alerts.revision === this.alertsSeen.revision && alerts === this.alertsSeen.of) return;
    this.alertsSeen = { revision: alerts.revision, of: alerts };
    const taking = [...alerts.inForce()].filter(({ quiet, ackedAt }) => quiet === null && ackedAt === null);
    if (JSON.stringify(taking) === JSON.stringify(this.taking)) return;
    this.taking = taking;
    this.deps.demo?.real(taking);
    for (const stage of new Set<Stage>([...this.players.values(), ...this.stepped.values(), ...this.shows.values()])) this.hub.io.to(roomOf(stage)).emit('realAlerts', taking);
    if (taking.length > 0 && this.wall) {
      const before = this.wallPlayback();
      void this.endWall().then(() => this.deps.playback?.wrote({ who: 'server', from: 'alert', at: this.live.clock.now(), before, after: this.wallPlayback(), alert: taking[0]!.id }))
        .catch((error: unknown) => { this.deps.log.error({ err: error }, 'the end of a playback on the wall could not be written'); });
    }
  }

  answer(now: number): ApiPlayback {
    const { playback } = this.deps;
    const none = { bytes: 0, bytesPerDay: 0, days: 0, thinned: [] };
    return { now, stretches: playback?.stretches() ?? [], ...(playback?.kept() ?? none), wall: this.wallPlayback() };
  }

  async close(): Promise<void> {
    for (const player of [...this.players.values()]) await this.end(player);
    for (const stage of [...this.stepped.values()]) await this.closeStepped(stage);
  }
}
