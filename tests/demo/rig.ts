/**
 * The server of a simulated city in this process, as server/main.ts joins it: live feeds of a running simulator, a real Redis,
 * sockets, the officers' record, recordings; and worlds beside it.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { openActions, officersOf, resumeOrders, toldOrders } from '../../server/actions.ts';
import { makeRules } from '../../server/aggregate/index.ts';
import { cityDeps, RECENT_CASES, storeOptions } from '../../server/city-deps.ts';
import { loadCity } from '../../server/config.ts';
import { startIntake } from '../../server/intake/intake.ts';
import { loadRegions } from '../../server/normalise/regions.ts';
import { makeVocabulary } from '../../server/normalise/vocabulary.ts';
import { createPush, type Push, type PushDeps } from '../../server/push/index.ts';
import { openPlayback, toldRecorder, type Playback } from '../../server/recordings.ts';
import { openStore, type Store } from '../../server/store/index.ts';
import { makeClock, type Clock } from '../../server/wire/clock.ts';
import { openWorlds, type Worlds } from '../../server/worlds.ts';
import { startProduct, type Product, type ProductOptions } from '../helpers/product.ts';
import type { CityConfig } from '../../server/config.ts';

export interface Rig {
  /** Simulator and Redis; its server is this process. */
  product: Product;
  url: string;
  config: CityConfig;
  store: Store; push: Push; deps: PushDeps; clock: Clock;
  playback: Playback | null;
  worlds: Worlds;
  /** Warnings and errors of the log. */
  logged: { level: number; msg: string }[];
  audit(): Promise<string[]>;
  metrics(): Promise<string>;
  /** Ends without closing any world, as a crash would leave Redis. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRig(options: ProductOptions = {}): Promise<Rig> {
  const product = await startProduct({ scale: 0.01, historyDays: 0, ...options, server: false });
  const data = await mkdtemp(join(tmpdir(), 'yp-world-'));
  const city = join(product.dir, 'city');
  const variables = { ...process.env, YIPING_FEEDS_URL: product.feedsUrl, YIPING_CITY_DATA: options.city ?? city };
  const config = loadCity(product.config, variables);
  const clock = makeClock(product.clock);
  const logged: Rig['logged'] = [];
  const log = pino({ level: 'warn', base: null }, { write: (line: string) => { logged.push(JSON.parse(line) as Rig['logged'][number]); } });
  const tree = await loadRegions(config.regions, config.city, clock.now());
  const store = await openStore(storeOptions(product.redisUrl, config, tree));
  const actions = await openActions(data, config, tree, clock, log);
  const rules = makeRules(config);
  const playback = await openPlayback({ data, city: config.city, tree, clock, store, rules, wallPlayback: actions.wallPlayback, recentCases: RECENT_CASES, log });
  let feeds: PushDeps['feeds'] = () => [];
  const deps: PushDeps = {
    ...cityDeps(config, tree, store, clock), world: config.city.world, build: 'test', clock, store, feeds: () => feeds(), log,
    ...(playback ? { playback, shown: (picture) => { playback.recorder.take(picture); } } : {}),
    requiredFeeds: [], refuseConnection: () => null, refuseWrite: () => null, ...officersOf(actions, config.city), distDir: data, randomHex: (bytes) => Array.from({ length: bytes * 2 }, () => Math.floor(Math.random() * 16).toString(16)).join(''),
  };
  const push = createPush(deps);
  const url = `http://127.0.0.1:${await push.listen(0, '127.0.0.1')}`;
  push.start();
  const worlds = openWorlds({ env: { data, cityData: options.city ?? city, variables }, redis: product.redisUrl, config, tree, clock, push, deps, log });
  await resumeOrders(actions.supervisions, store);
  const intake = await startIntake({
    feeds: config.feeds, store, told: toldOrders(playback ? toldRecorder(push, playback.recorder) : push, actions.supervisions), clock, rules, log, rng: Math.random,
    normaliser: { tree, zone: config.city.zone, ahead: config.city.ahead, knownCategory: (category) => config.categories.known(category), vocabulary: makeVocabulary(config.categories.file, store.names().counters, store.names().words) },
    contacts: config.city.contacts, limits: { staffSilence: config.city.silence.staff, speedLimit: config.city.speedLimit },
  });
  feeds = () => intake.feeds();
  const end = async (): Promise<void> => {
    await intake.stop();
    actions.supervisions.close();
    await push.close();
    await playback?.recorder.close();
    await actions.audit.close();
    await store.close();
  };
  return {
    product, url, config, store, push, deps, clock, playback, worlds, logged,
    audit: async () => (await readFile(join(data, 'audit.ndjson'), 'utf8').catch(() => '')).split('\n').filter((line) => line !== ''),
    metrics: () => push.metrics.registry.metrics(),
    crash: end,
    stop: async () => {
      await worlds.close();
      await end();
      await product.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}
