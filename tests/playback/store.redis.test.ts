/** What a fold answers instead of the store, beside a real store in a real Redis at the same moments: rows, comparisons with yesterday, buckets, heat, case tables. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { contributions } from '../../server/aggregate/index.ts';
import { Cursor, Recorder } from '../../server/playback/index.ts';
import { LIMITS } from '../../server/push/deps.ts';
import { Engine } from '../../server/push/engine.ts';
import { openStore, type CaseRows, type Store } from '../../server/store/index.ts';
import { dayStart, hourOf, localDay } from '../../server/wire/clock.ts';
import { CASE_STAGES, CASE_STATUSES, DUTY_STATES, type Case, type Entity } from '../../server/wire/entity.ts';
import { unplacedOf } from '../../server/wire/region.ts';
import { waitFor } from '../helpers/child.ts';
import { makeDice } from '../helpers/random.ts';
import { startRedis } from '../helpers/redis.ts';
import { handsAndDeps } from '../push/push-deps.ts';
import { aCase, aStaff, smallCity, T0 } from '../push/small-city.ts';
import { libraryAt, rules, SILENT, ZONE } from './recording.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const tree = smallCity();
const CODES = tree.all.flatMap(({ code, level }) => (level === 'grid' ? [code] : [code, unplacedOf(code)]));

/** Everything that push reads of a store at one moment, in a form that both have in common; `old`: what lies before yesterday too. */
async function answers(store: Pick<Store, 'readRows' | 'readBuckets' | 'readHeat' | 'readCaseRows' | 'recentCases'>, now: number, old: boolean): Promise<unknown> {
  const [minute, hour] = [Math.floor(now / MINUTE) * MINUTE, Math.floor(now / HOUR) * HOUR];
  const day = localDay(ZONE, now);
  const since = old ? hour - 7 * DAY : dayStart(ZONE, day - 1);
  return {
    now, detail: await store.readRows(CODES, now, { detail: true }), plain: await store.readRows(CODES, now),
    minutes: await Promise.all(['c', 'c1', 'c111', 'c1111', 'c1/-'].map((code) => store.readBuckets(code, ['reported', 'closed'], 'minute', minute - DAY, minute + MINUTE))),
    hours: await Promise.all(['c', 'c1', 'c111'].map((code) => store.readBuckets(code, ['reported', 'closed'], 'hour', since, hour + HOUR))),
    heat: [...await store.readHeat(hourOf(ZONE, now) - 23, hourOf(ZONE, now) + 1)].sort(), ofClass: [...await store.readHeat(hourOf(ZONE, since), hourOf(ZONE, now) + 1, '1-01')].sort(),
    tables: (await Promise.all((old ? [day, day - 1, day - 2, day - 3] : [day, day - 1]).map((one) => store.readCaseRows(one)))).map(table),
    recent: (await store.recentCases(50)).map(({ id, status }) => [id, status]).sort(),
  };
}
const table = (parts: readonly CaseRows[]): unknown[] => parts.flatMap((part) => Array.from(part.minute, (at, i) =>
  [at, part.regionOf(part.path[i]!), part.wordOf(part.category[i]!), part.wordOf(part.source[i]!), part.flags[i], part.deadline[i], part.lng[i], part.lat[i]].join())).sort();

function drawCase(dice: ReturnType<typeof makeDice>, id: number, version: number, now: number): Case {
  const reported = now - dice.int(0, 44 * 60) * MINUTE;
  const status = dice.pick(CASE_STATUSES);
  const [lng, lat] = [118.3 + dice.int(0, 400) / 1000, 29.3 + dice.int(0, 400) / 1000];
  return aCase(`case${id}`, dice.pick(tree.all).code, version, {
    category: dice.pick(['1-0101', '1-0202']), source: dice.pick(['12345', 'grid']), urgent: dice.int(0, 1) === 0, status, stage: dice.pick(CASE_STAGES),
    times: { reported, ...(status === 'closed' ? { handled: Math.min(now, reported + HOUR), closed: Math.min(now, reported + dice.int(1, 900) * MINUTE) } : {}) }, deadline: Math.floor((now + dice.int(-600, 600) * MINUTE) / MINUTE) * MINUTE,
    ...(dice.int(0, 4) > 0 ? { lng, lat } : {}),
  });
}

it('a fold answers as the store did, over two midnights', async () => {
  const [redis, folder] = [await startRedis(), await mkdtemp(join(tmpdir(), 'yp-rec-'))];
  const store = await openStore({ redis: redis.url, world: 'demo', city: 'c', zone: ZONE, regions: tree.all, retention: { minutes: 25 * HOUR, hours: 35 * DAY, days: 400 * DAY, cases: 35 * DAY } });
  const { hands, deps } = handsAndDeps({ store });
  const library = await libraryAt(folder);
  const recorder = new Recorder({ library, store, zone: ZONE, bytesPerDay: 1 << 30, recentCases: 1_000, now: () => hands.now, wall: () => hands.wall, randomHex: () => 'abc', flushMs: 0, segmentMs: 40_000, log: { info: () => undefined, warn: () => undefined, error: (fields, text) => { throw new Error(text, { cause: fields }); } } });
  const engine = new Engine(deps, LIMITS, { ...SILENT, shown: (picture) => { recorder.take({ ...picture, feeds: hands.feeds }); } });
  const tick = async (ms: number): Promise<void> => { hands.now += ms; hands.wall += 1_000; await engine.tick(); };
  const put = async (entity: Entity): Promise<void> => {
    const { changed } = await store.put(entity.kind, [{ entity, contribution: contributions(entity, hands.now, rules) }], { feed: entity.kind, now: hands.now });
    if (changed.length > 0) { engine.put(entity.kind, [entity]); recorder.onApplied(entity.kind, [entity]); }
  };
  const dice = makeDice(2026);
  for (let id = 0; id < 150; id++) await put(drawCase(dice, id, 1, hands.now));
  await tick(0);
  await waitFor('the first keyframe to be on disk', async () => { await tick(250); return library.segments.length > 0; }, 10_000, 5);
  const notes: { at: number; was: unknown }[] = [];
  for (let step = 0; step < 60; step++) {
    for (let n = dice.int(0, 4); n > 0; n--) await put(drawCase(dice, dice.int(0, 260), step + 2, hands.now));
    if (step % 3 === 0) await put(aStaff(`s${step % 7}`, dice.pick(tree.leaves), step + 2, { duty: dice.pick(DUTY_STATES), seenAt: hands.now }));
    hands.now += dice.int(1, 55) * MINUTE;
    // Nobody looks: rows are read beside the pictures, and stand in the next one after.
    await waitFor('every row to be recorded', async () => { await tick(0); await recorder.written(); return recorder.behind === 0; }, 10_000, 2);
    await tick(0);
    await tick(1);
    await recorder.written();
    notes.push({ at: hands.now, was: await answers(store, hands.now, false) });
  }
  expect(notes.at(-1)!.at - T0).toBeGreaterThan(DAY);
  expect(library.segments.length).toBeGreaterThan(2);
  const cursor = new Cursor({ library, zone: ZONE, regions: tree, live: store, recentCases: 1_000, contribution: (entity) => contributions(entity, entity.updatedAt, rules) });
  for (const { at, was } of notes) {
    await cursor.seek(at);
    expect(await answers(cursor.store, at, false)).toEqual(was);
  }
  // What is older is the live store's: nothing has changed there since the last moment.
  expect(await answers(cursor.store, hands.now, true)).toEqual(await answers(store, hands.now, true));
  await cursor.close();
  await recorder.close();
  engine.close();
  await store.close();
  await redis.stop();
  await rm(folder, { recursive: true });
}, 120_000);
