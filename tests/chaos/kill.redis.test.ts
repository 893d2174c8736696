/**
 * kill -9 of each part of the product under load, again and again; and an older append-only file with
 * its tail cut put back. After each recovery every total equals the simulator's truth.
 */
import { cp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KILLS } from '../helpers/length.ts';
import { startProduct, type Part, type Product } from '../helpers/product.ts';
import { makeDice } from '../helpers/random.ts';
import { FAMILIES, startWitness, type Witness } from '../helpers/witness.ts';

const CITY = fileURLToPath(new URL('../../config/lanjiang', import.meta.url));
const RECOVERY = 120_000;

let product: Product;
let witness: Witness;

beforeAll(async () => {
  product = await startProduct({ scale: 0.02, speed: 60, historyDays: 2 });
  await product.untilReady(120_000);
  witness = await startWitness(product, CITY);
  await witness.untilEqual(FAMILIES, RECOVERY);
});
afterAll(async () => { await witness?.close(); await product?.stop(); });

/** Lets the load run for a random moment, so that the blow falls anywhere in a page. */
const moment = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

describe('kill -9 under load', () => {
  it.each<Part>(['server', 'redis', 'feeds'])('of %s leaves every total equal to the truth after recovery', async (part) => {
    const dice = makeDice(part.length);
    for (let kill = 0; kill < KILLS; kill += 1) {
      await moment(dice.int(50, 900));
      await product.kill(part);
      await moment(dice.int(0, 400));
      await product.start(part);
      const verdicts = await witness.untilEqual(FAMILIES, RECOVERY);
      expect(verdicts.every((verdict) => verdict.differences.length === 0)).toBe(true);
    }
    process.stderr.write(`kill -9 of ${part}: ${KILLS} times, every total equal to the truth after each\n`);
  });

  it('an older append-only file with its tail cut is caught up with', async () => {
    const dice = makeDice(7);
    const files = join(product.dir, 'redis', 'appendonlydir');
    const older = join(product.dir, 'older');
    await cp(files, older, { recursive: true });
    await moment(2_000);
    await product.kill('redis');
    await rm(files, { recursive: true });
    await cp(older, files, { recursive: true });
    const tail = (await readdir(files)).filter((name) => name.endsWith('.incr.aof')).sort().pop() ?? '';
    const { size } = await stat(join(files, tail));
    await truncate(join(files, tail), Math.max(0, size - dice.int(1, 5_000)));
    await product.start('redis');
    const verdicts = await witness.untilEqual(FAMILIES, RECOVERY);
    expect(verdicts.every((verdict) => verdict.differences.length === 0)).toBe(true);
  });
});
