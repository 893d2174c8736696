/** Gauges as the hydrology service lists them. STTP: ZZ ZQ river, PP rain, RR reservoir, DD sluice, JS ponding, BZ pump. */
import type { StationSite } from '../city/types.ts';
import { chance, textHash } from '../random.ts';

export interface Gauge {
  site: StationSite;
  code: string;
  type: 'ZZ' | 'ZQ' | 'PP' | 'RR' | 'DD' | 'JS' | 'BZ';
  /** WGS-84, null where the service has none. */
  lng: number | null;
  lat: number | null;
  adcode: string;
  /** Metres; null where there is none. The ponding limits are the same for all and not listed. */
  alert: number | null;
  warning: number | null;
  danger: number | null;
  /** A reservoir's limit level by date; the one that began last holds. */
  limits: { from: string; level: number }[];
  /** Readings come at whole 5 minutes and can be had this many ms later. */
  delayMs: number;
  /** Installed, but never reported. */
  dead: boolean;
}

const TYPES = { rain: 'PP', reservoir: 'RR', sluice: 'DD', ponding: 'JS', pump: 'BZ' } as const;
const round2 = (v: number): number => Math.round(v * 100) / 100;

export function makeGauges(sites: readonly StationSite[], seed: number): Gauge[] {
  const own = seed ^ textHash('gauge');
  return sites.map((site, i): Gauge => {
    const placed = chance(own, i, 1) >= 0.01;
    const { alert, warning, danger } = site.kind === 'ponding' ? {} : site.thresholds;
    const limits = site.kind === 'reservoir' && warning !== undefined
      ? [{ from: '04-15', level: round2(warning) }, { from: '07-20', level: round2(warning + 0.5) }, { from: '10-16', level: round2(warning + 1.5) }] : [];
    return {
      site, code: String(70_100_000 + i + 1),
      type: site.kind === 'river' ? (chance(own, i, 2) < 0.5 ? 'ZQ' : 'ZZ') : TYPES[site.kind],
      lng: placed ? site.lng : null, lat: placed ? site.lat : null,
      adcode: site.grid.slice(0, chance(own, i, 3) < 0.7 ? 6 : 9),
      alert: alert ?? null, warning: limits.length > 0 ? null : warning ?? null, danger: danger ?? null, limits,
      delayMs: 3_000 + Math.floor(chance(own, i, 4) * 45_000), dead: chance(own, i, 5) < 0.008,
    };
  });
}

export const stationRow = (g: Gauge): string => JSON.stringify({
  STCD: g.code, STNM: g.site.name, RVNM: g.site.river ?? null, STTP: g.type, LGTD: g.lng, LTTD: g.lat, ADDVCD: g.adcode,
  FRZ: g.alert, WRZ: g.warning, GRZ: g.danger, limits: g.limits.map((l) => ({ from: l.from, fsltdz: l.level })),
});
