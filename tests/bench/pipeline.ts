/** Intake without its HTTP: vendor records → normalise → contributions → store, on a real Redis. */
import { contributions, makeRules } from '../../server/aggregate/index.ts';
import { loadCity, type CityConfig } from '../../server/config.ts';
import { inSlices } from '../../server/intake/slices.ts';
import { makeNormaliser } from '../../server/normalise/normalise.ts';
import { makeVocabulary } from '../../server/normalise/vocabulary.ts';
import { loadRegions, type RegionTree } from '../../server/normalise/regions.ts';
import { openStore, type Contribution, type Item, type PutResult, type Store } from '../../server/store/index.ts';
import type { Case } from '../../server/wire/entity.ts';
import type { Page } from './vendor-cases.ts';

export interface Pipeline {
  tree: RegionTree;
  zone: string;
  retention: CityConfig['city']['retention'];
  /** One page through every stage; resolves when all its counters are applied. */
  apply(page: Page): Promise<PutResult>;
  /** One page after the other, each read while the one before is being stored, as the server's intake does. */
  applyAll(pages: readonly Page[]): Promise<PutResult[]>;
  /** The stages before the store alone. */
  items(page: Page): Item[];
  store: Store;
  close(): Promise<void>;
}

/** `now`: the world's time at which the pages come, epoch ms. Throws when more than a tenth of a page is refused. */
export async function openPipeline(options: { config: string; cityFolder: string; redis: string; now: number }): Promise<Pipeline> {
  const { now } = options;
  const config = loadCity(options.config, { YIPING_CITY_DATA: options.cityFolder, YIPING_FEEDS_URL: 'http://localhost' });
  const { city, categories } = config;
  const tree = await loadRegions(config.regions, city, now);
  const feed = config.feeds.find((f) => f.kind === 'case');
  if (feed?.kind !== 'case') throw new Error(`${options.config}: no feed of cases`);
  const normaliser = makeNormaliser(feed, { tree, zone: city.zone, knownCategory: (c) => categories.known(c), vocabulary: makeVocabulary(categories.file), ahead: city.ahead });
  const rules = makeRules(config);
  const store = await openStore({ redis: options.redis, world: city.world, city: city.code, zone: city.zone, regions: tree.all, retention: city.retention });
  const itemsOf = (records: readonly unknown[]): Item[] => records.flatMap((record) => {
    const outcome = normaliser.normalise(record, { asOf: now, now });
    return outcome.ok ? [{ entity: outcome.entity, contribution: contributionOf(outcome.entity) }] : [];
  });
  const enough = (found: Item[], records: readonly unknown[]): Item[] => {
    if (found.length < records.length * 0.9) throw new Error(`${records.length - found.length} of ${records.length} records were refused`);
    return found;
  };
  const items = (page: Page): Item[] => { const records = JSON.parse(page) as unknown[]; return enough(itemsOf(records), records); };
  const readInSlices = async (page: Page): Promise<Item[]> => {
    const records = JSON.parse(page) as unknown[];
    const found: Item[] = [];
    await inSlices(records, (slice) => { found.push(...itemsOf(slice)); });
    return enough(found, records);
  };
  const contributionOf = (entity: Case): Contribution => contributions(entity, now, rules);
  let pages = 0;
  const put = (found: Item[]): Promise<PutResult> => store.put('case', found, { feed: feed.name, cursor: String(++pages), asOf: now, now });
  return {
    tree, store, items, zone: city.zone, retention: city.retention,
    apply: (page) => put(items(page)),
    applyAll: async (all) => {
      const results: PutResult[] = [];
      let storing: Promise<unknown> = Promise.resolve();
      for (const page of all) {
        const found = await readInSlices(page);
        await storing;
        storing = put(found).then((result) => { results.push(result); });
      }
      await storing;
      return results;
    },
    close: () => store.close(),
  };
}
