/**
 * The server against the simulator's truth while data flow: not only when quiet, but at the cursor
 * and the upstream times that each answer of the store says it holds.
 */
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProduct, type Product } from '../helpers/product.ts';
import { describeVerdict, FAMILIES, startWitness, type FamilyVerdict, type Witness } from '../helpers/witness.ts';

const CITY = fileURLToPath(new URL('../../config/lanjiang', import.meta.url));
const HOUR = 3_600_000;

describe.each([
  { name: 'without faults', faults: 'none', rounds: 12 },
  { name: 'with upstreams that are late, repeat and fail', faults: 'mild', rounds: 4 },
])('totals of the live server, $name', ({ faults, rounds }) => {
  let product: Product;
  let witness: Witness;
  beforeAll(async () => {
    product = await startProduct({ scale: 0.02, speed: 60, historyDays: 3, faults });
    await product.untilReady(120_000);
    witness = await startWitness(product, CITY);
  });
  afterAll(async () => { await witness?.close(); await product?.stop(); });

  it('equal the truth under load, every family of counters', async () => {
    const covered = new Map<string, { names: Set<string>; compared: number }>();
    for (let round = 0; round < rounds; round += 1) {
      for (const verdict of await witness.untilEqual(FAMILIES, 60_000)) note(covered, verdict);
    }
    const report = [...covered].map(([family, { names, compared }]) => `${family}: ${names.size} counters, ${compared} figures`).join('; ');
    process.stderr.write(`truth under load (${faults}): ${rounds} rounds; ${report}; regions and 未落格 ${witness.codes.length}\n`);
    expect([...covered.keys()].sort()).toEqual([...FAMILIES].sort());
    expect(covered.get('case')?.names.size).toBeGreaterThan(100);
    expect([...covered.get('case')?.names ?? []].filter((name) => name.includes('department.')).map((name) => name.slice(0, name.lastIndexOf('.')))).toEqual(expect.arrayContaining(['department.open', 'department.overdue', 'today.department.closed']));
    expect(covered.get('staff')?.names.size).toBeGreaterThanOrEqual(15);
  });

  it('equal the truth in hour and minute buckets', async () => {
    const city = witness.codes[0] ?? '';
    const upto = Math.floor(product.now() / HOUR) * HOUR - HOUR;
    const from = upto - 20 * HOUR;
    const stages = ['reported', 'accepted', 'filed', 'dispatched', 'handled', 'verified', 'closed'];
    for (const grain of ['hour', 'minute'] as const) {
      const answer = await witness.truth({ families: 'case', regions: city, [`${grain}s`]: `${from},${upto}` });
      const buckets = await witness.store.readBuckets(city, stages, grain, from, upto);
      const truth = answer.regions[city]?.[`${grain}s`] ?? {};
      let seen = 0;
      buckets.starts.forEach((start, at) => {
        for (const stage of stages) {
          const expected = truth[String(start)]?.[`today.${stage}`] ?? truth[String(start)]?.[stage] ?? 0;
          const found = (buckets.series[stage] ?? buckets.series[`today.${stage}`])?.[at] ?? 0;
          expect({ grain, start, stage, count: found }).toEqual({ grain, start, stage, count: expected });
          seen += expected;
        }
      });
      expect(seen).toBeGreaterThan(50);
    }
  });

  it('equal the truth in heat cells', async () => {
    const upto = Math.floor(product.now() / HOUR) * HOUR - HOUR;
    const from = upto - 24 * HOUR;
    const { heat } = await witness.truth({ families: 'case', heat: `${from},${upto}` });
    const expected = new Map<string, number>();
    for (const [key, count] of Object.entries(heat)) {
      const cell = key.split('|')[0] ?? '';
      expected.set(cell, (expected.get(cell) ?? 0) + count);
    }
    const found = await witness.store.readHeat(from / HOUR, upto / HOUR);
    expect(Object.fromEntries([...found].sort())).toEqual(Object.fromEntries([...expected].sort()));
    expect(expected.size).toBeGreaterThan(20);
  });

  it('are the same over HTTP, and parent = Σ children + 未落格', async () => {
    const summary = await product.summary();
    const names = Object.keys(summary.counters).filter((name) => !/(yesterday|duration|category|source|department)/.test(name));
    const sum = (name: string): number => [...summary.children.map((child) => child.counters), summary.unplaced].reduce((total, row) => total + (row[name] ?? 0), 0);
    for (const name of names) expect({ name, value: sum(name) }).toEqual({ name, value: summary.counters[name] });
  });
});

function note(covered: Map<string, { names: Set<string>; compared: number }>, verdict: FamilyVerdict): void {
  if (verdict.differences.length > 0) throw new Error(describeVerdict(verdict));
  const before = covered.get(verdict.family) ?? { names: new Set<string>(), compared: 0 };
  for (const name of verdict.names) before.names.add(name);
  covered.set(verdict.family, { names: before.names, compared: before.compared + verdict.compared });
}
