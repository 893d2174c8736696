/** What push is told of a city, whichever world shows it. Part of the composition root. */
import { makeJudge, makeRules, makeWatch } from './aggregate/index.ts';
import { categoriesOf, readBase } from './city-files.ts';
import type { CityConfig } from './config.ts';
import type { RegionTree } from './normalise/regions.ts';
import type { PushDeps, VideoGateway } from './push/index.ts';
import type { Store, StoreOptions } from './store/index.ts';
import type { Clock } from './wire/clock.ts';

type OfCity = Pick<PushDeps, 'heat' | 'caseRetention' | 'regions' | 'city' | 'base' | 'judge' | 'watch' | 'classification' | 'classOf' | 'categoryName' | 'categories' | 'scenes' | 'walls' | 'tour' | 'contacts' | 'video' | 'language'>;

/** Newest cases that lists are cut from. */
export const RECENT_CASES = 10_000;

export function cityDeps(config: CityConfig, tree: RegionTree, store: Pick<Store, 'readRows'>, clock: Pick<Clock, 'now'>): OfCity {
  const { city, categories } = config;
  return {
    heat: city.heat, caseRetention: city.retention.cases, regions: tree,
    city: { code: city.code, name: city.name, title: city.title, simulated: city.simulated, centre: city.centre, mapApproval: city.mapApproval, league: city.league, levels: [...tree.levels] },
    base: () => readBase(config),
    judge: makeJudge(makeRules(config)), watch: makeWatch(city.watch), classification: city.classification, classOf: (category) => categories.classOf(category, city.classification),
    categoryName: (category) => categories.nameOf(category),
    categories: async (from = store, now = clock.now()) => categoriesOf(config, (await from.readRows([city.code], now, { detail: true }))[city.code] ?? {}),
    scenes: config.scenes, walls: config.walls, tour: config.tour, contacts: city.contacts, video: gatewayOf(config), language: city.language,
  };
}

export function storeOptions(redis: string, { city }: CityConfig, tree: RegionTree): StoreOptions {
  const districtOf = (code: string): string => tree.ancestor(code.replace(/\/-$/, ''), 'district') ?? city.code;
  const shards = city.shardBy === 'district'
    ? { of: districtOf, all: [city.code, ...tree.children(city.code).map((region) => region.code)] } : undefined;
  return { redis, world: city.world, city: city.code, zone: city.zone, regions: tree.all, retention: city.retention, recent: RECENT_CASES, ...(shards ? { shards } : {}) };
}

/** The first feed of cameras that says where their pictures are. */
function gatewayOf({ feeds }: CityConfig): VideoGateway | null {
  for (const feed of feeds) if (feed.kind === 'video' && feed.media) return { ...feed.media, hls: feed.media.hls || null, snapshot: feed.media.snapshot || null };
  return null;
}
