/** Worlds beside the live one that a demonstration plays in: opens what each needs, and joins it. Part of the composition root. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { AlertDuties } from './access/index.ts';
import { makeRules } from './aggregate/index.ts';
import { cityDeps, storeOptions } from './city-deps.ts';
import { loadCity, type CityConfig, type Environment } from './config.ts';
import type * as Hands from './demo/hands.ts';
import { DemoWorld, maskedCursor, maskedDuty, Simulator } from './demo/index.ts';
import { openSteppedIntake } from './intake/stepped.ts';
import type { RegionTree } from './normalise/regions.ts';
import { makeVocabulary } from './normalise/vocabulary.ts';
import type { Push, PushDeps, Stage, SteppedStage } from './push/index.ts';
import { recordedDeps } from './push/index.ts';
import { clearWorld, openStore } from './store/index.ts';
import type { Clock } from './wire/clock.ts';

export type PlayedWorld = Hands.PlayedWorld<Stage>;
export type DemoWorldSpec = Hands.DemoWorldSpec;
/** Rejects with why none can be shown. One generated world at a time: they share the keys of one. */
export interface Worlds extends Hands.Worlds<Stage> { close(): Promise<void> }
export interface WorldParts { env: Pick<Environment, 'data' | 'cityData' | 'variables'>; redis: string; config: CityConfig; tree: RegionTree; clock: Clock; push: Push; deps: PushDeps; log: Logger }

/** Takes away what a demonstration left that was cut short. */
export function openWorlds(parts: WorldParts): Worlds {
  const { config: { city }, redis, log } = parts;
  const open = new Set<PlayedWorld>();
  /** One demonstration at a time: they share the keys of one world. */
  let demo: Promise<unknown> = city.world === 'live' ? clear(redis, city.code, log).catch((cause: unknown) => { log.warn({ err: cause }, 'what an earlier demonstration left stands in Redis until the next one begins'); }) : Promise.resolve();
  let demos = 0;
  const kept = (world: PlayedWorld): PlayedWorld => {
    const one: PlayedWorld = { stage: world.stage, get at() { return world.at; }, advanceTo: (at) => world.advanceTo(at), close: async () => { if (open.delete(one)) await world.close(); } };
    open.add(one);
    return one;
  };
  return {
    openDemo: (spec, progress) => {
      const turn = demo.then(async () => {
        if (demos > 0) throw new Error('a demonstration is under way already, expected one at a time');
        const world = await openDemo(parts, spec, progress, () => { demos--; });
        demos++;
        return kept(world);
      });
      // Not the world itself: one that has been closed is not kept.
      demo = turn.then(() => undefined, () => undefined);
      return turn;
    },
    openRecorded: async (from) => kept(await openRecorded(parts, from)),
    close: async () => { await demo; for (const world of [...open]) await world.close(); },
  };
}

async function clear(redis: string, city: string, log: Logger): Promise<void> {
  const keys = await clearWorld(redis, 'demo', city);
  if (keys > 0) log.info({ keys }, 'what an earlier demonstration left was taken out of Redis');
}

async function openDemo(parts: WorldParts, spec: DemoWorldSpec, progress: (part: number) => void, ended: () => void): Promise<PlayedWorld> {
  const { env, redis, log, push, tree } = parts;
  if (parts.config.city.world !== 'live') throw new Error(`${parts.config.dir}/city.yaml: world: found ${parts.config.city.world}, expected live: a demonstration has a world beside the live one`);
  simulated(parts.config, env.cityData);
  const home = join(env.data, 'demo');
  await mkdir(home, { recursive: true });
  const closes: (() => Promise<unknown>)[] = [];
  const end = async (): Promise<void> => { for (const close of closes.splice(0).reverse()) await close().catch((cause: unknown) => { log.error({ err: cause }, 'a part of a demonstration did not end well'); }); };
  try {
    const cues = join(home, 'cues.json');
    await writeFile(cues, JSON.stringify(spec.cues));
    closes.push(() => rm(cues, { force: true }));
    const upstream = await Simulator.open({
      at: spec.origin, env: env.variables, log,
      words: ['--city', env.cityData ?? '', '--keep-city', 'yes', '--seed', String(spec.seed), '--scale', String(spec.scale), '--history-days', String(spec.historyDays), '--categories', join(parts.config.dir, 'categories.yaml'), '--cues', cues],
    });
    closes.push(() => upstream.close());
    progress(0.2);
    // The city as it is, with its feeds at the simulator of the demonstration.
    const config: CityConfig = { ...parts.config, feeds: loadCity(parts.config.dir, { ...env.variables, YIPING_FEEDS_URL: upstream.url }).feeds };
    onlyFrom(upstream.url, config);
    await clear(redis, config.city.code, log);
    closes.push(() => clear(redis, config.city.code, log));
    const { shards: _shards, ...options } = storeOptions(redis, config, tree);
    const store = await openStore({ ...options, world: 'demo' });
    closes.push(() => store.close());
    const rules = makeRules(config);
    const inner = { at: spec.origin };
    const clock: Clock = { zone: config.city.zone, rate: 0, now: () => inner.at };
    const duties = inMemory(config, tree, log);
    let health: Stage['feeds'] = () => [];
    const stage = push.openStepped({
      world: 'demo', zone: config.city.zone, at: spec.origin, feeds: () => health(), reached: (reached) => remind(reached, duties),
      deps: { ...cityDeps(config, tree, store, clock), store, acks: duties, duty: duties, supervisions: NONE_SUPERVISED },
    });
    closes.push(() => push.closeStepped(stage));
    const pipeline = await openSteppedIntake({
      feeds: config.feeds, store, told: stage.told, clock, rules, log: log.child({ world: 'demo' }),
      normaliser: { tree, zone: config.city.zone, ahead: config.city.ahead, knownCategory: (category) => config.categories.known(category), vocabulary: makeVocabulary(config.categories.file) },
      contacts: config.city.contacts, limits: { staffSilence: config.city.silence.staff, speedLimit: config.city.speedLimit },
    });
    health = () => pipeline.health();
    const world = new DemoWorld({ origin: spec.origin, cues: spec.cues, upstream, clock: inner, pipeline, shown: stage, log });
    closes.push(() => world.close());
    await world.begin((part) => { progress(0.2 + 0.8 * part); });
    return { stage, get at() { return world.at; }, advanceTo: (at) => world.advanceTo(at), close: async () => { await end(); ended(); } };
  } catch (cause) {
    await end();
    throw cause;
  }
}

/** A synthetic incident at a real address would be a false case: only a simulated city has a story. `cityData`: folder of its generated boundaries. */
function simulated({ dir, city }: CityConfig, cityData: string | null): void {
  const file = join(dir, 'city.yaml');
  if (!city.simulated) throw new Error(`${file}: simulated: found false, expected true: a synthetic incident at a real address would be a false case; a real city's recorded past can be shown instead`);
  if (cityData === null) throw new Error(`environment variable YIPING_CITY_DATA: found nothing, expected the folder of the generated city that ${file} is of`);
}

/** A demonstration asks nobody but its own simulator, and tells nobody anything. */
function onlyFrom(url: string, { dir, feeds }: CityConfig): void {
  for (const feed of feeds) {
    const media = feed.kind === 'video' ? feed.media : undefined;
    const asked = [feed.url, media?.hls, media?.snapshot, feed.kind === 'reading' ? feed.series?.url : undefined];
    const other = asked.find((address) => address !== undefined && address !== '' && !address.startsWith(`${url}/`));
    if (other !== undefined) throw new Error(`${join(dir, 'feeds', `${feed.name}.yaml`)}: found ${other}, expected an address that begins with \${YIPING_FEEDS_URL}: a demonstration asks only its own simulator`);
  }
}

/** What officers do in a demonstration, for as long as it lasts. */
function inMemory({ city }: CityConfig, tree: RegionTree, log: Logger): AlertDuties {
  let lines = 0;
  return new AlertDuties({
    audit: { append: (record) => Promise.resolve({ ...record, seq: ++lines, prev: '', hash: '' }) }, world: 'demo', rules: city.takeover, duty: city.duty, log,
    within: (region, other) => tree.path(region).some(({ code }) => code === other),
  });
}
async function remind({ engine, clock, deps }: SteppedStage, duties: AlertDuties): Promise<void> {
  const now = clock.now();
  await duties.look([...engine.mirrors.alerts.all()].filter((alert) => deps.judge.alertInForce(alert, now)), now);
}
const refused = (): Promise<never> => Promise.reject(new Error('nothing is ordered in a demonstration'));
const NONE_SUPERVISED: PushDeps['supervisions'] = { connected: false, lifts: false, hours: { usual: 4, most: 72 }, of: () => null, all: () => [], supervise: refused, lift: refused };

async function openRecorded({ push, deps }: WorldParts, from: number): Promise<PlayedWorld> {
  const { playback } = deps;
  if (!playback) throw new Error('nothing is recorded in this city, expected playback in city.yaml');
  if (playback.stretches().length === 0) throw new Error('there are no recordings yet');
  const cursor = maskedCursor(playback.open());
  const live = { ...deps, duty: maskedDuty(deps.duty) };
  const stage = push.openStepped({ world: 'replay', zone: deps.clock.zone, at: from, feeds: () => cursor.feeds(), recordedAlerts: cursor, deps: { ...recordedDeps(live, cursor), contacts: deps.contacts === 'none' ? 'none' : 'masked', supervisions: NONE_SUPERVISED, masked: true,
    // A camera shows the present, and whoever walks by.
    video: null } });
  const close = async (): Promise<void> => { await push.closeStepped(stage); await cursor.close(); };
  try {
    await stage.advance(async () => { await cursor.seek(from); return { at: Math.floor(cursor.at) }; });
    cursor.settled();
  } catch (cause) { await close(); throw cause; }
  return {
    stage, get at() { return stage.at; }, close,
    advanceTo: async (at) => {
      if (at < stage.at) throw new Error(`advanceTo: found ${at}, expected ${stage.at} or later: a world does not go back`);
      await stage.advance(async () => { const afresh = await cursor.advance(at, stage.told); return { at: Math.floor(cursor.at), afresh }; });
      cursor.settled();
    },
  };
}

