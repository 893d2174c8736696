/** What the screens showed: opens the recordings, who makes them and who shows them. Part of the composition root. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { Gauge, type Registry } from 'prom-client';
import type { WallPlaybackRecord } from './access/index.ts';
import type { Told } from './actions.ts';
import { contributions, type Rules } from './aggregate/index.ts';
import type { CityConfig } from './config.ts';
import type { RegionTree } from './normalise/regions.ts';
import { Cursor, Library, Recorder } from './playback/index.ts';
import type { PushDeps } from './push/index.ts';
import type { Store } from './store/index.ts';
import type { Clock } from './wire/clock.ts';

export type Playback = NonNullable<PushDeps['playback']> & { recorder: Recorder; library: Library };
export interface PlaybackParts { data: string; city: CityConfig['city']; tree: RegionTree; clock: Clock; store: Store; rules: Rules; wallPlayback: WallPlaybackRecord; recentCases: number; log: Logger }

/** null where the city wants none. `data`: folder. */
export async function openPlayback({ data, city, tree, clock, store, rules, wallPlayback, recentCases, log }: PlaybackParts): Promise<Playback | null> {
  const { record, keep, bytesPerDay, players } = city.playback;
  if (!record) return null;
  const library = new Library({ folder: join(data, 'recordings', city.world), zone: city.zone, keep, log });
  await library.load();
  await library.drop(clock.now());
  const recorder = new Recorder({ library, store, zone: city.zone, bytesPerDay, recentCases, now: () => clock.now(), wall: Date.now, randomHex: (bytes) => randomBytes(bytes).toString('hex'), log });
  return {
    recorder, library, players,
    stretches: () => library.stretches(),
    kept: () => ({ bytes: library.bytes, bytesPerDay, days: keep / 86_400_000, thinned: [...recorder.thinned] }),
    open: () => new Cursor({ library, recentCases, zone: city.zone, regions: tree, live: store, contribution: (entity) => contributions(entity, entity.updatedAt, rules) }),
    wrote: (played) => wallPlayback.wrote(played),
  };
}

export function measureRecording({ library, recorder }: Playback, registry: Registry): void {
  const gauge = (name: string, help: string, value: () => number): void => { new Gauge({ name, help, registers: [registry], collect() { this.set(value()); } }); };
  gauge('yiping_recording', '1 while what the screens show is recorded', () => (recorder.recording ? 1 : 0));
  gauge('yiping_recording_bytes', 'Bytes of recordings on disk', () => library.bytes);
  gauge('yiping_recording_behind_rows', 'Rows that have changed and are not recorded yet', () => recorder.behind);
  gauge('yiping_recording_thinned_kinds', 'Kinds of which not everything is recorded, for want of bytes or of a disk', () => recorder.thinned.length);
}

/** What was applied is told to the screens first. */
export const toldRecorder = (push: Told, recorder: Pick<Recorder, 'onApplied' | 'onRemoved' | 'onReadings'>): Told => ({
  onApplied: (kind, entities) => { push.onApplied(kind, entities); recorder.onApplied(kind, entities); },
  onRemoved: (kind, ids) => { push.onRemoved(kind, ids); recorder.onRemoved(kind, ids); },
  onPositions: (positions) => { push.onPositions(positions); },
  onReadings: (readings) => { push.onReadings(readings); recorder.onReadings(readings); },
});
