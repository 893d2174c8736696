/** What a day's report says beside the cases: its alerts, and how high the water stood. */
import { within } from '../../fan.ts';
import type { Report } from '../../../wire/report.ts';
import type { Alert } from '../../../wire/entity.ts';
import type { PushDeps } from '../../deps.ts';
import type { Mirrors } from '../../mirrors/index.ts';

/** Readings are kept so long (mirrors/series.ts). */
const SERIES_MS = 25 * 3_600_000;

const endOf = ({ revokedAt, expiresAt }: Alert): number | null => { const end = Math.min(revokedAt ?? Infinity, expiresAt ?? Infinity); return end === Infinity ? null : end; };

/** In force at some time of [from, to), in the region or over all of one that it lies in. Out of the store: older ones are not in memory. */
export async function alertsOf({ store, regions, acks }: Pick<PushDeps, 'store' | 'regions' | 'acks'>, code: string, from: number, to: number): Promise<Report['alerts']> {
  const inside = within(regions, code);
  const above = new Set(regions.path(code).map((step) => step.code));
  const found: Report['alerts'] = [];
  for await (const page of store.scan('alert')) {
    for (const { entity } of page) {
      const end = endOf(entity);
      if (entity.issuedAt >= to || (end !== null && end <= from) || !(inside(entity.region) || above.has(entity.region))) continue;
      const ack = acks.of(entity);
      found.push({
        id: entity.id, colour: entity.colour, title: entity.title, issuer: entity.issuer, region: regions.get(entity.region)?.name ?? entity.region,
        issuedAt: entity.issuedAt, endedAt: end, ackedBy: ack?.by ?? null, ackedAt: ack?.at ?? null,
      });
    }
  }
  // A page of a scan may come twice.
  const once = new Map(found.map((alert) => [alert.id, alert]));
  return [...once.values()].sort((a, b) => a.issuedAt - b.issuedAt || (a.id < b.id ? -1 : 1));
}

/** The highest level in [from, to) of each station that reached its 警戒 then; null where the day began before what is kept. */
export function stationsOf({ regions, judge }: Pick<PushDeps, 'regions' | 'judge'>, mirrors: Mirrors, code: string, from: number, to: number, now: number): Report['stations'] {
  if (now - from > SERIES_MS) return null;
  const found: NonNullable<Report['stations']> = [];
  for (const { id, entity, series } of mirrors.stations.inside(within(regions, code))) {
    if (entity.type === 'rain' || entity.type === 'pump') continue;
    let top: { at: number; level: number } | null = null;
    for (const one of series.levels(SERIES_MS)) if (one.at >= from && one.at < to && (top === null || one.level > top.level)) top = one;
    const warning = top && judge.warning(entity, top.at);
    if (top && warning != null && top.level >= warning) found.push({ id, name: entity.name, type: entity.type, level: top.level, at: top.at, warning, danger: entity.thresholds.danger ?? null });
  }
  return found.sort((a, b) => b.level / b.warning - a.level / a.warning || (a.id < b.id ? -1 : 1));
}
