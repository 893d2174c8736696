/** Every flood station with its state and its last day. */
import type { Station } from '../../wire/entity.ts';
import type { StationItem } from '../../wire/messages.ts';
import type { Judge, PushRegions, PushStore } from '../deps.ts';
import { Fan } from '../fan.ts';
import { Gone } from './gone.ts';
import { StationSeries, type SeriesPoint } from './series.ts';

export interface IdWatcher { touch(id: string): void }

interface Kept { entity: Station; series: StationSeries; state: StationItem['state'] }

const SWEEP_MS = 2000;
const DAY = 86_400_000;
const AT_ONCE = 100;

export class StationMirror {
  readonly fan: Fan<IdWatcher>;
  private readonly kept = new Map<string, Kept>();
  private readonly gone = new Gone();
  private sweptAt = -Infinity;

  constructor(regions: PushRegions, private readonly judge: Judge) { this.fan = new Fan(regions); }

  put(entities: readonly Station[], now: number): void {
    for (const entity of entities) {
      const before = this.kept.get(entity.id);
      const version = entity.version.value;
      if ((before && version < before.entity.version.value) || version <= this.gone.version(entity.id)) continue;
      const series = before?.series ?? new StationSeries();
      if (entity.reading) series.add(entity.reading);
      this.kept.set(entity.id, { entity, series, state: this.judge.stationState(entity, now) });
      this.gone.delete(entity.id);
      if (before && before.entity.region !== entity.region) this.touch(entity.id, before.entity.region);
      this.touch(entity.id, entity.region);
    }
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) {
      const before = this.kept.get(id);
      if (!before) continue;
      this.kept.delete(id);
      this.gone.add(id, before.entity.version.value);
      this.touch(id, before.entity.region);
    }
  }

  /** Silence and dated limits change states with no record arriving. */
  sweep(now: number, wall: number): void {
    if (wall - this.sweptAt < SWEEP_MS) return;
    this.sweptAt = wall;
    for (const [id, kept] of this.kept) {
      const state = this.judge.stationState(kept.entity, now);
      if (state === kept.state) continue;
      kept.state = state;
      this.touch(id, kept.entity.region);
    }
  }

  async load(store: Pick<PushStore, 'scan' | 'readSeries'>, now: number): Promise<void> {
    for await (const page of store.scan('station')) {
      for (let i = 0; i < page.length; i += AT_ONCE) {
        const part = page.slice(i, i + AT_ONCE).map((stored) => stored.entity);
        const series = await Promise.all(part.map((entity) => store.readSeries(entity.id, now - DAY, now)));
        part.forEach((entity, at) => this.fill(entity, series[at]!, now));
      }
    }
  }

  /** Readings beside the latest: a backfilled day. */
  readings(readings: readonly (SeriesPoint & { station: string })[]): void {
    for (const reading of readings) {
      const kept = this.kept.get(reading.station);
      if (!kept) continue;
      kept.series.add(reading);
      this.touch(reading.station, kept.entity.region);
    }
  }

  region(id: string): string | undefined { return this.kept.get(id)?.entity.region; }
  *inside(inside: (region: string) => boolean): Iterable<{ id: string } & Kept> {
    for (const [id, kept] of this.kept) if (inside(kept.entity.region)) yield { id, ...kept };
  }

  item(id: string, now: number): StationItem | null {
    const kept = this.kept.get(id);
    if (!kept) return null;
    const { entity, series, state } = kept;
    const { reading, thresholds } = entity;
    return {
      id, type: entity.type, name: entity.name, river: entity.river ?? null, region: entity.region,
      lng: entity.lng ?? null, lat: entity.lat ?? null, state,
      level: reading?.level ?? null, flow: reading?.flow ?? null,
      rain1h: reading?.rain1h ?? null, rain24h: reading?.rain24h ?? null,
      running: reading?.running ?? null, readAt: reading?.at ?? null,
      alert: thresholds.alert ?? null, warning: this.judge.warning(entity, now) ?? null, danger: thresholds.danger ?? null,
      rise: series.rise(),
    };
  }

  /** A station may have been put by the intake while its series was read: then the series goes in before. */
  private fill(entity: Station, readings: readonly SeriesPoint[], now: number): void {
    const series = new StationSeries();
    for (const reading of readings) series.add(reading);
    const live = this.kept.get(entity.id);
    if (live) {
      if (live.entity.reading) series.add(live.entity.reading);
      live.series = series;
      this.touch(entity.id, live.entity.region);
    } else if (!this.gone.has(entity.id)) {
      this.kept.set(entity.id, { entity, series, state: 'silent' });
    }
    this.put([entity], now);
  }

  private touch(id: string, region: string): void {
    for (const watcher of this.fan.of(region)) watcher.touch(id);
  }
}
