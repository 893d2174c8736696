/** 1,000 screens: what they cost beside a bare broadcast of the same bytes, and what a tick costs for 50 distinct subscriptions. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import type { ApiRegions } from '../../server/wire/messages.ts';
import { startChild } from '../helpers/child.ts';
import type { Product } from '../helpers/product.ts';
import { fiftyViews, openCrowd, spread } from './crowd.ts';
import { interleave, median, result, type Benchmark } from './harness.ts';
import { record } from './listen.ts';
import { cpuShare, pass } from './process-stat.ts';
import type { View } from './screens.ts';

/** Longer than the server keeps up a subscription that nobody has. */
const LINGER = 12;

export async function viewsOf(product: Product): Promise<View[]> {
  const { region, children } = await (await fetch(`${product.url}/api/regions`)).json() as ApiRegions;
  return fiftyViews(region.code, children.map((child) => child.code));
}

/** CPU of one process while these screens are connected, after they have settled; and what they got. */
async function loaded(url: string, pid: number, views: readonly View[], seconds: number, bare = false): Promise<{ cpu: number; bytesPerSecond: number; messagesPerSecond: number }> {
  const crowd = await openCrowd(url, views, { bare });
  try {
    await pass(3);
    const before = await crowd.count();
    const { shares, seconds: lasted } = await cpuShare([pid], () => pass(seconds));
    const after = await crowd.count();
    if (after.screens !== views.length) throw new Error(`${views.length - after.screens} of ${views.length} screens lost their connection`);
    return { cpu: shares[0] ?? NaN, bytesPerSecond: (after.bytes - before.bytes) / lasted, messagesPerSecond: (after.messages - before.messages) / lasted };
  } finally { await crowd.close(); }
}

export const fanOut: Benchmark = {
  name: 'fan-out',
  about: '1,000 screens at 4 ticks/s against a bare Socket.IO broadcast of the same bytes; the tick itself at 50 subscriptions',
  run: async (bench) => {
    const product = await bench.fullCity();
    const screens = bench.quick ? 60 : 1_000;
    const seconds = bench.quick ? 4 : 20;
    const views = await viewsOf(product);
    const distinct = new Set(views.flat().map((request) => JSON.stringify(request))).size;
    bench.say(`fan-out: recording what ${distinct} subscriptions are sent`);
    const recording = await record(product.url, views, bench.quick ? 5 : 30);
    const file = join(product.dir, 'recording.v8');
    await writeFile(file, serialize(recording));
    const bareServer = await startChild({ name: 'bare broadcast', args: ['tests/bench/bare-broadcast.ts', file] });
    const bareUrl = await bareServer.until('it listened', (line) => /"listening":"([^"]+)"/.exec(line)?.[1], 30_000);
    const pid = product.pid('server');
    const crowd = spread(views, screens);
    const runs = await interleave(bench.runs, async () => {
      await pass(LINGER);
      const idle = (await cpuShare([pid], () => pass(seconds))).shares[0] ?? NaN;
      const few = await loaded(product.url, pid, views, seconds);
      const many = await loaded(product.url, pid, crowd, seconds);
      bench.say(`fan-out: no screen ${percent(idle)}, ${views.length} screens ${percent(few.cpu)}, ${screens} screens ${percent(many.cpu)} of a core, ${(many.bytesPerSecond / 1e6).toFixed(1)} MB/s, ${many.messagesPerSecond.toFixed(0)} messages/s`);
      return { ...many, idle, few: few.cpu };
    }, async () => {
      const many = await loaded(bareUrl, bareServer.pid, crowd, seconds, true);
      bench.say(`fan-out: bare broadcast ${percent(many.cpu)}, ${(many.bytesPerSecond / 1e6).toFixed(1)} MB/s, ${many.messagesPerSecond.toFixed(0)} messages/s`);
      return many;
    }).finally(() => bareServer.kill());
    const of = (pick: (run: (typeof runs.a)[number]) => number): number => median(runs.a.map(pick));
    return [
      result({ name: 'fan-out.cpu', value: of((r) => r.cpu - r.few), unit: 'cores', baseline: median(runs.b.map((r) => r.cpu)), budget: { on: 'ratio', atMost: 1.3 }, note: `server's CPU with ${screens} screens less that with ${views.length} of the same subscriptions, against a bare broadcast of the recorded messages; the tick's own work is the line below` }),
      result({ name: 'fan-out.with-tick', value: of((r) => r.cpu - r.idle), unit: 'cores', baseline: median(runs.b.map((r) => r.cpu)), note: 'the same, the tick\'s own work included' }),
      result({ name: 'fan-out.bytes', value: of((r) => r.bytesPerSecond / 1e6), unit: 'MB/s', baseline: median(runs.b.map((r) => r.bytesPerSecond / 1e6)), note: 'must be near 1, else the two did not send the same' }),
      result({ name: 'fan-out.tick', value: of((r) => r.few - r.idle), unit: 'cores', baseline: of((r) => r.idle), budget: { on: 'value', atMost: 0.15 }, note: `server's CPU with ${views.length} screens of ${distinct} distinct subscriptions less that with none (baseline)` }),
    ];
  },
};

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
