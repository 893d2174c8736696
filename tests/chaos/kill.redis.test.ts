/**
 * kill -9 of each part of the product under load, again and again; and an older append-only file with
 * its tail cut put back. After each recovery every total equals the simulator's truth, at several cursors.
 */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../helpers/child.ts';
import { atLength, KILLS } from '../helpers/length.ts';
import { startProduct, type Part, type Product } from '../helpers/product.ts';
import { makeDice } from '../helpers/random.ts';
import { cutTail } from '../helpers/store-places.ts';
import { FAMILIES, startWitness, type Witness } from '../helpers/witness.ts';

const OLDER_FILES = atLength(3, 50);
const RECOVERY = 120_000;
/** Distinct cursors at which all must be equal after each recovery. */
const CURSORS = atLength(2, 3);
/** Four minutes a second: some twenty changes of cases and a thousand positions a second, several scripts in each first page after a start. */
const SPEED = 240;

let product: Product;
let witness: Witness;
let raw: Redis;
let city = '';

beforeAll(async () => {
  product = await startProduct({ scale: 0.05, speed: SPEED, historyDays: 2 });
  await product.untilReady(120_000);
  witness = await startWitness(product);
  city = witness.codes[0] ?? '';
  raw = new Redis({ path: product.redisPath, retryStrategy: () => 50, maxRetriesPerRequest: null });
  raw.on('error', () => undefined);
  await witness.untilEqual({ ms: RECOVERY });
});
afterAll(async () => { raw?.disconnect(); await witness?.close(); await product?.stop(); });

/** Lets the load run for a random moment, so that the blow falls anywhere. */
const moment = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
/** Records of all feeds taken in so far, as the store has counted them. */
const taken = async (): Promise<number> => {
  const feeds = await Promise.all(['case', 'position', 'reading', 'video-status', 'alert'].map((feed) => witness.store.feedState(feed)));
  return feeds.reduce((sum, feed) => sum + feed.accepted, 0);
};
/** Resolves with the first script of a page: the others of it are still to come. */
const untilWriting = async (): Promise<void> => {
  const sequence = (): Promise<string | null> => raw.hget(`{live:${city}}:m`, 'seq');
  const before = await sequence();
  await waitFor('a page to begin', async () => (await sequence()) !== before, 30_000, 0);
};

/** After a blow at `since`, world time: every family equal, at cursors that the recovered server has applied. */
async function recovered(since: number): Promise<void> {
  const proofs = await witness.untilEqual({ ms: RECOVERY, cursors: CURSORS, since });
  expect(proofs.map(({ family }) => family)).toEqual([...FAMILIES]);
  for (const { cursors } of proofs) expect(cursors).toBeGreaterThanOrEqual(CURSORS);
}

describe('kill -9 under load', () => {
  it.each<Part>(['server', 'redis', 'feeds'])('of %s leaves every total equal to the truth after recovery', async (part) => {
    const dice = makeDice(part.length);
    const before = await taken();
    let halves = 0;
    const began = Date.now();
    for (let kill = 0; kill < KILLS; kill += 1) {
      await moment(dice.int(50, 900));
      // Every second blow at the server is aimed: amid the large first page after a start.
      const aimed = part === 'server' && kill % 2 === 1;
      if (aimed) {
        await product.kill('server');
        const begun = untilWriting();
        await product.start('server');
        await begun;
      }
      await product.kill(part);
      const since = product.now();
      if (aimed && (await witness.compare(FAMILIES)).some(({ differences }) => differences.length > 0)) halves += 1;
      await moment(dice.int(0, 400));
      await product.start(part);
      await recovered(since);
    }
    const records = await taken() - before;
    process.stderr.write(`kill -9 of ${part}: ${KILLS} times in ${Math.round((Date.now() - began) / 1000)} s, ${records} records taken in meanwhile${part === 'server' ? `, ${halves} blows left a page half done` : ''}; every total equal to the truth at ${CURSORS} cursors after each\n`);
    expect(records).toBeGreaterThan(KILLS * 200);
    if (part === 'server') expect(halves).toBeGreaterThan(0);
  });

  it('an older append-only file with its tail cut is caught up with', async () => {
    const dice = makeDice(7);
    const files = join(product.dir, 'redis', 'appendonlydir'), older = join(product.dir, 'older');
    let lost = 0;
    for (let time = 0; time < OLDER_FILES; time += 1) {
      await rm(older, { recursive: true, force: true });
      await cp(files, older, { recursive: true });
      const then = await taken();
      await moment(dice.int(500, 2_000));
      lost += await taken() - then;
      await product.kill('redis');
      const since = product.now();
      await rm(files, { recursive: true });
      await cp(older, files, { recursive: true });
      await cutTail(join(product.dir, 'redis'), dice.int(1, 5_000));
      await product.start('redis');
      await recovered(since);
    }
    process.stderr.write(`an older file put back ${OLDER_FILES} times, ${lost} records and a tail of each lost; every total equal to the truth at ${CURSORS} cursors after each\n`);
    expect(lost).toBeGreaterThan(OLDER_FILES * 50);
  });
});
