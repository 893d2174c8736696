/** The walls of the city's rooms: which pages may join one, what their changes come to, and which of them live. */
import { tileName, TileChange, TileJoin, TileReport, type ApiTiles, type TileAnswer, type TileHealth, type TilePlace, type WallPatch, type WallState } from '../../wire/tile.ts';
import type { Refusal } from '../../wire/messages.ts';
import { TileRemote, type Pairing } from '../../wire/remote.ts';
import type { Wall } from '../../wire/wall.ts';
import type { PushServer, PushSocket } from '../client.ts';
import type { PushDeps } from '../deps.ts';
import { Rate } from '../rate.ts';
import { Keeper, type KeeperDeps } from './keeper.ts';
import { ONE, Tiles } from './tiles.ts';

/** A hand that drags the map makes a dozen changes a second, the clock is asked a few times a minute. */
const BURST = 80;
const PER_SECOND = 30;

/** Pairs remotes with a wall (push/remote). */
export interface Pairs {
  /** What its pages are to show now. */
  shown(wall: string): Pairing | null;
  /** Fulfilled once it is done; rejects with what the room is told where it cannot be. */
  ask(wall: string, what: TileRemote, from: string): Promise<void>;
}
export type WallsDeps = Pick<PushDeps, 'walls' | 'scenes' | 'tour' | 'build' | 'refuseWrite' | 'log'> & {
  regions: Pick<PushDeps['regions'], 'get'>; store: KeeperDeps['store']; clock(): number; refused(why: 'tile' | 'rate'): void;
  /** A socket is a page of this wall from now on. */
  joined?(socket: PushSocket, wall: string): void;
};
type Reply<T> = (answer: T | Refusal) => void;
interface Room { wall: Wall; keeper: Keeper; tiles: Tiles }
/** `tile` null: it shows the whole. */
interface Member { room: Room; tile: TilePlace | null }

const roomOf = (id: string): string => `wall ${id}`;
const words = (error: { issues: readonly { path: PropertyKey[]; message: string }[] }): string => error.issues.map(({ path, message }) => [...path.map(String), message].join(': ')).join('; ');

export class Walls {
  private readonly rooms = new Map<string, Room>();
  private io: PushServer | null = null;
  private pairs: Pairs | null = null;

  constructor(private readonly deps: WallsDeps) {
    for (const wall of deps.walls) {
      const keeper = new Keeper(wall.id, {
        store: deps.store, walks: deps.tour?.auto ?? false, wall: () => deps.clock(), tell: (state) => { this.io?.to(roomOf(wall.id)).emit('wall', state); },
      });
      this.rooms.set(wall.id, { wall, keeper, tiles: new Tiles(wall.tiles ?? ONE) });
    }
  }

  serve(io: PushServer): void {
    this.io = io;
    io.on('connection', (socket: PushSocket) => { this.attend(socket); });
  }
  usePairs(pairs: Pairs): void { this.pairs = pairs; }

  /** null: no wall of this name, or one that has no tiles. */
  health(id: string): ApiTiles | null {
    const room = this.rooms.get(id);
    if (!room?.wall.tiles) return null;
    const { wall, keeper } = room;
    return { wall: id, build: this.deps.build, version: keeper.now?.version ?? null, width: wall.width / room.wall.tiles.columns, height: wall.height / room.wall.tiles.rows, tiles: this.screens(id) };
  }
  /** Walls of many browsers. */
  get ids(): string[] { return [...this.rooms.values()].flatMap(({ wall }) => (wall.tiles ? [wall.id] : [])); }
  /** Every browser that a wall should have; of a wall of one, that one. */
  screens(id: string): TileHealth[] { return this.rooms.get(id)?.tiles.health(this.deps.clock()) ?? []; }
  spec(id: string): Wall | null { return this.rooms.get(id)?.wall ?? null; }
  /** What walls show that were read since this server began. */
  *states(): Iterable<readonly [string, WallState]> { for (const [id, { keeper }] of this.rooms) if (keeper.now) yield [id, keeper.now]; }

  /** What a wall shows. Rejects where there is none of this name, or the store is away. */
  async read(id: string): Promise<WallState> { return this.keeper(id).read(); }
  /** Makes a wall show what `intent` wants of what it shows by then; null: it stays. Fulfilled with what it shows once that is stored; rejects as `read`. */
  async change(id: string, intent: (now: WallState) => WallPatch | null, by: string): Promise<WallState> { return this.keeper(id).decide(intent, by); }
  /** To every page of a wall. */
  tellPairing(id: string, pairing: Pairing | null): void { this.io?.to(roomOf(id)).emit('pairing', pairing); }

  private keeper(id: string): Keeper {
    const room = this.rooms.get(id);
    if (!room) throw new Error(`wall: found ${JSON.stringify(id.slice(0, 64))}, expected one of ${[...this.rooms.keys()].join(', ') || 'none'}`);
    return room.keeper;
  }

  private attend(socket: PushSocket): void {
    const { deps } = this;
    const rate = new Rate(BURST, PER_SECOND, deps.clock());
    let member: Member | null = null;
    const leave = (): void => { member?.room.tiles.left(member.tile); member = null; };
    const answered = <T extends object>(reply: unknown, work: () => Promise<T | Refusal>): void => {
      if (typeof reply !== 'function') { deps.refused('tile'); return; }
      const answer = reply as Reply<T>;
      if (!rate.take(deps.clock())) { deps.refused('rate'); answer({ error: 'too many requests; ask again in a second' }); return; }
      work().then((said) => { if ('error' in said) deps.refused('tile'); answer(said); }, (error: unknown) => {
        deps.log.error({ err: error }, 'what a wall shows could not be read or kept');
        answer({ error: 'what the wall shows cannot be read or kept just now; ask again' });
      });
    };
    socket.on('tileClock', (reply: unknown) => { if (typeof reply === 'function' && rate.take(deps.clock())) (reply as (now: number) => void)(deps.clock()); });
    socket.on('tileJoin', (request: unknown, reply: unknown) => answered<TileAnswer>(reply, async () => {
      const asked = this.joining(socket, request);
      if ('error' in asked) return asked;
      const { id } = asked.room.wall;
      const state = await asked.room.keeper.read();
      // Between the state that is answered and the first that is told there is none.
      leave();
      for (const room of socket.rooms) if (room.startsWith(roomOf(''))) void socket.leave(room);
      void socket.join(roomOf(id));
      if (socket.connected) { member = asked; asked.room.tiles.came(asked.tile); deps.joined?.(socket, id); socket.emit('pairing', this.pairs?.shown(id) ?? null); }
      return { done: true, state: asked.room.keeper.now ?? state };
    }));
    socket.on('tileChange', (request: unknown, reply: unknown) => answered<TileAnswer>(reply, async () => {
      if (!member) return { error: 'change: expected a socket that has joined as a tile' };
      const change = TileChange.safeParse(request);
      if (!change.success) return { error: `change: ${words(change.error)}` };
      const unknown = this.unknown(change.data.patch);
      return unknown === null ? member.room.keeper.change(change.data, member.tile ? tileName(member.tile) : 'wall') : { error: `change: ${unknown}` };
    }));
    socket.on('tileReport', (report: unknown) => {
      const read = TileReport.safeParse(report);
      if (!member || !read.success || !rate.take(deps.clock())) { deps.refused('tile'); return; }
      member.room.tiles.report(member.tile, read.data, deps.clock());
    });
    socket.on('tileRemote', (request: unknown, reply: unknown) => answered<{ done: true }>(reply, async () => {
      const asked = TileRemote.safeParse(request);
      if (!member || !asked.success) return { error: 'remote: expected a socket that has joined a wall, and what it wants' };
      if (!this.pairs) return { error: 'remote: this server pairs none' };
      await this.pairs.ask(member.room.wall.id, asked.data, socket.handshake.address);
      return { done: true };
    }));
    socket.once('disconnect', leave);
  }

  /** Who may join: a page of this server, as the whole or at a place that the wall has. */
  private joining(socket: PushSocket, request: unknown): Member | Refusal {
    const why = this.deps.refuseWrite(socket.request);
    if (why !== null) return { error: `join: ${why}` };
    const asked = TileJoin.safeParse(request);
    if (!asked.success) return { error: `join: ${words(asked.error)}` };
    const { wall, tile } = asked.data;
    const room = this.rooms.get(wall);
    if (!room) return { error: `join: found wall ${JSON.stringify(wall)}, expected one of this city's` };
    if (tile === null) return { room, tile };
    if (!room.wall.tiles) return { error: `join: found a tile of wall ${JSON.stringify(wall)}, expected one that has tiles` };
    return room.tiles.has(tile) ? { room, tile } : { error: `join: found tile ${tileName(tile)}, expected one of the wall's` };
  }

  /** What a patch names that there is not; null: all of it is. */
  unknown({ scene, region, tour: step }: WallPatch): string | null {
    const { scenes, regions, tour } = this.deps;
    if (typeof scene === 'string' && !scenes.some(({ id }) => id === scene)) return `scene: found ${JSON.stringify(scene)}, expected one of this city's`;
    if (typeof region === 'string' && !regions.get(region)) return `region: found ${JSON.stringify(region)}, expected the code of a region of this city`;
    return step && step.mode !== 'off' && step.step >= (tour?.steps.length ?? 0) ? `tour: found step ${step.step}, expected one of the tour's` : null;
  }
}
