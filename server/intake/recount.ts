/**
 * When regions, classes or the rules of counting changed since the data were written, every stored
 * entity is moved from the set it was counted in to the one that today's rules give.
 */
import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { COUNTING, rebuild, type Rules } from '../aggregate/index.ts';
import type { CityConfig } from '../config.ts';
import type { RegionTree } from '../normalise/regions.ts';
import type { Store } from '../store/index.ts';
import type { Clock } from '../wire/clock.ts';

/** The fingerprint is kept where feeds keep their cursors: with the data that it speaks of. */
const KEPT_AS = 'counting-rules';

interface Recount { store: Store; clock: Clock; rules: Rules; config: CityConfig; tree: RegionTree; log: Logger }

/** Resolves when the totals are those of today's rules. Nothing is moved on a first start. */
export async function rebuildIfCountedOtherwise({ store, clock, rules, config, tree, log }: Recount): Promise<void> {
  const now = fingerprint(config, tree);
  const { cursor: before } = await store.feedState(KEPT_AS);
  if (before === now) return;
  if (before !== null) {
    log.info('regions, classes or rules of counting changed: every entity is counted anew');
    const moved = await rebuild(store, () => clock.now(), rules, (kind, done) => { log.info({ kind, done }, 'counting anew'); });
    log.info({ moved }, 'counted anew');
  }
  await store.setFeed({ feed: KEPT_AS, cursor: now, now: clock.now() });
}

function fingerprint(config: CityConfig, tree: RegionTree): string {
  const { city, categories } = config;
  const classes = Object.keys(categories.file.categories).map((key) => [key, categories.classOf(key, city.classification)]);
  const regions = tree.all.map(({ code, parent }) => [code, parent]);
  return createHash('sha256').update(JSON.stringify([COUNTING, city.silence, city.heat, classes, categories.file.rules, Object.keys(categories.file.departments), regions])).digest('hex').slice(0, 32);
}
