/** Stands for the store where a test is about push alone: what push reads, in plain maps. */
import type { PushStore } from '../../server/push/index.ts';
import type { BucketRead, DeadLetter, PositionBlock, Reading, Stored, StoreStats } from '../../server/store/index.ts';
import type { CounterRow } from '../../server/wire/counters.ts';
import { DUTY_STATES, type Case, type Entity, type Kind, type Position } from '../../server/wire/entity.ts';

const STEP = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

export class MemoryStore implements PushStore {
  era = 'e1';
  /** Set: every read rejects. */
  down = false;
  /** Called before each read: a test holds one here. */
  before: (call: string) => Promise<void> | void = () => undefined;
  calls: string[] = [];
  readonly rows = new Map<string, CounterRow>();
  /** [time, region, name] of each event that fills a bucket. */
  readonly events: { at: number; code: string; name: string }[] = [];
  readonly heat = new Map<number, Map<string, number>>();
  readonly entities = new Map<string, Entity>();
  readonly placed = new Map<string, Position>();
  readonly series = new Map<string, Reading[]>();
  readonly walls = new Map<string, { version: number; text: string }>();
  private changes: string[] = [];

  epoch(): string { return this.era; }
  change(code: string, row: CounterRow): void { this.rows.set(code, row); this.changes.push(code); }
  touch(code: string): void { this.changes.push(code); }
  keep(entity: Entity): void {
    this.entities.set(`${entity.kind} ${entity.id}`, entity);
    if (entity.kind === 'station' && entity.reading) this.series.set(entity.id, [...(this.series.get(entity.id) ?? []), { station: entity.id, ...entity.reading }]);
  }
  drop(kind: Kind, id: string): void { this.entities.delete(`${kind} ${id}`); }

  still<T>(work: () => Promise<T>): Promise<T> { return work(); }
  async readRows(codes: readonly string[], _now: number, options: { detail?: boolean } = {}): Promise<Record<string, CounterRow>> {
    await this.read('readRows');
    return Object.fromEntries(codes.map((code) => {
      const row = Object.entries(this.rows.get(code) ?? {});
      return [code, Object.fromEntries(options.detail ? row : row.filter(([name]) => !/(?:^|\.)(?:category|source|department)\./.test(name)))];
    }));
  }

  async get(kind: Kind, ids: readonly string[]): Promise<(Entity | null)[]> {
    await this.read('get');
    return ids.map((id) => this.entities.get(`${kind} ${id}`) ?? null);
  }

  async readBuckets(code: string, names: readonly string[], grain: 'minute' | 'hour' | 'day', from: number, to: number): Promise<BucketRead> {
    await this.read('readBuckets');
    const starts: number[] = [];
    for (let at = from; at < to; at += STEP[grain]) starts.push(at);
    const series = Object.fromEntries(names.map((name) => [name, starts.map((start) =>
      this.events.filter((event) => event.code === code && event.name === name && event.at >= start && event.at < start + STEP[grain]).length)]));
    return { from, series, starts };
  }

  async readHeat(fromHour: number, toHour: number): Promise<Map<string, number>> {
    await this.read('readHeat');
    const sum = new Map<string, number>();
    for (const [hour, cells] of this.heat) {
      if (hour >= fromHour && hour < toHour) for (const [cell, count] of cells) sum.set(cell, (sum.get(cell) ?? 0) + count);
    }
    return sum;
  }

  /** Its desk's questions are tried on a real store. */
  async readCaseRows(): Promise<never[]> { await this.read('readCaseRows'); return []; }

  async *scan<K extends Kind>(kind: K): AsyncGenerator<Stored<Extract<Entity, { kind: K }>>[]> {
    await this.read('scan');
    for (const entity of this.entities.values()) {
      if (isKind(entity, kind)) yield [{ shard: 'c', entity }];
    }
  }

  async count(kind: Kind): Promise<number> {
    await this.read('count');
    return [...this.entities.values()].filter((entity) => entity.kind === kind).length;
  }

  async recentCases(count: number): Promise<Case[]> {
    await this.read('recentCases');
    return [...this.entities.values()].filter((entity) => entity.kind === 'case').sort((a, b) => b.times.reported - a.times.reported).slice(0, count);
  }

  async readPositions(): Promise<{ blocks: PositionBlock[]; slots: ReadonlyMap<string, number> }> {
    await this.read('readPositions');
    const slots = new Map([...this.placed.keys()].map((id, slot) => [id, slot]));
    const view = new DataView(new ArrayBuffer(slots.size * 16));
    [...this.placed.values()].forEach(({ lng, lat, at, duty }, slot) => {
      view.setInt32(slot * 16, Math.round(lng * 1e7), true);
      view.setInt32(slot * 16 + 4, Math.round(lat * 1e7), true);
      view.setUint32(slot * 16 + 8, Math.floor(at / 1000), true);
      view.setUint8(slot * 16 + 12, DUTY_STATES.indexOf(duty));
    });
    return { blocks: [{ from: 0, count: slots.size, bytes: new Uint8Array(view.buffer) }], slots };
  }

  letters: DeadLetter[] = [];
  async deadLetters(feed: string, count: number): Promise<DeadLetter[]> {
    await this.read('deadLetters');
    return this.letters.filter((letter) => letter.feed === feed).slice(0, count);
  }

  async readSeries(station: string, from: number, to: number): Promise<Reading[]> {
    await this.read('readSeries');
    return (this.series.get(station) ?? []).filter((reading) => reading.at >= from && reading.at <= to);
  }

  async readWall(wall: string): Promise<{ version: number; text: string } | null> {
    await this.read('readWall');
    return this.walls.get(wall) ?? null;
  }
  /** As scripts/wall.lua does. */
  async keepWall(wall: string, base: number, text: string): Promise<{ version: number; text: string } | null> {
    await this.read('keepWall');
    const kept = this.walls.get(wall);
    if (kept && kept.version > base) return kept;
    this.walls.set(wall, { version: base + 1, text });
    return null;
  }

  stats(): StoreStats { return { scripts: 3, micros: 9_000, longestMicros: 4_200, overlong: 0, increments: 0, negatives: 0 }; }
  answers(): Promise<void> { return this.read('answers'); }
  async changedSince(token: Record<string, number> | null): Promise<{ token: Record<string, number>; codes: string[] }> {
    await this.read('changedSince');
    return { token: { c: this.changes.length }, codes: [...new Set(this.changes.slice(token?.['c'] ?? 0))] };
  }

  private async read(call: string): Promise<void> {
    this.calls.push(call);
    await this.before(call);
    if (this.down) throw new Error('connection is closed');
  }
}

function isKind<K extends Kind>(entity: Entity, kind: K): entity is Extract<Entity, { kind: K }> { return entity.kind === kind; }
