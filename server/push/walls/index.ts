/** Walls of many browsers: who may join as a tile, what its changes come to, and which tiles live. */
import { tileName, TileChange, TileJoin, TileReport, type ApiTiles, type TileAnswer, type TilePlace } from '../../wire/tile.ts';
import type { Refusal } from '../../wire/messages.ts';
import type { Wall } from '../../wire/wall.ts';
import type { PushServer, PushSocket } from '../client.ts';
import type { PushDeps } from '../deps.ts';
import { Rate } from '../rate.ts';
import { Keeper, type KeeperDeps } from './keeper.ts';
import { Tiles } from './tiles.ts';

/** A hand that drags the map makes a dozen changes a second, the clock is asked a few times a minute. */
const BURST = 80;
const PER_SECOND = 30;

export type WallsDeps = Pick<PushDeps, 'walls' | 'scenes' | 'tour' | 'build' | 'refuseWrite' | 'log'> & { regions: Pick<PushDeps['regions'], 'get'>; store: KeeperDeps['store']; clock(): number; refused(why: 'tile' | 'rate'): void };
type Reply = (answer: TileAnswer | Refusal) => void;
interface Room { wall: Wall; keeper: Keeper; tiles: Tiles }
interface Member { room: Room; tile: TilePlace }

const roomOf = (id: string): string => `wall ${id}`;
const words = (error: { issues: readonly { path: PropertyKey[]; message: string }[] }): string => error.issues.map(({ path, message }) => [...path.map(String), message].join(': ')).join('; ');

export class Walls {
  private readonly rooms = new Map<string, Room>();
  private io: PushServer | null = null;

  constructor(private readonly deps: WallsDeps) {
    for (const wall of deps.walls) {
      if (!wall.tiles) continue;
      const keeper = new Keeper(wall.id, {
        store: deps.store, walks: deps.tour?.auto ?? false, wall: () => deps.clock(), tell: (state) => { this.io?.to(roomOf(wall.id)).emit('wall', state); },
      });
      this.rooms.set(wall.id, { wall, keeper, tiles: new Tiles(wall.tiles) });
    }
  }

  serve(io: PushServer): void {
    this.io = io;
    io.on('connection', (socket: PushSocket) => { this.attend(socket); });
  }

  /** null: no wall of this name, or one that has no tiles. */
  health(id: string): ApiTiles | null {
    const room = this.rooms.get(id);
    if (!room?.wall.tiles) return null;
    const { wall, keeper, tiles } = room;
    return { wall: id, build: this.deps.build, version: keeper.now?.version ?? null, width: wall.width / room.wall.tiles.columns, height: wall.height / room.wall.tiles.rows, tiles: tiles.health(this.deps.clock()) };
  }
  get ids(): string[] { return [...this.rooms.keys()]; }

  private attend(socket: PushSocket): void {
    const { deps } = this;
    const rate = new Rate(BURST, PER_SECOND, deps.clock());
    let member: Member | null = null;
    const leave = (): void => { member?.room.tiles.left(member.tile); member = null; };
    const answered = (reply: unknown, work: () => Promise<TileAnswer | Refusal>): void => {
      if (typeof reply !== 'function') { deps.refused('tile'); return; }
      const answer = reply as Reply;
      if (!rate.take(deps.clock())) { deps.refused('rate'); answer({ error: 'too many requests; ask again in a second' }); return; }
      work().then((said) => { if ('error' in said) deps.refused('tile'); answer(said); }, (error: unknown) => {
        deps.log.error({ err: error }, 'what a wall shows could not be read or kept');
        answer({ error: 'what the wall shows cannot be read or kept just now; ask again' });
      });
    };
    socket.on('tileClock', (reply: unknown) => { if (typeof reply === 'function' && rate.take(deps.clock())) (reply as (now: number) => void)(deps.clock()); });
    socket.on('tileJoin', (request: unknown, reply: unknown) => answered(reply, async () => {
      const asked = this.joining(socket, request);
      if ('error' in asked) return asked;
      const state = await asked.room.keeper.read();
      // Between the state that is answered and the first that is told there is none.
      leave();
      for (const room of socket.rooms) if (room.startsWith(roomOf(''))) void socket.leave(room);
      void socket.join(roomOf(asked.room.wall.id));
      if (socket.connected) { member = asked; asked.room.tiles.came(asked.tile); }
      return { done: true, state: asked.room.keeper.now ?? state };
    }));
    socket.on('tileChange', (request: unknown, reply: unknown) => answered(reply, async () => {
      if (!member) return { error: 'change: expected a socket that has joined as a tile' };
      const change = TileChange.safeParse(request);
      if (!change.success) return { error: `change: ${words(change.error)}` };
      const unknown = this.unknown(change.data);
      return unknown === null ? member.room.keeper.change(change.data, tileName(member.tile)) : { error: `change: ${unknown}` };
    }));
    socket.on('tileReport', (report: unknown) => {
      const read = TileReport.safeParse(report);
      if (!member || !read.success || !rate.take(deps.clock())) { deps.refused('tile'); return; }
      member.room.tiles.report(member.tile, read.data, deps.clock());
    });
    socket.once('disconnect', leave);
  }

  /** Who may be a tile: a page of this server, at a place that the wall has. Who may be which tile is not asked yet. */
  private joining(socket: PushSocket, request: unknown): Member | Refusal {
    const why = this.deps.refuseWrite(socket.request);
    if (why !== null) return { error: `join: ${why}` };
    const asked = TileJoin.safeParse(request);
    if (!asked.success) return { error: `join: ${words(asked.error)}` };
    const { wall, tile } = asked.data;
    const room = this.rooms.get(wall);
    if (!room) return { error: `join: found wall ${JSON.stringify(wall)}, expected one that has tiles` };
    return room.tiles.has(tile) ? { room, tile } : { error: `join: found tile ${tileName(tile)}, expected one of the wall's` };
  }

  private unknown({ patch }: TileChange): string | null {
    const { scenes, regions, tour } = this.deps;
    const { scene, region } = patch;
    if (typeof scene === 'string' && !scenes.some(({ id }) => id === scene)) return `scene: found ${JSON.stringify(scene)}, expected one of this city's`;
    if (typeof region === 'string' && !regions.get(region)) return `region: found ${JSON.stringify(region)}, expected the code of a region of this city`;
    return patch.tour && patch.tour.mode !== 'off' && patch.tour.step >= (tour?.steps.length ?? 0) ? `tour: found step ${patch.tour.step}, expected one of the tour's` : null;
  }
}
