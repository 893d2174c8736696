/** Bytes to one wall at city view, as they come over TCP, beside plain JSON snapshots at every tick. */
import { viewOf } from './crowd.ts';
import { interleave, median, result, type Bench, type Benchmark } from './harness.ts';
import { jsonBytes, listen } from './listen.ts';
import { pass } from './process-stat.ts';
import type { Product } from '../helpers/product.ts';

const TICKS_PER_SECOND = 4;

async function watch(bench: Bench, product: Product, city: string, staff: boolean): Promise<{ perHour: number; share: number; snapshot: number }> {
  const byTopic = new Map<string, number>();
  const wall = await listen(product.url, viewOf(city, staff), { onDelta: (delta) => byTopic.set(delta.topic, (byTopic.get(delta.topic) ?? 0) + 1) });
  try {
    const snapshot = [...wall.snapshots.values()].reduce((sum, s) => sum + jsonBytes(s), 0);
    await pass(1);
    const before = wall.bytesRead();
    const began = performance.now();
    // Whole ten seconds: positions come in beats of ten.
    await pass(bench.quick ? 10 : 60);
    const perSecond = (wall.bytesRead() - before) / ((performance.now() - began) / 1000);
    bench.say(`bytes: ${staff ? 'with' : 'without'} positions ${(perSecond * 3.6e-3).toFixed(1)} MB/h; deltas ${[...byTopic].map(([topic, n]) => `${topic} ${n}`).join(', ')}`);
    return { perHour: perSecond * 3_600 / 1e6, share: perSecond / TICKS_PER_SECOND / snapshot, snapshot };
  } finally { wall.close(); }
}

export const bytes: Benchmark = {
  name: 'bytes',
  about: 'bytes to a wall at city view, without and with positions, beside a JSON snapshot each tick',
  run: async (bench) => {
    const product = await bench.fullCity();
    const city = (await product.summary()).region.code;
    const runs = await interleave(bench.runs, () => watch(bench, product, city, false), () => watch(bench, product, city, true));
    const asJson = (r: { snapshot: number }): number => r.snapshot * TICKS_PER_SECOND * 3_600 / 1e6;
    return [
      result({ name: 'bytes.without-positions', value: median(runs.a.map((r) => r.perHour)), unit: 'MB/h', baseline: median(runs.a.map(asJson)), budget: { on: 'value', atMost: 60 } }),
      result({ name: 'bytes.with-positions', value: median(runs.b.map((r) => r.perHour)), unit: 'MB/h', baseline: median(runs.b.map(asJson)), budget: { on: 'value', atMost: 200 } }),
      result({ name: 'bytes.of-snapshot', value: median(runs.a.map((r) => r.share)) * 100, unit: '%', baseline: 100, budget: { on: 'value', atMost: 3 }, note: 'mean bytes a tick without positions, of all the view\'s snapshots as JSON' }),
      result({ name: 'bytes.of-snapshot-with', value: median(runs.b.map((r) => r.share)) * 100, unit: '%', baseline: 100, budget: { on: 'value', atMost: 3 }, note: 'the same with positions' }),
    ];
  },
};
