/** Scripts on walls: joins who plays them to the walls, the worlds and the record. Part of the composition root. */
import { performance } from 'node:perf_hooks';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { ScriptRecord, type Audit } from './access/index.ts';
import type { CityConfig } from './config.ts';
import { Conductor } from './demo/conductor.ts';
import type { Stagehand, Worlds } from './demo/hands.ts';
import type { PushDemo } from './push/index.ts';
import type { RegionTree } from './normalise/regions.ts';
import type { Store } from './store/index.ts';
import type { Clock } from './wire/clock.ts';

export interface ScriptParts<Stage> {
  config: CityConfig; tree: RegionTree; clock: Clock; store: Pick<Store, 'get' | 'count'>; audit: Pick<Audit, 'append'>; log: Logger;
  worlds: Worlds<Stage>; hands: Stagehand<Stage>;
  /** Where a generated city's boundaries lie; null: the city is none. */
  cityData: string | null;
}

/** Where a script names none. Of a large city a tenth: a world of that size is ready in seconds, and costs the live one little. */
const USUAL = { seed: 1, scale: 0.1 };
const Manifest = z.object({ seed: z.number(), scale: z.number() });

/** Push is made before the worlds that it shows: until a conductor is there, it has no script. */
export function scriptsToCome(): PushDemo & { use(conductor: PushDemo): void } {
  let conductor: PushDemo | null = null;
  return {
    use: (other) => { conductor = other; },
    scripts: () => conductor?.scripts() ?? [], of: (wall) => conductor?.of(wall) ?? null, real: (alerts) => { conductor?.real(alerts); },
    command: (...asked) => conductor?.command(...asked) ?? Promise.resolve({ done: false, why: 'the server begins; ask again' }),
  };
}

/** Warns by line of what the loaded city has not; such a script is not offered. */
export async function openScripts<Stage>({ config, tree, clock, store, audit, log, worlds, hands, cityData }: ScriptParts<Stage>): Promise<Conductor<Stage>> {
  const wrong = config.demo.check({ region: (code) => tree.get(code) !== undefined, ...(await stationsOf(config, store)) });
  for (const { problem } of wrong) log.warn(`${problem}: the script is left out`);
  const record = new ScriptRecord(audit, config.city.world);
  return new Conductor({
    scripts: config.demo.all.filter(({ id }) => !wrong.some(({ script }) => script === id)), walls: config.walls, worlds, hands,
    usual: await usualOf(cityData), now: () => clock.now(), mono: () => performance.now(), write: (deed) => record.wrote(deed), log,
    later: (run, ms) => { const timer = setTimeout(run, ms); return () => { clearTimeout(timer); }; },
  });
}

/** Those that the scripts name and the store has; before its first load nothing is known. */
async function stationsOf({ demo }: CityConfig, store: ScriptParts<unknown>['store']): Promise<{ station?(id: string): boolean }> {
  const named = [...new Set(demo.all.flatMap(({ chapters }) => chapters.flatMap(({ cues }) => cues.flatMap((cue) => (cue.kind === 'gauge' ? [cue.station] : [])))))];
  if (named.length === 0 || await store.count('station') === 0) return {};
  const found = await store.get('station', named);
  const known = new Set(named.filter((_, i) => found[i] !== null));
  return { station: (id) => known.has(id) };
}

async function usualOf(cityData: string | null): Promise<typeof USUAL> {
  if (cityData === null) return USUAL;
  const text = await readFile(join(cityData, 'manifest.json'), 'utf8').catch(() => '{}');
  const read = Manifest.safeParse(JSON.parse(text));
  return read.success ? { seed: read.data.seed, scale: Math.min(read.data.scale, USUAL.scale) } : USUAL;
}
