/**
 * The same product on New York, by configuration alone: 9,240 real cases of one day replayed by their
 * own clock, 943 real cameras, three levels of real boundaries. Every total at every level is held
 * against counting the files by hand (count-nyc.ts).
 */
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { waitFor } from '../helpers/child.ts';
import { KILLS } from '../helpers/length.ts';
import { makeDice } from '../helpers/random.ts';
import { describeOnSharedData, SHARED_DATA } from '../helpers/shared-data.ts';
import { compareBuckets, compareHeat, compareRows, Coverage, holdRow, nycReader, type NycReader } from './compare-nyc.ts';
import { countRows, dayBegin } from './count-nyc.ts';
import { readNyc, type Nyc } from './nyc-files.ts';
import { startReplayedCity, STILL, type ReplayedCity } from './replayed-city.ts';

const FOLDER = fileURLToPath(new URL('nyc', import.meta.url));
const REPLAY = ['--file', `${SHARED_DATA}/nyc/cases-2024-09-01.ndjson.gz`, '--created', 'Created Date', '--closed', 'Closed Date', '--zone', 'America/New_York'];
/** Half a second past, so that no record changes while the clock stands all but still. */
const local = (text: string): number => Date.parse(`${text}.500-04:00`);
const DAY = local('2024-09-01T00:00:00');
/** Through the day, then when some cases are overdue, when all that closes has closed, and a month on. */
const MOMENTS = ['2024-09-01T06:00:00', '2024-09-01T12:00:00', '2024-09-01T18:00:00', '2024-09-01T23:59:59', '2024-09-09T12:00:00', '2024-09-14T12:00:00', '2024-10-02T12:00:00'];
const HTTP_AT = new Set(['2024-09-01T18:00:00', '2024-09-09T12:00:00']);
const SEED = 20240901;

let nyc: Nyc;
const say = (text: string): void => { process.stderr.write(`new york: ${text}\n`); };

/** Pauses a random moment, so that the blow falls anywhere in a page. */
const moment = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function untilEqual(city: ReplayedCity, reader: NycReader, coverage: Coverage): Promise<void> {
  let last: string[] = [];
  // Within a page, or between a page and what time alone changes, a moment may honestly differ: one equal moment is wanted.
  await waitFor('every total to equal the count', async () => {
    last = await compareRows(reader, nyc, city.now(), coverage);
    return last.length === 0;
  }, 60_000).catch((cause: unknown) => { throw new Error(`${last.length} figures differ:\n${last.slice(0, 20).join('\n')}`, { cause }); });
}

/** At a standing clock: until the upstream's whole state of that moment is applied. */
async function untilApplied(city: ReplayedCity, reader: NycReader, origin: number): Promise<void> {
  await city.untilReady();
  await waitFor('the cases up to the moment to be applied', async () => ((await reader.rows(city.now())).asOf ?? 0) >= origin, 60_000);
}

describeOnSharedData('New York, replayed', () => {
  beforeAll(() => {
    nyc = readNyc(`${SHARED_DATA}/nyc`, 'nyc');
    say(`counted by hand: ${nyc.cases.length} cases, ${nyc.cameras.length} cameras (${nyc.cameras.filter(({ region }) => nyc.leaves.has(region)).length} in a neighbourhood), ${nyc.parents.size} regions; points on a border ${nyc.notes.onBorder}, in two areas of a level ${nyc.notes.severalAreas}; cases placed by code ${nyc.notes.byCode}, in no borough ${nyc.notes.unplaced}; narrowest overlap ${nyc.notes.narrowestLead}`);
    expect([nyc.cases.length, nyc.cameras.length, nyc.leaves.size]).toEqual([9240, 943, 195]);
    // A point on a border would have two honest answers; none of these has.
    expect(nyc.notes).toMatchObject({ onBorder: 0, severalAreas: 0 });
  });

  it('stands at every moment as the files say, at every level', async () => {
    const city = await startReplayedCity({ folder: 'nyc', replay: REPLAY });
    try {
      const reader = await nycReader(city.redisUrl, FOLDER, nyc);
      expect(new Map(reader.tree.all.map((region) => [region.code, region.parent]))).toEqual(nyc.parents);
      const coverage = new Coverage();
      for (const text of MOMENTS) {
        const origin = local(text);
        await city.begin(origin, STILL);
        await untilApplied(city, reader, origin);
        await untilEqual(city, reader, coverage);
        if (HTTP_AT.has(text)) await compareHttp(city, origin, coverage);
        await compareHeat(reader, nyc, { asOf: origin, now: origin }, DAY - 500, DAY - 500 + 25 * 3_600_000, coverage);
        if (text === '2024-09-01T23:59:59') for (const grain of ['minute', 'hour'] as const) await compareBuckets(reader, nyc, { asOf: origin, now: origin }, grain, dayBegin(origin), origin, coverage);
        expect(coverage.differences()).toEqual([]);
      }
      const end = local('2024-10-02T12:00:00');
      await compareBuckets(reader, nyc, { asOf: end, now: end }, 'day', DAY, end, coverage);
      await compareBuckets(reader, nyc, { asOf: end, now: end }, 'hour', DAY, local('2024-09-03T00:00:00'), coverage);
      expect(coverage.differences()).toEqual([]);
      say(`${MOMENTS.length} moments: figures held: ${coverage.toString()}`);
      for (const name of ['open', 'overdue', 'stage.reported', 'stage.accepted', 'stage.dispatched', 'today.reported', 'today.closed', 'today.closedOnTime', 'today.durationSum', 'today.durationCount', 'yesterday.closed', 'video.on', 'video.off', 'heat']) expect(coverage.names).toContain(name);
    } finally { await city.stop(); }
  });

  it('goes by its own clock at high speed, and after each kill -9 of server and Redis is right again', async () => {
    const city = await startReplayedCity({ folder: 'nyc', replay: REPLAY });
    const dice = makeDice(SEED);
    try {
      const reader = await nycReader(city.redisUrl, FOLDER, nyc);
      const running = new Coverage(), killed = new Coverage();
      await city.begin(local('2024-09-01T09:00:00'), KILLS > 10 ? 300 : 900);
      // One blow amid the first load, in which the pages follow one another.
      await moment(dice.int(20, 250));
      await city.kill('server');
      await city.start('server');
      await city.untilReady();
      for (let round = 0; round < 8; round += 1) await untilEqual(city, reader, running);
      say(`at speed, until ${new Date(city.now()).toISOString()}: figures held: ${running.toString()}`);
      for (let kill = 0; kill < KILLS; kill += 1) {
        await moment(dice.int(0, 600));
        const parts = dice.pick([['server'], ['redis'], ['server', 'redis'], ['redis', 'server']] as const);
        for (const part of parts) await city.kill(part);
        await moment(dice.int(0, 300));
        for (const part of [...parts].sort()) await city.start(part);
        await untilEqual(city, reader, killed);
      }
      say(`one kill amid the first load, ${KILLS} later (seed ${SEED}), until ${new Date(city.now()).toISOString()}: figures held after recovery: ${killed.toString()}`);
      const end = new Coverage(), late = local('2024-09-14T12:00:00');
      await city.begin(late, STILL);
      await untilApplied(city, reader, late);
      await untilEqual(city, reader, end);
      await compareBuckets(reader, nyc, { asOf: late, now: late }, 'day', DAY, late, end);
      await compareBuckets(reader, nyc, { asOf: late, now: late }, 'hour', DAY, local('2024-09-03T00:00:00'), end);
      await compareHeat(reader, nyc, { asOf: late, now: late }, DAY - 500, DAY - 500 + 25 * 3_600_000, end);
      expect(end.differences()).toEqual([]);
      say(`when all is over: figures held: ${end.toString()}`);
    } finally { await city.stop(); }
  });
});

/** What screens and others are told: every region's own row, its children and its 未落格, and their sum. */
async function compareHttp(city: ReplayedCity, now: number, coverage: Coverage): Promise<void> {
  const counted = countRows(nyc, { asOf: now, now });
  const plain = /^(?!(today\.)?(category|source|department)\.)/;
  const answers = await Promise.all([...nyc.parents.keys()].map(async (code) => ({ code, ...await city.summary(code) })));
  for (const { code, counters, unplaced, children } of answers) {
    holdRow(coverage, 'HTTP', code, counters, counted.get(code)!);
    holdRow(coverage, 'HTTP', `${code}/-`, unplaced, counted.get(`${code}/-`) ?? new Map(), plain);
    for (const child of children) holdRow(coverage, 'HTTP', child.code, child.counters, counted.get(child.code)!, plain);
    if (children.length === 0) continue;
    for (const name of ['open', 'today.reported', 'video.total']) coverage.hold('sums', code, name, children.reduce((sum, child) => sum + (child.counters[name] ?? 0), unplaced[name] ?? 0), counters[name] ?? 0);
  }
}
