/** The desk's questions over thirty days of cases: heat and list with several filters at once, the first fill of the list's index, and its bytes. */
import type { Product } from '../helpers/product.ts';
import { ApiDeskCases } from '../../server/wire/case-list.ts';
import type { ApiCategories } from '../../server/wire/categories.ts';
import { interleave, median, quantile, result, type Bench, type Benchmark, type Result } from './harness.ts';
import { pass, rssBytes } from './process-stat.ts';
import { probeRedis } from './redis-info.ts';

const MB = 1e6;
const [MINUTE, DAY] = [60_000, 86_400_000];
const BUDGET_MS = 150;
/** Bytes of a case in the store's rows by day. */
const ROW = 24;

type Probe = ReturnType<typeof probeRedis>;
const ask = async (url: string): Promise<{ ms: number; body: unknown }> => {
  const began = performance.now();
  const answer = await fetch(url);
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${url}: answered ${answer.status}: ${JSON.stringify(body)}`);
  return { ms: performance.now() - began, body };
};

/** What stands in the rows by day, read from Redis at each question and counted: how heat would be answered with nothing kept. */
async function countRows(probe: Probe, keys: readonly string[]): Promise<number> {
  const began = performance.now();
  let count = 0;
  for (const key of keys) {
    const bytes = await probe.client.getBuffer(key);
    for (let at = 0; bytes && at + ROW <= bytes.length; at += ROW) if ((bytes[at + 11]! & 0xb8) === 0x80 && bytes.readInt32BE(at + 16) !== 0) count++;
  }
  if (count < 0) throw new Error('no rows');
  return performance.now() - began;
}

/** Every stored case, read and thrown away. */
async function scanAll(probe: Probe, key: string): Promise<number> {
  const began = performance.now();
  let cursor = '0';
  do {
    const [next] = await probe.client.hscanBuffer(key, cursor, 'COUNT', 500);
    cursor = next.toString();
  } while (cursor !== '0');
  return (performance.now() - began) / 1000;
}

interface Plain { id: string; address: string; category: string; region: string; status: string; urgent: boolean; reported: number; deadline: number }
/** The same cases as plain objects: what a list costs that is filtered and sorted by hand. */
function plainCases(count: number, now: number): Plain[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `AJ20250715${String(i).padStart(7, '0')}`, address: `某街道某社区${i % 398}号${i}`, category: `1-${i % 60}`, region: `9901${i % 11_263}`, status: i % 20 === 0 ? 'open' : 'closed', urgent: i % 9 === 0, reported: now - ((i * 7919) % 2_592_000) * 1000, deadline: now + i,
  }));
}
function listPlain(cases: readonly Plain[]): number {
  const began = performance.now();
  const found = cases.filter((c) => c.status === 'open' && (c.address.includes('号') || c.id.includes('号'))).sort((a, b) => a.deadline - b.deadline || (a.id < b.id ? -1 : 1));
  if (found.length === 0) throw new Error('the baseline found nothing');
  return performance.now() - began;
}

async function heat(bench: Bench, product: Product, probe: Probe, aClass: string): Promise<Result[]> {
  const keys = await probe.client.keys('*}:c:*');
  let run = 0;
  const question = (filters: string): Promise<{ ms: number }> => { const to = Math.floor(product.now() / MINUTE) * MINUTE - run++ * MINUTE; return ask(`${product.url}/api/heat?from=${to - 30 * DAY}&to=${to}${filters}`); };
  const cold = await question('');
  const several = `&status=open,closed&urgent=0&overdue=0&class=${encodeURIComponent(aClass)}`;
  const runs = await interleave(bench.runs * 4, async () => (await question(several)).ms, () => countRows(probe, keys));
  return [
    result({ name: 'desk.heat', value: quantile(runs.a, 0.95), unit: 'ms p95', baseline: quantile(runs.b, 0.95), budget: { on: 'value', atMost: BUDGET_MS }, note: `status, class, urgent and overdue over 30 days, ${runs.a.length} questions over HTTP; the baseline reads the same rows from Redis each time and counts one filter` }),
    result({ name: 'desk.heat.first', value: cold.ms, unit: 'ms', note: 'the first question of 30 days, which reads them' }),
  ];
}

const LISTS = [['all', ''], ['remaining', '&status=open&sort=remaining'], ['search', `&q=${encodeURIComponent('号 12')}&sort=place`], ['late', '&overdue=1&sort=category']] as const;

async function lists(bench: Bench, product: Product, count: number): Promise<Result[]> {
  const plain = plainCases(count, product.now());
  let run = 0;
  const out: Result[] = [];
  for (const [name, params] of LISTS) {
    const runs = await interleave(bench.runs * 2, async () => {
      // Another minute each time: nothing is answered from what was found before.
      const to = Math.floor(product.now() / MINUTE) * MINUTE - run++ * MINUTE;
      const middle = ApiDeskCases.parse((await ask(`${product.url}/api/desk/cases?from=${to - 30 * DAY}&to=${to}${params}&limit=1`)).body).total >> 1;
      const next = to - MINUTE / 2;
      return (await ask(`${product.url}/api/desk/cases?from=${next - 30 * DAY}&to=${next}${params}&offset=${middle}&limit=60`)).ms;
    }, () => Promise.resolve(listPlain(plain)));
    out.push(result({ name: `desk.list.${name}`, value: quantile(runs.a, 0.95), unit: 'ms p95', baseline: quantile(runs.b, 0.95), budget: { on: 'value', atMost: BUDGET_MS }, note: `a page from the middle of 30 days${params === '' ? '' : ` (${decodeURIComponent(params.slice(1))})`}, over HTTP; the baseline filters and sorts as many plain objects` }));
  }
  return out;
}

async function fill(product: Product, probe: Probe): Promise<Result[]> {
  const [key] = await probe.client.keys('*}:e:case');
  if (key === undefined) throw new Error('Redis: found no key ending in e:case, expected the cases\'');
  const before = rssBytes(product.pid('server'));
  const began = performance.now();
  const first = await ask(`${product.url}/api/desk/cases?limit=60`);
  while (ApiDeskCases.parse((await ask(`${product.url}/api/desk/cases?limit=1`)).body).filling !== null) await pass(0.1);
  const seconds = (performance.now() - began) / 1000;
  const metrics = await (await fetch(`${product.url}/metrics`)).text();
  const gauge = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1] ?? NaN);
  const [bytes, cases] = [gauge('yiping_desk_index_bytes'), gauge('yiping_desk_index_cases')];
  await pass(15);
  const heap = process.memoryUsage().heapUsed;
  const held = plainCases(cases, product.now());
  const plain = process.memoryUsage().heapUsed - heap;
  return [
    result({ name: 'desk.first-page', value: first.ms, unit: 'ms', budget: { on: 'value', atMost: BUDGET_MS }, note: 'the first question of all, answered from the newest cases while the others are read' }),
    result({ name: 'desk.fill', value: seconds, unit: 's', baseline: await scanAll(probe, key), note: `${cases} cases, asked ten times a second meanwhile; the baseline reads the same values and throws them away` }),
    result({ name: 'desk.index', value: bytes / MB, unit: 'MB', baseline: plain / MB, budget: { on: 'value', atMost: 40 }, note: `${(bytes / cases).toFixed(0)} bytes a case, ${cases} cases; the baseline is ${held.length} plain objects in a heap` }),
    result({ name: 'desk.server', value: rssBytes(product.pid('server')) / MB, unit: 'MB', baseline: before / MB, budget: { on: 'value', atMost: 400 }, note: 'resident with the index filled; the baseline is the same server before' }),
  ];
}

export const desk: Benchmark = {
  name: 'desk',
  about: 'the duty desk\'s questions over 30 days of cases: heat and list with filters, first fill, bytes of the index',
  run: async (bench) => {
    const product = await bench.fullCity();
    const probe = probeRedis(product.redisPath);
    try {
      const { classifications } = (await ask(`${product.url}/api/categories`)).body as ApiCategories;
      const [key, table] = Object.entries(classifications)[0] ?? ['', { classes: {} }];
      const filled = await fill(product, probe);
      const { total } = ApiDeskCases.parse((await ask(`${product.url}/api/desk/cases?limit=1`)).body);
      bench.say(`desk: ${total} cases; median list ${median([(await ask(`${product.url}/api/desk/cases?limit=60`)).ms]).toFixed(1)} ms`);
      return [...await heat(bench, product, probe, `${key}:${Object.keys(table.classes)[0] ?? ''}`), ...await lists(bench, product, total), ...filled];
    } finally { probe.close(); }
  },
};
