/** trend: cases reported and closed, rain and the most pressing river, over a window that rolls. */
import { zoneFraction } from '../../wire/clock.ts';
import type { TrendData, TrendDelta } from '../../wire/messages.ts';
import type { Grain } from '../../store/index.ts';
import type { PushRegions, PushStore } from '../deps.ts';
import { diffSeries, type Series } from '../diff.ts';
import { within } from '../fan.ts';
import type { StationMirror } from '../mirrors/stations.ts';
import type { Window } from '../subscription-key.ts';
import type { Source, Tick } from './source.ts';

interface Shape { step: number; count: number; grain: Grain; water: boolean }
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Water series are kept for a day. */
const SHAPES: Record<Window, Shape> = {
  1: { step: MINUTE, count: 60, grain: 'minute', water: false },
  24: { step: 10 * MINUTE, count: 144, grain: 'minute', water: true },
  168: { step: HOUR, count: 168, grain: 'hour', water: false },
  720: { step: 6 * HOUR, count: 120, grain: 'hour', water: false },
};
const AT_MOST_EVERY_MS = 5000;

interface State { from: number; station: string | null; series: Series }

export class TrendSource implements Source<'trend'> {
  readonly topic = 'trend';
  private published: State = { from: 0, station: null, series: {} };
  private staged: State | null = null;
  private dirty = true;
  private readAt = -Infinity;
  private readonly shape: Shape;
  private readonly inside: (region: string) => boolean;

  constructor(private readonly region: string, window: Window, private readonly zone: string, regions: PushRegions,
    private readonly store: Pick<PushStore, 'readBuckets'>, private readonly stations: StationMirror) {
    this.shape = SHAPES[window];
    this.inside = within(regions, region);
    if (this.shape.water) stations.fan.add(region, this);
  }

  touch(): void { this.dirty = true; }

  async load(tick: Tick): Promise<void> {
    this.published = await this.read(tick);
    // What changed while it was read is read once more.
    this.dirty = true;
  }

  due(tick: Tick): boolean {
    if (tick.changed.has(this.region)) this.dirty = true;
    const rolled = this.fromAt(tick.now) !== this.published.from;
    return (this.dirty || rolled) && tick.wall - this.readAt >= AT_MOST_EVERY_MS;
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

  commit(): TrendDelta | null {
    const next = this.staged;
    if (next === null) return null;
    this.staged = null;
    const before = this.published;
    // A clock set back moves the window to the left, which a delta cannot say: keep the later one.
    if (next.from < before.from) return null;
    const series = diffSeries(before.series, next.series, (next.from - before.from) / this.shape.step);
    this.published = next;
    if (next.from === before.from && next.station === before.station && Object.keys(series).length === 0) return null;
    return { from: next.from, station: next.station, series };
  }

  snapshot(): TrendData { return { region: this.region, step: this.shape.step, ...this.published }; }
  close(): void { if (this.shape.water) this.stations.fan.delete(this.region, this); }

  /** Start of the window whose last bucket holds `now`. */
  private fromAt(now: number): number {
    const { step, count } = this.shape;
    const shift = zoneFraction(this.zone);
    return (Math.floor((now + shift) / step) + 1 - count) * step - shift;
  }

  private async read(tick: Tick): Promise<State> {
    this.readAt = tick.wall;
    const { step, count, grain } = this.shape;
    const from = this.fromAt(tick.now);
    const buckets = await this.store.readBuckets(this.region, ['reported', 'closed'], grain, from, from + count * step);
    const series: Series = {};
    for (const name of ['reported', 'closed']) {
      const values = new Array<number>(count).fill(0);
      buckets.starts.forEach((start, i) => {
        const at = Math.floor((start - from) / step);
        if (at >= 0 && at < count) values[at]! += buckets.series[name]?.[i] ?? 0;
      });
      series[name] = values;
    }
    const water = this.water(from, tick.now);
    return { from, station: water.station, series: { ...series, rain: water.rain, level: water.level } };
  }

  private water(from: number, now: number): { station: string | null; rain: (number | null)[]; level: (number | null)[] } {
    const { step, count } = this.shape;
    const rain = new Array<number | null>(count).fill(null);
    const level = new Array<number | null>(count).fill(null);
    if (!this.shape.water) return { station: null, rain, level };
    const sums = new Float64Array(count);
    const counts = new Uint32Array(count);
    let station: string | null = null;
    let nearest = -Infinity;
    for (const { id, entity, series } of this.stations.inside(this.inside)) {
      if (entity.type === 'rain') {
        for (let i = 0; i < count && from + i * step <= now; i++) {
          const mm = series.rainIn(from + i * step, from + (i + 1) * step);
          if (mm !== null) { sums[i]! += mm; counts[i]!++; }
        }
      }
      const limit = entity.thresholds.warning ?? entity.thresholds.danger;
      if (entity.type !== 'river' || limit === undefined || entity.reading?.level === undefined) continue;
      const margin = entity.reading.level - limit;
      if (margin > nearest || (margin === nearest && id < station!)) { nearest = margin; station = id; }
    }
    for (let i = 0; i < count; i++) if (counts[i]! > 0) rain[i] = Math.round((sums[i]! / counts[i]!) * 100) / 100;
    if (station !== null) {
      for (const { id, series } of this.stations.inside(this.inside)) {
        if (id === station) for (let i = 0; i < count; i++) level[i] = series.levelIn(from + i * step, from + (i + 1) * step);
      }
    }
    return { station, rain, level };
  }
}
