/** What the simulated upstreams send, and the shipped city's feeds to read it with. */
import { fileURLToPath } from 'node:url';
import { loadCity, type FeedConfig } from '../../server/config.ts';
import { makeRegionIndex } from '../../server/normalise/region-index.ts';
import type { RegionTree } from '../../server/normalise/regions.ts';
import type { NormaliserRules } from '../../server/normalise/normalise.ts';
import { makeVocabulary } from '../../server/normalise/vocabulary.ts';
import type { MultiPolygon } from '../../server/normalise/geometry.ts';
import { LEVELS, type Level, type Region } from '../../server/wire/region.ts';
import { squareCity } from '../mock-feeds/square-city.ts';
import { ORIGIN, pullAll, startSimulator } from '../mock-feeds/start.ts';

export type Raw = Record<string, unknown>;
export interface DemoFeed { feed: FeedConfig; records: Raw[] }

/** The tree of the simulator's city of rectangles. */
function squareTree(): RegionTree {
  const { regions } = squareCity();
  const all: Region[] = regions.map(({ code, name, level, parent, bbox, label }) => ({ code, name, level, parent, bbox, label }));
  const shapes = new Map<string, MultiPolygon>(regions.map(({ code, polygon }) => [code, [polygon]]));
  const byCode = new Map(all.map((region) => [region.code, region]));
  const chain = (code: string): string[] => { const region = byCode.get(code); return region ? [code, ...chain(region.parent ?? '')] : []; };
  const chains = new Map(all.map(({ code }) => [code, chain(code)]));
  const ancestor = (code: string, level: Level): string | null => (chains.get(code) ?? []).find((up) => byCode.get(up)?.level === level) ?? null;
  const city = all[0];
  if (!city) throw new Error('a city without regions');
  const levels = LEVELS.slice(1).map((level) => all.filter((region) => region.level === level).map(({ code, bbox }) => ({ code, bbox, shape: shapes.get(code) ?? [] })));
  return {
    city, all, levels: [], warnings: [], index: makeRegionIndex(levels, city.bbox, ancestor), get: (code) => byCode.get(code), children: (code) => all.filter((region) => region.parent === code),
    path: (code) => [...(chains.get(code) ?? [])].reverse().flatMap((up) => byCode.get(up) ?? []), chain: (code) => chains.get(code) ?? [], ancestor,
    resolve: (code) => (byCode.has(code) ? code : null), shape: (code) => shapes.get(code),
  };
}

/** Records of every feed of the shipped city, as a small simulator serves them at ORIGIN. */
export async function demoFeeds(): Promise<{ rules: NormaliserRules; feeds: DemoFeed[]; now: number }> {
  const config = loadCity(fileURLToPath(new URL('../../config/lanjiang', import.meta.url)), { YIPING_CITY_DATA: '/nowhere', YIPING_FEEDS_URL: 'http://127.0.0.1:1' });
  const simulator = await startSimulator({ scale: 0.02, historyDays: 5 });
  try {
    const list = async (path: string, key: string): Promise<Raw[]> => ((await simulator.get(path)) as Record<string, Raw[]>)[key] ?? [];
    const positions = (await simulator.get('/staff/positions')) as { cols: string[]; rows: unknown[][] };
    const records: Record<string, Raw[]> = {
      case: (await pullAll(simulator, 1000)).pages.flatMap((page) => page.data.list.map((order) => ({ ...order }))),
      video: await list('/video/catalog?page=1&pageSize=5000', 'deviceList'), 'video-status': await list('/video/status', 'list'),
      station: await list('/hydro/stations', 'rows'), reading: await list('/hydro/readings', 'rows'), alert: await list('/hydro/warnings', 'rows'),
      staff: await list('/staff/roster?page=1&size=5000', 'items'), position: positions.rows.map((row) => Object.fromEntries(positions.cols.map((name, at) => [name, row[at]]))),
    };
    const { city, categories } = config;
    return {
      now: ORIGIN, rules: { tree: squareTree(), zone: city.zone, ahead: city.ahead, knownCategory: (category) => categories.known(category), vocabulary: makeVocabulary(categories.file) },
      feeds: config.feeds.map((feed) => ({ feed, records: records[feed.kind] ?? [] })),
    };
  } finally {
    await simulator.stop();
  }
}
