/** A city of one district for tests of single behaviours, and records of each kind to start from. */
import { contributions, processDue, type Rules } from '../../server/aggregate/index.ts';
import { openStore, type RegionNode, type Store, type StoreOptions } from '../../server/store/index.ts';
import type { Alert, Case, Entity, Staff, Station, VideoPoint } from '../../server/wire/entity.ts';
import { shardsAt, type StorePlace } from '../helpers/store-places.ts';

export const MIN = 60_000, HOUR = 60 * MIN, DAY = 24 * HOUR;
/** 2026-07-01 20:00 in Shanghai. */
export const T = Date.UTC(2026, 6, 1, 12);

export const REGIONS: RegionNode[] = [
  { code: 'C', level: 'city', parent: null }, { code: 'D', level: 'district', parent: 'C' }, { code: 'S', level: 'street', parent: 'D' },
  { code: 'M', level: 'community', parent: 'S' }, { code: 'G', level: 'grid', parent: 'M' },
];
export const RULES: Rules = {
  silence: { staff: 5 * MIN, station: 20 * MIN }, retention: { cases: 35 * DAY },
  departmentKey: (department) => (department === 'D01' || department === 'D02' ? department : '-'),
  heatClass: (category) => category.slice(0, 4), cellOf: () => '8931aa5aad3ffff',
};

export function open(redis: string, more: Partial<StoreOptions> = {}): Promise<Store> {
  return openStore({
    redis, world: 'live', city: 'C', zone: 'Asia/Shanghai', regions: REGIONS,
    retention: { minutes: 25 * HOUR, hours: 35 * DAY, days: 400 * DAY, cases: 35 * DAY }, ...more,
  });
}

/** At a place: on the Cluster the district and all below it lie in a shard of their own. */
export const openAt = (place: StorePlace, more: Partial<StoreOptions> = {}): Promise<Store> =>
  open(place.url, { ...shardsAt(place, 'C', (code) => (code === 'C' || !REGIONS.some((region) => region.code === code) ? null : 'D'), ['D']), ...more });
/** Hash tag of the shard that holds what lies in the district. */
export const tagAt = (place: StorePlace): string => (place.sharded ? '{live:D}' : '{live:C}');
/** Keys of that shard, by the node that has it. */
export const keysAt = async (place: StorePlace, pattern: string): Promise<string[]> =>
  await place.raw.eval("return redis.call('KEYS', ARGV[1])", 1, tagAt(place), `${tagAt(place)}:${pattern}`) as string[];

let version = 0;
const common = (id: string) => ({ id, version: { by: 'updated' as const, value: ++version }, updatedAt: T, region: 'G' });
export const aCase = (id: string, more: Partial<Case> = {}): Case => ({
  kind: 'case', ...common(id), category: '1-0101', source: '12345', urgent: false, supervised: false, status: 'open', stage: 'reported',
  times: { reported: T - 10 * MIN }, suspendedSeconds: 0, reworks: 0, address: '望江街道清泉社区平海路128号', ...more,
});
export const aStaff = (id: string, more: Partial<Staff> = {}): Staff => ({ kind: 'staff', ...common(id), role: 'fullTime', expected: true, duty: 'patrol', seenAt: T, ...more });
export const aStation = (id: string, more: Partial<Station> = {}): Station => ({ kind: 'station', ...common(id), type: 'river', name: '清江站', thresholds: { alert: 3, warning: 5, danger: 7 }, reading: { at: T, level: 4 }, ...more });
export const anAlert = (id: string, more: Partial<Alert> = {}): Alert => ({ kind: 'alert', ...common(id), colour: 'orange', event: '暴雨', title: '暴雨橙色预警', issuer: '气象台', issuedAt: T, ...more });
export const aCamera = (id: string, more: Partial<VideoPoint> = {}): VideoPoint => ({ kind: 'video', ...common(id), name: '路口', status: 'on', ...more });

export const put = (store: Store, entities: Entity[], now: number, feed = 'f', cursor?: string) => store.put(entities[0]!.kind,
  entities.map((entity) => ({ entity, contribution: contributions(entity, now, RULES) })), { feed, now, ...(cursor === undefined ? {} : { cursor }) });
export const tick = (store: Store, now: number) => processDue(store, now, RULES);
export const row = async (store: Store, code: string, now: number) => (await store.readRows([code], now, { detail: true }))[code]!;
