/** Composition root: reads the configuration, joins the stages, and ends them in order. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { pino } from 'pino';
import { Counter } from 'prom-client';
import { refuseOrigin, refuseWrite } from './access/index.ts';
import { officersOf, openActions, remoteOf, resumeOrders, toldOrders, type Actions } from './actions.ts';
import { makeRules } from './aggregate/index.ts';
import { cityDeps, RECENT_CASES, storeOptions } from './city-deps.ts';
import { approvalWarning, clockSpec, ConfigError, environment, loadCity, type CityConfig, type Environment } from './config.ts';
import { placed } from './config/places.ts';
import { startIntake } from './intake/intake.ts';
import { rebuildIfCountedOtherwise } from './intake/recount.ts';
import { loadRegions, type RegionTree } from './normalise/regions.ts';
import { makeVocabulary } from './normalise/vocabulary.ts';
import { createPush, type Push, type PushDeps } from './push/index.ts';
import { measureRecording, openPlayback, toldRecorder, type Playback } from './recordings.ts';
import { keepPrivateRedis } from './start/private-redis.ts';
import { openScripts, scriptsToCome } from './scripts.ts';
import { openStore, type Store } from './store/index.ts';
import { openBasemap, TileError, type Basemap } from './basemap/index.ts';
import { makeClock, type Clock } from './wire/clock.ts';
import { openWorlds } from './worlds.ts';

// V8 lets the heap grow to several times what lives in it before it looks for garbage. Collecting sooner
// halves the memory and costs about one long collection in ten seconds, most of it beside the main thread.
setFlagsFromString('--heap-growing-percent=25');

const ROOT = fileURLToPath(new URL('..', import.meta.url));

type Close = () => Promise<void>;

async function main(): Promise<void> {
  const env = environment();
  const log = pino({ level: env.logLevel, base: null });
  if (env.config === null) throw new ConfigError(['environment variable YIPING_CONFIG: found nothing, expected a city folder']);
  const written = loadCity(env.config, env.variables);
  const clock = makeClock(clockSpec(written.city, env, Date.now()));
  const tree = await loadRegions(written.regions, written.city, clock.now());
  for (const warning of tree.warnings) log.warn(warning, 'boundaries: something that can be lived with');
  const { warnings, ...shown } = placed(written, (code) => tree.get(code) !== undefined);
  for (const warning of warnings) log.warn(warning);
  const config: CityConfig = { ...written, ...shown };

  const unapproved = approvalWarning(config.dir, config.city.mapApproval, config.basemap);
  if (unapproved !== null) log.warn(unapproved);
  const basemap = config.basemap && await openBasemap(config.basemap, { fetch, now: Date.now });

  const closes: Close[] = basemap ? [() => basemap.close()] : [];
  endOnSignals(closes, log);
  await mkdir(env.data, { recursive: true });
  const redis = env.redisUrl === null ? await keepPrivateRedis(join(env.data, 'redis'), log) : null;
  if (redis) closes.unshift(() => redis.stop());
  const store = await openStore(storeOptions(redis?.url ?? env.redisUrl ?? '', config, tree));
  closes.unshift(() => store.close());
  const actions = await openActions(env.data, config, tree, clock, log);
  const { audit, supervisions, wallPlayback } = actions;
  closes.unshift(() => audit.close());

  const rules = makeRules(config);
  await rebuildIfCountedOtherwise({ store, clock, rules, config, tree, log });
  let feeds: () => ReturnType<Awaited<ReturnType<typeof startIntake>>['feeds']> = () => [];
  const playback = await openPlayback({ data: env.data, city: config.city, tree, clock, store, rules, wallPlayback, recentCases: RECENT_CASES, log });
  if (playback) closes.unshift(() => playback.recorder.close());
  const demo = scriptsToCome();
  const { push, deps } = await startPush({ env, config, tree, clock, store, actions, log, basemap, feeds: () => feeds(), playback, demo });
  closes.unshift(() => push.close());
  const worlds = openWorlds({ env, redis: redis?.url ?? env.redisUrl ?? '', config, tree, clock, push, deps, log });
  closes.unshift(() => worlds.close());
  const conductor = await openScripts({
    config, tree, clock, store, audit, log, worlds, cityData: env.cityData,
    hands: { change: (...asked) => push.walls.change(...asked), showOnWall: (wall, stage) => { push.showOnWall(wall, stage); } },
  });
  closes.unshift(() => conductor.close());
  await conductor.began();
  demo.use(conductor);
  if (playback) measureRecording(playback, push.metrics.registry);
  await resumeOrders(supervisions, store);
  closes.unshift(() => { supervisions.close(); return Promise.resolve(); });
  const records = new Counter({ name: 'yiping_intake_records_total', help: 'Records by feed and what became of them', labelNames: ['feed', 'outcome'], registers: [push.metrics.registry] });
  const intake = await startIntake({
    feeds: config.feeds, store, told: toldOrders(playback ? toldRecorder(push, playback.recorder) : push, supervisions), clock, rules, log, rng: Math.random,
    normaliser: { tree, zone: config.city.zone, ahead: config.city.ahead, knownCategory: (category) => config.categories.known(category), vocabulary: makeVocabulary(config.categories.file, store.names().counters, store.names().words) },
    contacts: config.city.contacts, limits: { staffSilence: config.city.silence.staff, speedLimit: config.city.speedLimit },
    count: (feed, outcome, number) => { if (number > 0) records.inc({ feed, outcome }, number); },
  });
  closes.unshift(() => intake.stop());
  feeds = () => intake.feeds();
  await audit.append({ at: clock.now(), who: 'server', from: 'console', action: 'start', detail: { city: config.city.code, world: config.city.world } });
  await wallPlayback.began(clock.now());
  if (env.demo) await conductor.begin(env.demo.wall, env.demo.script).then((answer) => { if (!answer.done) log.error(`YIPING_DEMO: ${answer.why}`); });
  await intake.failed;
}

interface PushParts { env: Environment; config: CityConfig; tree: RegionTree; clock: Clock; store: Store; actions: Actions; log: pino.Logger; basemap: Basemap | null; playback: Playback | null; demo: NonNullable<PushDeps['demo']>; feeds: Parameters<typeof createPush>[0]['feeds'] }

async function startPush({ env, config, tree, clock, store, actions, log, basemap, playback, demo, feeds }: PushParts): Promise<{ push: Push; deps: PushDeps }> {
  const { city } = config;
  const deps: PushDeps = {
    ...cityDeps(config, tree, store, clock),
    world: city.world, build: await buildName(), clock, store, feeds, log, ...(basemap ? { basemap } : {}),
    ...(playback ? { playback, shown: (picture) => { playback.recorder.take(picture); } } : {}),
    requiredFeeds: config.feeds.filter((feed) => feed.url !== '').map((feed) => feed.name ?? ''),
    refuseConnection: (request) => refuseOrigin(request, []), refuseWrite: (request) => refuseWrite(request, []),
    ...officersOf(actions, city), remote: remoteOf(actions, city), demo,
    distDir: join(ROOT, 'dist'),
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  };
  const push = createPush(deps);
  const port = await push.listen(env.port);
  push.start();
  log.info({ listening: `http://127.0.0.1:${port}`, city: city.name, world: city.world, regions: tree.all.length }, 'the wall is served');
  return { push, deps };
}

/** Version and time of the built screen: a screen of another build reloads itself. */
async function buildName(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const page = await readFile(join(ROOT, 'dist/index.html'), 'utf8').catch(() => '');
  return `${version}+${/assets\/[\w-]+-([\w-]{8})\.js/.exec(page)?.[1] ?? 'unbuilt'}`;
}

/** The stages end from the last to the first, so that nothing taken in is lost on the way. */
function endOnSignals(closes: Close[], log: pino.Logger): void {
  let ending = false;
  const end = async (signal: string): Promise<void> => {
    if (ending) return;
    ending = true;
    log.info({ signal }, 'ending');
    for (const close of closes) await close().catch((cause: unknown) => { log.error({ err: cause }, 'a stage did not end well'); });
    log.info('ended');
    process.exit(0);
  };
  process.on('SIGINT', () => void end('SIGINT'));
  process.on('SIGTERM', () => void end('SIGTERM'));
}

void main().catch((cause: unknown) => {
  if (cause instanceof ConfigError || cause instanceof TileError) process.stderr.write(`${cause.message}\n`);
  else pino().fatal({ err: cause }, 'the server cannot go on');
  process.exit(1);
});
