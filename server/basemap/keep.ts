/**
 * What stands between a wall's hundred questions at once and an upstream: tiles kept in a bounded memory,
 * one question where many ask the same, a few at a time, and none for a while once it is down.
 */
import { TileError, type GetTile, type Place, type Tile } from './tile.ts';

export interface KeepOptions {
  get: GetTile;
  /** Bytes of tiles kept. */
  cache: number;
  /** Wall clock, ms. */
  now: () => number;
  /** How long a tile is kept, ms. */
  keepMs?: number;
  /** Questions under way at once, and those that may wait for them. */
  atOnce?: number;
  waiting?: number;
}

const DAY = 86_400_000;
/** So many failures in a row, and nobody is asked for so long: a dead upstream costs its time-out a few times, not for every tile. */
const PATIENCE = 3;
const REST = 15_000;
/** What an entry costs beside its bytes. */
const ENTRY = 200;

export class TileKeeper {
  private readonly kept = new Map<string, { tile: Tile | null; until: number }>();
  private readonly underway = new Map<string, Promise<Tile | null>>();
  private readonly queue: (() => void)[] = [];
  private running = 0;
  private failures = 0;
  private restsUntil = -Infinity;
  bytes = 0;

  constructor(private readonly options: KeepOptions) {}

  get(place: Place): Promise<Tile | null> {
    const key = `${place.z}/${place.x}/${place.y}`;
    const have = this.kept.get(key);
    if (have && have.until > this.options.now()) {
      this.kept.delete(key);
      this.kept.set(key, have);
      return Promise.resolve(have.tile);
    }
    let asked = this.underway.get(key);
    if (!asked) {
      asked = this.ask(place).then((tile) => { this.put(key, tile); return tile; }).finally(() => this.underway.delete(key));
      this.underway.set(key, asked);
    }
    return asked;
  }

  private async ask(place: Place): Promise<Tile | null> {
    await this.turn();
    try {
      if (this.options.now() < this.restsUntil) throw new TileError('the tiles\' upstream does not answer; it is asked again in a while');
      const tile = await this.options.get(place);
      this.failures = 0;
      return tile;
    } catch (cause) {
      if (this.options.now() >= this.restsUntil && ++this.failures >= PATIENCE) this.restsUntil = this.options.now() + REST;
      throw cause;
    } finally {
      this.running--;
      this.queue.shift()?.();
    }
  }

  private turn(): Promise<void> {
    const { atOnce = 6, waiting = 512 } = this.options;
    if (this.queue.length >= waiting) return Promise.reject(new TileError('too many tiles are asked for at once'));
    const go = (): void => { this.running++; };
    if (this.running < atOnce) { go(); return Promise.resolve(); }
    return new Promise((resolve) => { this.queue.push(() => { go(); resolve(); }); });
  }

  private put(key: string, tile: Tile | null): void {
    const cost = (one: Tile | null): number => ENTRY + (one?.body.byteLength ?? 0);
    const before = this.kept.get(key);
    if (before) { this.bytes -= cost(before.tile); this.kept.delete(key); }
    this.kept.set(key, { tile, until: this.options.now() + (this.options.keepMs ?? DAY) });
    this.bytes += cost(tile);
    for (const [oldest, { tile: old }] of this.kept) {
      if (this.bytes <= this.options.cache) break;
      this.kept.delete(oldest);
      this.bytes -= cost(old);
    }
  }
}
