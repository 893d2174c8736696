/**
 * The hydrology service:
 *   GET /hydro/stations                      all gauges; ETag
 *   GET /hydro/readings?since=MS             each gauge's latest reading, where it came after MS
 *   GET /hydro/series?stcd=&from=MS&to=MS    all readings of a gauge, at most 30 days
 *   GET /hydro/warnings                      alerts of the last 48 h and those in force
 */
import type { Router } from 'express';
import { DAY, formatSeconds } from '../local-time.ts';
import { BadRequest, textParam } from '../params.ts';
import { sendJson } from '../site.ts';
import type { Site } from '../site.ts';
import { TICK, readingRow } from './readings.ts';
import type { ReadingLateness, Readings } from './readings.ts';
import { stationRow } from './stations.ts';
import type { Gauge } from './stations.ts';
import { versionAt, warningRow } from './warnings.ts';
import type { Warnings } from './warnings.ts';

export interface HydroSystem { gauges: readonly Gauge[]; readings: Readings; warnings: Warnings }

export const readingLateness = (site: Site): ReadingLateness => (station, tick) => site.faults.lateMs('hydro', station, tick);

export function hydroRoutes(router: Router, site: Site, hydro: HydroSystem): void {
  const answer = (now: number, rows: string[]): string =>
    `{"asOf":"${formatSeconds(site.faults.skewed('hydro', now))}","rows":[${site.faults.dress('hydro', rows).join(',')}]}`;
  const stations = hydro.gauges.map(stationRow);

  router.get('/hydro/stations', (req, res) => {
    const etag = `"stations-${stations.length}"`;
    res.set('ETag', etag);
    if (req.get('if-none-match') === etag) { res.status(304).end(); return; }
    sendJson(res, answer(site.clock.now(), stations));
  });

  router.get('/hydro/readings', (req, res) => {
    // Whoever gives back a time that a wrong clock stated means the moment it was stated.
    const since = msParam(textParam(req, 'since'), 'since', 0) - site.faults.skewed('hydro', 0);
    const now = site.clock.now();
    const late = readingLateness(site);
    const rows: string[] = [];
    for (let i = 0; i < hydro.gauges.length; i++) {
      const latest = hydro.readings.latest(i, now, late);
      if (!latest || latest.seen <= since) continue;
      rows.push(hydro.readings.row(i, latest.at));
      if (site.faults.stale('hydro', latest.at / TICK + i)) rows.push(readingRow(hydro.gauges[i]!, latest.at - TICK, hydro.readings.value(i, latest.at - TICK)));
    }
    sendJson(res, answer(now, rows));
  });

  router.get('/hydro/series', (req, res) => {
    const code = textParam(req, 'stcd');
    const i = hydro.gauges.findIndex((g) => g.code === code);
    if (i < 0) throw new BadRequest('stcd', code, 'the STCD of a station');
    const now = site.clock.now();
    const to = Math.min(msParam(textParam(req, 'to'), 'to', now), now);
    const from = Math.max(msParam(textParam(req, 'from'), 'from', to - DAY), to - 30 * DAY);
    const rows: string[] = [];
    for (let at = Math.ceil(from / TICK) * TICK; at + hydro.gauges[i]!.delayMs <= to; at += TICK) {
      if (!hydro.readings.isSilent(i, at)) rows.push(readingRow(hydro.gauges[i]!, at, hydro.readings.value(i, at)));
    }
    for (const seen of hydro.readings.extra(i, from, to)) { const at = Math.floor(seen / 1000) * 1000; rows.push(readingRow(hydro.gauges[i]!, at, hydro.readings.value(i, at))); }
    sendJson(res, answer(now, rows));
  });

  router.get('/hydro/warnings', (_req, res) => {
    const now = site.clock.now();
    const rows: string[] = [];
    for (const w of hydro.warnings.known(now)) {
      rows.push(warningRow(w, now));
      const version = versionAt(w, now);
      if (version && version.number > 1 && site.faults.stale('hydro', w.issued)) rows.push(warningRow(w, w.versions[version.number - 2]!.from));
    }
    sendJson(res, answer(now, rows));
  });
}

function msParam(text: string, name: string, absent: number): number {
  if (text === '') return absent;
  const ms = Number(text);
  if (!Number.isSafeInteger(ms)) throw new BadRequest(name, text, 'epoch ms');
  return ms;
}
