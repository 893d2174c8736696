/** A feed that fills its codes with prose: it goes on, every case is counted, and what the store holds for ever is bounded. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDeliver } from '../../server/intake/deliver.ts';
import { FREE_WORDS, makeVocabulary } from '../../server/normalise/vocabulary.ts';
import type { Store } from '../../server/store/index.ts';
import { startRedis, type TestRedis } from '../helpers/redis.ts';
import { FEEDS, NOW, RECORD } from '../normalise/city.ts';
import { CITY, deliverDeps, openCity } from './video-feed.ts';

const TABLES = { categories: { '1-0101': {} }, sources: { S1: {} }, departments: { D01: {} } };
const DISTINCT = 20_000, PAGE = 1_000;

let redis: TestRedis;
let raw: Redis;
beforeAll(async () => { redis = await startRedis(); raw = new Redis(redis.path); });
afterAll(async () => { raw.disconnect(); await redis.stop(); });

const feed = { ...FEEDS.case(), map: { ...FEEDS.case().map, department: 'dept' } };
const prose = (from: number): object[] => Array.from({ length: PAGE }, (_, i) => {
  const n = from + i;
  return { ...RECORD, no: `A${n}`, cls: `路灯不亮第${n}盏`, src: `群众来信${n}`, dept: `第${n}科室`, x: undefined, y: undefined };
});

/** Names of the open cases' counters with this beginning, and their sum. */
async function counted(store: Store, prefix: string): Promise<{ names: number; sum: number; rest: number }> {
  const row = (await store.readRows([CITY], NOW, { detail: true }))[CITY] ?? {};
  const names = Object.keys(row).filter((name) => name.startsWith(prefix));
  return { names: names.length, sum: names.reduce((sum, name) => sum + (row[name] ?? 0), 0), rest: row[`${prefix}-`] ?? 0 };
}

async function send(store: Store, from: number): Promise<void> {
  const deps = deliverDeps(store);
  const { counters, words } = store.names();
  const deliver = makeDeliver(feed, { ...deps, normaliser: { ...deps.normaliser, vocabulary: makeVocabulary(TABLES, counters, words) } });
  for (let at = from; at < from + DISTINCT; at += PAGE) await deliver({ records: prose(at), asOf: NOW, cursor: String(at) });
}

it(`${DISTINCT} categories, sources and departments, then as many others after a restart`, async () => {
  let store = await openCity(redis.url);
  await send(store, 0);
  // What the table names counts by its name however late it comes.
  await makeDeliver(feed, deliverDeps(store))({ records: [{ ...RECORD, no: 'listed' }], asOf: NOW });
  const sizes = { counters: store.names().counters.size, words: store.names().words.size, keys: await raw.dbsize() };
  expect(await counted(store, 'category.')).toEqual({ names: FREE_WORDS.category + 2, sum: DISTINCT + 1, rest: DISTINCT - FREE_WORDS.category });
  expect((await counted(store, 'source.')).sum).toBe(DISTINCT + 1);
  expect((await counted(store, 'source.')).rest).toBe(DISTINCT - FREE_WORDS.source);
  expect(await counted(store, 'department.open.')).toEqual({ names: 1, sum: DISTINCT + 1, rest: DISTINCT + 1 });
  expect(await store.feedState('case')).toMatchObject({
    cursor: String(DISTINCT - PAGE), accepted: DISTINCT + 1, rejected: 0,
    notes: { foldedCategory: DISTINCT - FREE_WORDS.category, foldedSource: DISTINCT - FREE_WORDS.source, foldedDepartment: DISTINCT - FREE_WORDS.department },
  });
  const letters = await store.deadLetters('case', 10);
  expect(letters.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['foldedCategory', 'foldedSource', 'foldedDepartment']));
  expect(letters[0]?.sample).toContain('路灯不亮第');

  await store.close();
  store = await openCity(redis.url);
  await send(store, DISTINCT);
  expect((await counted(store, 'category.')).sum).toBe(2 * DISTINCT + 1);
  expect({ counters: store.names().counters.size, words: store.names().words.size, keys: await raw.dbsize() }).toEqual(sizes);
  await store.close();
});

it('what had a name before the restart keeps it', () => {
  const before = makeVocabulary(TABLES);
  const sent = Array.from({ length: 3 * FREE_WORDS.category }, (_, n) => `类${n}`);
  const named = sent.filter((word) => before.admits('category', word));
  expect(named).toHaveLength(FREE_WORDS.category);
  const after = makeVocabulary(TABLES, named.map((word, n) => `${n % 2 === 0 ? 'today.' : ''}category.${word}`), named);
  expect(sent.filter((word) => after.admits('category', word))).toEqual(named);
  expect([after.admits('source', 'x'), after.admits('department', 'x')]).toEqual([true, true]);
});
