/**
 * The simulated world's clock, kept on disk: time in the simulated city runs on while nothing is
 * started, as in a real one, so a restart catches up instead of jumping back.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fromLocal, localDay, type ClockSpec } from '../wire/clock.ts';

/** Clock of `file`, rebased when the speed was changed; made new at local time `at` of today when there is none. */
export async function keptClock(file: string, zone: string, rate: number, at: string | null, wall: number): Promise<ClockSpec> {
  const kept = await readFile(file, 'utf8').then((text) => JSON.parse(text) as ClockSpec, () => null);
  const clock = kept === null ? begin(zone, rate, at ?? '20:06', wall) : rebase(kept, rate, wall);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, JSON.stringify(clock));
  await rename(`${file}.part`, file);
  return clock;
}

function begin(zone: string, rate: number, at: string, wall: number): ClockSpec {
  const today = new Date(localDay(zone, wall) * 86_400_000);
  const [hour, minute] = at.split(':').map(Number);
  const origin = fromLocal(zone, today.getUTCFullYear(), today.getUTCMonth() + 1, today.getUTCDate(), hour, minute);
  return { origin, startedAt: wall, rate, zone };
}

function rebase(kept: ClockSpec, rate: number, wall: number): ClockSpec {
  if (kept.rate === rate) return kept;
  const now = Math.floor(kept.origin + (wall - kept.startedAt) * kept.rate);
  return { origin: now, startedAt: wall, rate, zone: kept.zone };
}
