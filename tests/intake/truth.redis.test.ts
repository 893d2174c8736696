/**
 * The server against the simulator's truth while data flow: not only when quiet, but at the cursor
 * and the upstream times that each answer of the store says it holds, at many of them.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayStart, localDay } from '../../server/wire/clock.ts';
import { PRESETS } from '../../mock-feeds/faults.ts';
import { holdBuckets, holdHeat, nothingHeld, sample, type Grain } from '../helpers/bucket-truth.ts';
import { startProduct, type Product } from '../helpers/product.ts';
import { makeDice } from '../helpers/random.ts';
import { FAMILIES, startWitness, type Witness } from '../helpers/witness.ts';

const HOUR = 3_600_000;
/** What spoils records loses some: wild.redis.test.ts. */
const { malformed: _spoils, ...LATE } = PRESETS.mild;

describe.each([
  { name: 'without faults', faults: 'none', scale: 0.05, speed: 240, cursors: 8 },
  { name: 'with upstreams that are late, repeat and fail', faults: JSON.stringify(LATE), scale: 0.02, speed: 60, cursors: 4 },
  { name: 'with clocks ten minutes ahead, and orders dated an hour ahead that say where to go on', faults: 'ahead', scale: 0.02, speed: 60, cursors: 3 },
])('totals of the live server, $name', ({ name, faults, scale, speed, cursors }) => {
  let product: Product;
  let witness: Witness;
  beforeAll(async () => {
    product = await startProduct({ scale, speed, historyDays: 3, faults });
    await product.untilReady(120_000);
    witness = await startWitness(product);
  });
  afterAll(async () => { await witness?.close(); await product?.stop(); });

  it('equal the truth under load, every family of counters', async () => {
    const taken = async (): Promise<number> => (await witness.store.feedState('case')).accepted;
    const [before, began] = [await taken(), Date.now()];
    const proofs = await witness.untilEqual({ ms: 120_000, cursors });
    const rate = Math.round((await taken() - before) / ((Date.now() - began) / 1000));
    const report = proofs.map(({ family, names, compared, cursors: at, moving }) => `${family}: equal at ${at} cursors, ${names.size} counters, ${compared} figures (${moving} looks met a page half done)`).join('; ');
    process.stderr.write(`truth under load (${name}): ${rate} case records a second; ${report}; regions and 未落格 ${witness.codes.length}\n`);
    expect(proofs.map(({ family }) => family)).toEqual([...FAMILIES]);
    const names = (family: string): Set<string> => proofs.find((proof) => proof.family === family)?.names ?? new Set();
    expect(names('case').size).toBeGreaterThan(100);
    expect([...names('case')].filter((name) => name.includes('department.')).map((name) => name.slice(0, name.lastIndexOf('.')))).toEqual(expect.arrayContaining(['department.open', 'department.overdue', 'today.department.closed']));
    expect(names('staff').size).toBeGreaterThanOrEqual(15);
    if (faults === 'none') expect(rate).toBeGreaterThan(10);
  });

  it('equal the truth in minute, hour and day buckets, at every level', async () => {
    const { zone } = product.clock;
    const regions = sample(witness, makeDice(5), 6);
    const upto = Math.floor(product.now() / HOUR) * HOUR - HOUR;
    const midnight = dayStart(zone, localDay(zone, product.now()));
    const spans: [Grain, number, number][] = [['minute', upto - 6 * HOUR, upto], ['hour', upto - 20 * HOUR, upto], ['day', midnight - 48 * HOUR, midnight]];
    for (const [grain, from, to] of spans) {
      const held = nothingHeld();
      await holdBuckets(witness, zone, grain, regions, from, to, held);
      process.stderr.write(`truth of ${grain} buckets (${name}): ${held.regions.size} regions and 未落格, ${held.names.size} names, ${held.figures} figures, ${held.cases} cases\n`);
      expect(held.differences).toEqual([]);
      expect(held.cases).toBeGreaterThan(50);
      const families = new Set([...held.names].map((name) => name.split('.')[0]));
      expect([...families]).toEqual(expect.arrayContaining({ minute: ['reported', 'closed'], hour: ['closed', 'category', 'source'], day: ['category', 'source', 'department', 'overdueIn', 'closedOnTime'] }[grain]));
    }
  });

  it('equal the truth in heat cells, by class and hour', async () => {
    const upto = Math.floor(product.now() / HOUR) * HOUR - HOUR;
    const held = nothingHeld();
    await holdHeat(witness, upto - 24 * HOUR, upto, held);
    process.stderr.write(`truth of heat (${name}): ${held.names.size} classes, ${held.figures} cells, ${held.cases} cases\n`);
    expect(held.differences).toEqual([]);
    expect(held.figures).toBeGreaterThan(100);
    expect(held.names.size).toBeGreaterThan(5);
  });

  it('are the same over HTTP, and parent = Σ children + 未落格', async () => {
    const summary = await product.summary();
    const names = Object.keys(summary.counters).filter((name) => !/(yesterday|duration|category|source|department)/.test(name));
    const sum = (name: string): number => [...summary.children.map((child) => child.counters), summary.unplaced].reduce((total, row) => total + (row[name] ?? 0), 0);
    for (const name of names) expect({ name, value: sum(name) }).toEqual({ name, value: summary.counters[name] });
  });
});
