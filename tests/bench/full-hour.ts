/**
 * An hour of the full city as its screens are given it, made up: 60,096 staff of whom a third walk, 20,000 cameras, 2,000
 * stations, 25,000 cases, 19,000 rows of which `changes` change a second. What an hour of it takes to record, and to seek in,
 * can then be measured in a minute.
 */
import { Library, Recorder, type Picture, type Shown } from '../../server/playback/index.ts';
import { StationSeries } from '../../server/push/mirrors/series.ts';
import type { CounterRow } from '../../server/wire/counters.ts';
import type { Case, Station } from '../../server/wire/entity.ts';
import { makeDice } from '../helpers/random.ts';

export interface FullHour { library: Library; /** CPU ms of the recorder's main thread. */ took: number; seconds: number; staff: number; from: number; to: number; pictures: number }
export interface FullHourOptions { folder: string; zone: string; seconds: number; share: number; regions: readonly string[]; changes: number; from: number }

const HOME = { lng: 118, lat: 29, span: 1.5 };

export async function recordHour({ folder, zone, seconds, share, regions, changes, from }: FullHourOptions): Promise<FullHour> {
  const dice = makeDice(77);
  const size = (full: number): number => Math.ceil(full * share);
  const points = (count: number, prefix: string): Shown['cameras']['points'] & { ids: string[] } => {
    const ids = Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(17, '0')}`);
    const homes = ids.map(() => dice.pick(regions));
    const place = (base: number): Float64Array => Float64Array.from(ids, () => base + (dice.int(0, 1e6) / 1e6) * HOME.span);
    return { ids, size: count, lng: place(HOME.lng), lat: place(HOME.lat), state: Uint8Array.from(ids, () => dice.int(0, 3)), region: (i) => homes[i]!, idOf: (i) => ids[i]! };
  };
  const [cameras, staff] = [points(size(20_000), '3301'), points(size(60_096), 'W')];
  const stations = Array.from({ length: size(2_000) }, (_, i) => {
    const series = new StationSeries();
    for (let slot = 288; slot > 0; slot--) series.add({ at: from - slot * 300_000, level: 5 + Math.sin(slot / 40) + i / 1000, rain5m: slot % 7 === 0 ? 1.2 : 0 });
    const entity: Station = { kind: 'station', id: `Z${i}`, region: dice.pick(regions), version: { by: 'updated', value: from }, updatedAt: from, type: 'river', name: `站 ${i}`, river: '澜江', thresholds: { alert: 8, warning: 9, danger: 10 }, lng: 118.5, lat: 29.5, reading: { at: from, level: 5.3 } };
    return { id: entity.id, entity, state: 'normal' as const, series };
  });
  const cases = Array.from({ length: size(25_000) }, (_, i): Case => ({
    kind: 'case', id: `AJ2025071500${String(i).padStart(6, '0')}`, region: dice.pick(regions), version: { by: 'updated', value: from - i }, updatedAt: from - i, category: `1-0${dice.int(101, 180)}`, source: '12345', urgent: false, supervised: false,
    status: i % 3 === 0 ? 'open' : 'closed', stage: 'handled', times: { reported: from - i * 3000, accepted: from - i * 2900, filed: from - i * 2800, handled: from - i * 2000 }, deadline: from + i * 1000, suspendedSeconds: 0, reworks: 0, department: 'D01', address: `人民路 ${i} 号旁，靠近路口东南角`, lng: 118.5, lat: 29.5,
  }));
  const rows = new Map(regions.map((code, i): [string, CounterRow] => [code, Object.fromEntries(Array.from({ length: i % 20 === 0 ? 110 : 22 }, (_, n) => [n < 22 ? `counter.${n}` : `category.${n}`, dice.int(1, 300)]))]));
  const store = {
    readRows: (codes: readonly string[]) => Promise.resolve(Object.fromEntries(codes.map((code) => [code, { ...rows.get(code) }]))),
    changedSince: () => Promise.resolve({ token: {}, codes: [...rows.keys()] }),
    recentCases: () => Promise.resolve(cases.slice(0, 10_000)),
    scan: async function* () { for (let i = 0; i < cases.length; i += 500) yield cases.slice(i, i + 500).map((entity) => ({ shard: '', entity })); } as never,
  };
  const library = new Library({ folder, zone, keep: 7 * 86_400_000, log: { info: () => undefined, warn: () => undefined } });
  await library.load();
  const time = { now: from, wall: 0 };
  const fail = (fields: object, text: string): void => { throw new Error(text, { cause: fields }); };
  const recorder = new Recorder({ library, store, zone, bytesPerDay: 1 << 30, recentCases: 10_000, now: () => time.now, wall: () => time.wall, randomHex: () => 'abc', log: { info: () => undefined, warn: () => undefined, error: fail } });
  const shown: Shown = { cameras: { points: cameras, names: cameras.ids.map((_, i) => `路口 ${i} 号枪机`) }, staff: { points: staff, posts: staff.ids.map(() => ({ role: 'fullTime', expected: true })), names: staff.ids.map(() => '王**'), phones: staff.ids.map(() => '138****0042') }, stations: { inside: () => stations }, alerts: { revision: 1, inForce: () => [] } };
  const feed = { feed: 'cases', kinds: ['case' as const], state: 'fresh' as const, asOf: from, coverage: 1, accepted: 0, rejected: 0, reasons: {}, notes: {}, progress: null, error: null };
  let took = 0;
  const picture = (changed: ReadonlySet<string>): Picture => ({ now: time.now, rows: { at: time.now, read: [] }, changed, shown, feeds: [{ ...feed, asOf: time.now }] });
  const take = async (changed: ReadonlySet<string>): Promise<void> => {
    const began = process.cpuUsage();
    recorder.take(picture(changed));
    const { user, system } = process.cpuUsage(began);
    took += (user + system) / 1000;
    await new Promise((resolve) => { setImmediate(resolve); });
  };
  while (library.segments.length === 0) { time.now += 250; time.wall += 250; await take(new Set()); await recorder.written().catch(() => undefined); }
  [took] = [0];
  let pictures = 0;
  for (let second = 0; second < seconds; second++) {
    const changed = new Set<string>();
    for (let i = 0; i < size(changes); i++) {
      const code = dice.pick(regions);
      const row = rows.get(code)!;
      for (let n = 0; n < 3; n++) row[`counter.${dice.int(0, 21)}`] = dice.int(1, 300);
      changed.add(code);
    }
    for (let i = second % 10; i < staff.size; i += 30) { staff.lng[i]! += dice.int(-9, 9) / 1e4; staff.lat[i]! += dice.int(-9, 9) / 1e4; if (i % 400 === 0) staff.state[i] = dice.int(0, 3); }
    for (let i = 0; i < size(7); i++) { const one = dice.pick(stations); one.entity = { ...one.entity, version: { by: 'updated', value: time.now }, reading: { at: time.now, level: dice.int(4000, 9000) / 1000 } }; }
    const entity = dice.pick(cases);
    const later: Case = { ...entity, version: { by: 'updated', value: time.now }, updatedAt: time.now };
    recorder.onApplied('case', [later]);
    for (let tick = 0; tick < 4; tick++) { time.now += 250; time.wall += 250; pictures++; await take(tick === 0 ? changed : new Set()); }
  }
  await recorder.close();
  const [stretch] = library.stretches();
  return { library, took, seconds, staff: staff.size, pictures, from: stretch!.from, to: stretch!.to };
}
