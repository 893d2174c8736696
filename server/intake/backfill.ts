/**
 * At a first start the stations' series begin empty, though the upstream has the day before: it is
 * asked for station by station, slowly, beside the live readings.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ConfigOf, FeedConfig } from '../config.ts';
import { PullError } from '../feed/index.ts';
import { fetchSeries } from '../feed/series.ts';
import { makeNormaliser, type NormaliserRules } from '../normalise/normalise.ts';
import type { Reading, Store } from '../store/index.ts';
import type { Clock } from '../wire/clock.ts';
import type { Parts } from './parts.ts';

export interface BackfillDeps {
  feeds: readonly FeedConfig[];
  store: Store;
  parts: Parts;
  told: { onReadings(readings: readonly Reading[]): void };
  clock: Clock;
  normaliser: NormaliserRules;
  log: Pick<Logger, 'info' | 'warn'>;
}

const LOOK_MS = 500;
const PAUSE_AFTER_FAILURE_MS = 5_000;
/** A station that fails so often stays without its past. */
const TRIES = 3;
/** Readings of the last hours are here when the series was filled before. */
const RECENT = 2 * 3_600_000;

/** Runs until every station has its past, or has failed too often; ends at once on `signal`. */
export async function backfillSeries(deps: BackfillDeps, signal: AbortSignal): Promise<void> {
  for (const feed of deps.feeds) {
    if (feed.kind === 'reading' && feed.series && feed.series.url !== '') await backfillFeed(feed, deps, signal);
  }
}

async function backfillFeed(feed: ConfigOf<'reading'>, deps: BackfillDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && deps.parts.station.ids().next().done === true) await pause(LOOK_MS, signal);
  const back = feed.series?.back ?? 0;
  const now = deps.clock.now();
  const normaliser = makeNormaliser({ ...feed, name: feed.name ?? 'reading' }, deps.normaliser);
  const queue = [...deps.parts.station.ids()].map((id) => ({ id, failures: 0 }));
  let filled = 0;
  for (let next = queue.shift(); next && !signal.aborted; next = queue.shift()) {
    try {
      if ((await deps.store.readSeries(next.id, now - back, now - RECENT)).length > 0) continue;
      const records = await fetchSeries(feed, next.id, now - back, now, { zone: deps.clock.zone, signal, wall: Date.now });
      const readings = records.flatMap((raw): Reading[] => {
        const outcome = normaliser.normalise(raw, { asOf: now, now: deps.clock.now() });
        return outcome.ok ? [{ station: outcome.entity.id, ...outcome.entity.reading }] : [];
      });
      await deps.store.appendReadings(readings);
      deps.told.onReadings(readings);
      filled += 1;
    } catch (cause) {
      if (signal.aborted) return;
      if (cause instanceof TypeError || cause instanceof RangeError) throw cause;
      next.failures += 1;
      if (next.failures < TRIES) queue.push(next);
      else deps.log.warn({ feed: feed.name, station: next.id, error: cause instanceof Error ? cause.message : String(cause) }, 'a station stays without its past readings');
      if (cause instanceof PullError || next.failures > 1) await pause(PAUSE_AFTER_FAILURE_MS, signal);
    }
  }
  if (filled > 0) deps.log.info({ feed: feed.name, stations: filled }, 'past readings of stations are here');
}

/** Ends early, without complaint, when the signal is aborted. */
const pause = (ms: number, signal: AbortSignal): Promise<void> => sleep(ms, undefined, { signal }).catch(() => undefined);
