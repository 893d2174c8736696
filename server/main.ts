/** Composition root: reads the configuration, joins the stages, and ends them in order. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { pino } from 'pino';
import { Counter, Gauge } from 'prom-client';
import { Acknowledgements, openAudit, refuseOrigin, refuseWrite, WallPlaybackRecord, type Audit, type AuditLine } from './access/index.ts';
import { contributions, makeJudge, makeRules, makeWatch, type Rules } from './aggregate/index.ts';
import { categoriesOf, readBase } from './city-files.ts';
import { approvalWarning, clockSpec, ConfigError, environment, loadCity, type CityConfig, type Environment } from './config.ts';
import { placed } from './config/places.ts';
import { startIntake } from './intake/intake.ts';
import { rebuildIfCountedOtherwise } from './intake/recount.ts';
import { loadRegions, type RegionTree } from './normalise/regions.ts';
import { createPush, type Push, type VideoGateway } from './push/index.ts';
import { Cursor, Library, Recorder } from './playback/index.ts';
import { keepPrivateRedis } from './start/private-redis.ts';
import { openStore, type Store, type StoreOptions } from './store/index.ts';
import { openBasemap, TileError, type Basemap } from './basemap/index.ts';
import { makeClock, type Clock } from './wire/clock.ts';

// V8 lets the heap grow to several times what lives in it before it looks for garbage. Collecting sooner
// halves the memory and costs about one long collection in ten seconds, most of it beside the main thread.
setFlagsFromString('--heap-growing-percent=25');

/** Newest cases that lists are cut from. */
const RECENT_CASES = 10_000;
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
  const { audit, acks, wallPlayback } = await openActions(join(env.data, 'audit.ndjson'), config, tree, clock, log);
  closes.unshift(() => audit.close());

  const rules = makeRules(config);
  await rebuildIfCountedOtherwise({ store, clock, rules, config, tree, log });
  let feeds: () => ReturnType<Awaited<ReturnType<typeof startIntake>>['feeds']> = () => [];
  const playback = await openPlayback({ env, config, tree, clock, store, rules, wallPlayback, log });
  if (playback) closes.unshift(() => playback.recorder.close());
  const push = await startPush({ env, config, tree, clock, store, acks, log, basemap, feeds: () => feeds(), playback });
  closes.unshift(() => push.close());
  if (playback) measure(playback, push);
  const records = new Counter({ name: 'yiping_intake_records_total', help: 'Records by feed and what became of them', labelNames: ['feed', 'outcome'], registers: [push.metrics.registry] });
  const intake = await startIntake({
    feeds: config.feeds, store, told: playback ? both(push, playback.recorder) : push, clock, rules, log, rng: Math.random,
    normaliser: { tree, zone: config.city.zone, ahead: config.city.ahead, knownCategory: (category) => config.categories.known(category) },
    limits: { staffSilence: config.city.silence.staff, speedLimit: config.city.speedLimit },
    count: (feed, outcome, number) => { if (number > 0) records.inc({ feed, outcome }, number); },
  });
  closes.unshift(() => intake.stop());
  feeds = () => intake.feeds();
  await audit.append({ at: clock.now(), who: 'server', from: 'console', action: 'start', detail: { city: config.city.code, world: config.city.world } });
  await wallPlayback.began(clock.now());
  await intake.failed;
}

/** The record of what officers did, and what follows from it: nothing that it holds is kept anywhere else. */
async function openActions(file: string, { city }: CityConfig, tree: RegionTree, clock: Clock, log: pino.Logger): Promise<{ audit: Audit; acks: Acknowledgements; wallPlayback: WallPlaybackRecord }> {
  const lines: AuditLine[] = [];
  const audit = await openAudit({ file, now: () => clock.now(), log, each: (line) => { lines.push(line); } });
  const acks = new Acknowledgements({
    audit, world: city.world, rules: city.takeover,
    within: (region, other) => tree.path(region).some(({ code }) => code === other),
  });
  const wallPlayback = new WallPlaybackRecord(audit, city.world);
  for (const line of lines) for (const follows of [acks, wallPlayback]) follows.take(line);
  return { audit, acks, wallPlayback };
}

type Playback = NonNullable<Parameters<typeof createPush>[0]['playback']> & { recorder: Recorder; library: Library };
interface PlaybackParts { env: Environment; config: CityConfig; tree: RegionTree; clock: Clock; store: Store; rules: Rules; wallPlayback: WallPlaybackRecord; log: pino.Logger }

/** The recordings, who makes them and who shows them; null where the city wants none. */
async function openPlayback({ env, config: { city }, tree, clock, store, rules, wallPlayback, log }: PlaybackParts): Promise<Playback | null> {
  const { record, keep, bytesPerDay, players } = city.playback;
  if (!record) return null;
  const library = new Library({ folder: join(env.data, 'recordings', city.world), zone: city.zone, keep, log });
  await library.load();
  await library.drop(clock.now());
  const recorder = new Recorder({ library, store, zone: city.zone, bytesPerDay, recentCases: RECENT_CASES, now: () => clock.now(), wall: Date.now, randomHex: (bytes) => randomBytes(bytes).toString('hex'), log });
  return {
    recorder, library, players,
    stretches: () => library.stretches(),
    kept: () => ({ bytes: library.bytes, bytesPerDay, days: keep / 86_400_000, thinned: [...recorder.thinned] }),
    open: () => new Cursor({ library, recentCases: RECENT_CASES, zone: city.zone, regions: tree, live: store, contribution: (entity) => contributions(entity, entity.updatedAt, rules) }),
    wrote: (played) => wallPlayback.wrote(played),
  };
}

function measure({ library, recorder }: Playback, { metrics: { registry } }: Push): void {
  const gauge = (name: string, help: string, value: () => number): void => { new Gauge({ name, help, registers: [registry], collect() { this.set(value()); } }); };
  gauge('yiping_recording', '1 while what the screens show is recorded', () => (recorder.recording ? 1 : 0));
  gauge('yiping_recording_bytes', 'Bytes of recordings on disk', () => library.bytes);
  gauge('yiping_recording_behind_rows', 'Rows that have changed and are not recorded yet', () => recorder.behind);
  gauge('yiping_recording_thinned_kinds', 'Kinds of which not everything is recorded, for want of bytes or of a disk', () => recorder.thinned.length);
}

type Told = Parameters<typeof startIntake>[0]['told'];
/** What was applied is told to the screens first. */
const both = (push: Told, recorder: Pick<Recorder, 'onApplied' | 'onRemoved' | 'onReadings'>): Told => ({
  onApplied: (kind, entities) => { push.onApplied(kind, entities); recorder.onApplied(kind, entities); },
  onRemoved: (kind, ids) => { push.onRemoved(kind, ids); recorder.onRemoved(kind, ids); },
  onPositions: (positions) => { push.onPositions(positions); },
  onReadings: (readings) => { push.onReadings(readings); recorder.onReadings(readings); },
});

function storeOptions(redis: string, config: CityConfig, tree: RegionTree): StoreOptions {
  const { city } = config;
  const districtOf = (code: string): string => tree.ancestor(code.replace(/\/-$/, ''), 'district') ?? city.code;
  const shards = city.shardBy === 'district'
    ? { of: districtOf, all: [city.code, ...tree.children(city.code).map((region) => region.code)] } : undefined;
  return { redis, world: city.world, city: city.code, zone: city.zone, regions: tree.all, retention: city.retention, recent: RECENT_CASES, ...(shards ? { shards } : {}) };
}

interface PushParts { env: Environment; config: CityConfig; tree: RegionTree; clock: Clock; store: Store; acks: Acknowledgements; log: pino.Logger; basemap: Basemap | null; playback: Playback | null; feeds: Parameters<typeof createPush>[0]['feeds'] }

async function startPush({ env, config, tree, clock, store, acks, log, basemap, playback, feeds }: PushParts): Promise<Push> {
  const { city, categories } = config;
  const push = createPush({
    world: city.world, build: await buildName(), clock, heatResolution: city.heat.resolution, store, regions: tree, feeds, log,
    city: { code: city.code, name: city.name, title: city.title, simulated: city.simulated, centre: city.centre, mapApproval: city.mapApproval, league: city.league, levels: [...tree.levels] },
    base: () => readBase(config), ...(basemap ? { basemap } : {}),
    judge: makeJudge(makeRules(config)), watch: makeWatch(city.watch), classification: city.classification,
    categoryName: (category) => categories.nameOf(category),
    categories: async (from = store, now = clock.now()) => categoriesOf(config, (await from.readRows([city.code], now, { detail: true }))[city.code] ?? {}),
    ...(playback ? { playback, shown: (picture) => { playback.recorder.take(picture); } } : {}),
    scenes: config.scenes, walls: config.walls, tour: config.tour,
    requiredFeeds: config.feeds.filter((feed) => feed.url !== '').map((feed) => feed.name ?? ''),
    refuseConnection: (request) => refuseOrigin(request, []), refuseWrite: (request) => refuseWrite(request, []), acks, contacts: city.contacts, video: gatewayOf(config),
    distDir: join(ROOT, 'dist'), language: city.language,
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  });
  const port = await push.listen(env.port);
  push.start();
  log.info({ listening: `http://127.0.0.1:${port}`, city: city.name, world: city.world, regions: tree.all.length }, 'the wall is served');
  return push;
}

/** The first feed of cameras that says where their pictures are. */
function gatewayOf({ feeds }: CityConfig): VideoGateway | null {
  for (const feed of feeds) if (feed.kind === 'video' && feed.media) return { ...feed.media, hls: feed.media.hls || null, snapshot: feed.media.snapshot || null };
  return null;
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
