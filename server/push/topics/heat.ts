/** heat: cases reported per H3 cell, over a window of whole hours. */
import { cellToLatLng } from 'h3-js';
import { hourOf, zoneFraction } from '../../wire/clock.ts';
import type { HeatData, HeatDelta } from '../../wire/messages.ts';
import type { PushDeps, PushRegions, PushStore } from '../deps.ts';
import { diffCells } from '../diff.ts';
import { within } from '../fan.ts';
import { nearby } from '../heat-reach.ts';
import type { Window } from '../subscription-key.ts';
import type { Source, Tick } from './source.ts';

const HOUR = 3_600_000;
const CHUNK = 24;
const AT_MOST_EVERY_MS = 4000;
/** An older day is read again this often: records may be corrected days later. */
const OLD_EVERY_MS = 60_000;

type Cells = ReadonlyMap<string, number>;
/** A cell's centre, and the region that it lies in; null outside the city. */
interface Home { lng: number; lat: number; region: string | null }
interface Chunk { cells: Promise<Cells>; readAt: number }

/**
 * Whole-city counts by window and class, shared by the regions that watch them. Read in chunks of a
 * day: those of the last two days afresh each time, older ones now and then.
 */
export class HeatReader {
  private readonly chunks = new Map<string, Chunk>();
  private readonly homes = new Map<string, Home>();

  constructor(private readonly store: Pick<PushStore, 'readHeat'>, private readonly regions: PushRegions) {}

  async read(fromHour: number, toHour: number, className: string | null, wall: number): Promise<Map<string, number>> {
    const total = new Map<string, number>();
    for (let block = Math.floor(fromHour / CHUNK); block * CHUNK < toHour; block++) {
      const from = Math.max(fromHour, block * CHUNK);
      const to = Math.min(toHour, (block + 1) * CHUNK);
      const cells = this.chunk(from, to, className, wall, toHour - to >= CHUNK ? OLD_EVERY_MS : AT_MOST_EVERY_MS);
      for (const [cell, count] of await cells) total.set(cell, (total.get(cell) ?? 0) + count);
    }
    return total;
  }

  home(cell: string): Home {
    let home = this.homes.get(cell);
    if (home === undefined) {
      const [lat, lng] = cellToLatLng(cell);
      this.homes.set(cell, home = { lng, lat, region: this.regions.index.at(lng, lat) });
    }
    return home;
  }

  /** Forgets what was read: the store is another. */
  clear(): void { this.chunks.clear(); }

  /** Two regions asking in one tick wait for one read. */
  private chunk(from: number, to: number, className: string | null, wall: number, maxAge: number): Promise<Cells> {
    const key = `${from} ${to} ${className ?? ''}`;
    const known = this.chunks.get(key);
    if (known && wall - known.readAt < maxAge) return known.cells;
    for (const [other, { readAt }] of this.chunks) if (wall - readAt > 3 * OLD_EVERY_MS) this.chunks.delete(other);
    const cells: Promise<Cells> = this.store.readHeat(from, to, className ?? undefined);
    this.chunks.set(key, { cells, readAt: wall });
    cells.catch(() => { this.chunks.delete(key); });
    return cells;
  }
}

interface State { from: number; to: number; cells: Cells; around: Cells; most: number }

export class HeatSource implements Source<'heat'> {
  readonly topic = 'heat';
  private published: State = { from: 0, to: 0, cells: new Map(), around: new Map(), most: 0 };
  private staged: State | null = null;
  private dirty = true;
  private readAt = -Infinity;
  private readonly inside: (region: string) => boolean;
  /** Whether a point is near enough to colour the region. */
  private readonly near: (lng: number, lat: number) => boolean;

  constructor(private readonly region: string, private readonly window: Window, private readonly className: string | null,
    private readonly heat: PushDeps['heat'], private readonly zone: string, private readonly regions: PushRegions, private readonly reader: HeatReader) {
    this.inside = within(regions, region);
    this.near = nearby(regions.get(region)!.bbox, heat.kernel);
  }

  async load(tick: Tick): Promise<void> {
    this.published = await this.read(tick);
    this.dirty = true;
  }

  due(tick: Tick): boolean {
    // A corrected case of an older day marks its regions too, but its chunk is read again only later.
    if (tick.changed.has(this.region)) this.dirty = true;
    const waited = tick.wall - this.readAt;
    const rolled = this.hours(tick.now).to !== this.published.to;
    return waited >= AT_MOST_EVERY_MS && (this.dirty || rolled || waited >= OLD_EVERY_MS);
  }

  async prepare(tick: Tick): Promise<void> {
    this.dirty = false;
    try {
      this.staged = await this.read(tick);
    } catch (error) {
      this.dirty = true;
      throw error;
    }
  }

  commit(): HeatDelta | null {
    const next = this.staged;
    if (next === null) return null;
    this.staged = null;
    const before = this.published;
    const [cells, around] = [diffCells(before.cells, next.cells), diffCells(before.around, next.around)];
    const same = next.to === before.to && next.most === before.most;
    this.published = next;
    return cells === null && around === null && same ? null : { from: next.from, to: next.to, cells: cells ?? {}, around: around ?? {}, most: next.most };
  }

  snapshot(): HeatData {
    const { from, to, cells, around, most } = this.published;
    return { region: this.region, window: this.window, ...this.heat, from, to, cells: Object.fromEntries(cells), around: Object.fromEntries(around), most };
  }
  close(): void { /* the reader's chunks age out */ }

  private hours(now: number): { fromHour: number; toHour: number; from: number; to: number } {
    const toHour = hourOf(this.zone, now) + 1;
    const fromHour = toHour - this.window;
    const shift = zoneFraction(this.zone);
    return { fromHour, toHour, from: fromHour * HOUR - shift, to: toHour * HOUR - shift };
  }

  private async read(tick: Tick): Promise<State> {
    this.readAt = tick.wall;
    const { fromHour, toHour, from, to } = this.hours(tick.now);
    const all = await this.reader.read(fromHour, toHour, this.className, tick.wall);
    const whole = this.region === this.regions.city.code;
    const [cells, around] = [new Map<string, number>(), new Map<string, number>()];
    let most = 0;
    for (const [cell, count] of all) {
      if (count <= 0) continue;
      most = Math.max(most, count);
      const { region, lng, lat } = this.reader.home(cell);
      // The city's own view keeps what lies outside every region: nothing is dropped in silence.
      if (whole || (region !== null && this.inside(region))) cells.set(cell, count);
      else if (this.near(lng, lat)) around.set(cell, count);
    }
    return { from, to, cells, around, most };
  }
}
