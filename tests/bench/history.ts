/** 30 days of history at a first start, beside a bare download of the same pages; and whether the wall answers meanwhile. */
import { startProduct, STORM_AT, type Product } from '../helpers/product.ts';
import { clickAt, openAt, openBare, walk } from './click.ts';
import { interleave, median, notRun, quantile, result, type Bench, type Benchmark } from './harness.ts';

interface Load { seconds: number; firstAnswer: number; latencies: number[]; presses: number[]; progress: number[]; cases: number; longestScript: number }

/** From the server's start until its case feed is past its first load. */
async function firstLoad(product: Product, bench: Bench): Promise<Load> {
  const began = performance.now();
  const since = (): number => (performance.now() - began) / 1000;
  await product.start('server');
  const loading = { over: false };
  const pressing = pressWhile(product.url, loading);
  // Who presses throws only when asked what he found.
  pressing.catch(() => undefined);
  const latencies: number[] = [];
  const progress: number[] = [];
  let firstAnswer: number | null = null;
  let told = 0;
  for (;;) {
    if (since() > 900) throw new Error(`the history was not loaded within 900 s; the server's last lines:\n${product.lines('server').slice(-20).join('\n')}`);
    const asked = performance.now();
    const summary = await product.summary().catch(() => null);
    if (summary) {
      latencies.push(performance.now() - asked);
      firstAnswer ??= since();
      const feed = summary.feeds.find((f) => f.kinds?.includes('case'));
      if (feed?.progress !== null && feed?.progress !== undefined) progress.push(feed.progress);
      if (feed?.state === 'fresh') {
        const seconds = since();
        loading.over = true;
        return { seconds, firstAnswer, latencies, presses: await pressing, progress, cases: feed.accepted, longestScript: await longestScript(product.url) };
      }
      if (since() > told + 10) { told = since(); bench.say(`history: ${told.toFixed(0)} s, ${((feed?.progress ?? 0) * 100).toFixed(0)} %, ${feed?.accepted ?? 0} records`); }
    }
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** A person at the wall while its history loads: down by the map to a community and home again, over and over; ms until each press was answered. */
async function pressWhile(url: string, loading: { over: boolean }): Promise<number[]> {
  const wall = await openAt(url, false);
  const answered: number[] = [];
  try {
    while (!loading.over) for (const click of await walk(wall.page)) if (!loading.over) answered.push(click.answered);
    return answered;
  } finally { await wall.close(); }
}

/** The longest that one script has held Redis since the server began, ms, as /metrics says. */
async function longestScript(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = /^yiping_store_longest_script_seconds (\S+)/m.exec(text)?.[1];
  if (found === undefined) throw new Error('/metrics: found no yiping_store_longest_script_seconds');
  return Number(found) * 1000;
}

interface Answer { data: { more: boolean; nextSince: string; nextNo: string; list: unknown[] } }

/** Every page, fetched one after the other and parsed; nothing else. */
async function bareDownload(feedsUrl: string): Promise<{ seconds: number; records: number; press: number }> {
  const bare = await openBare();
  const press = (await clickAt(bare.page, 100, 100)).answered;
  await bare.close();
  const began = performance.now();
  let records = 0;
  for (let query = 'size=1000';;) {
    const { data } = await (await fetch(`${feedsUrl}/case/api/v2/orders?${query}`)).json() as Answer;
    records += data.list.length;
    if (!data.more) return { seconds: (performance.now() - began) / 1000, records, press };
    query = `size=1000&since=${encodeURIComponent(data.nextSince)}&afterNo=${encodeURIComponent(data.nextNo)}`;
  }
}

export const history: Benchmark = {
  name: 'history',
  about: '30 days of history at a first start, wall usable meanwhile',
  run: async (bench) => {
    const scale = bench.quick ? 0.05 : 1;
    const start = (): Promise<Product> => startProduct({ scale, historyDays: bench.days, city: bench.cityFolder(scale), origin: STORM_AT, server: false });
    let product: Product | null = null;
    const runs = await interleave(bench.runs, async () => {
      product = await start();
      const load = await firstLoad(product, bench);
      bench.say(`history: ${load.cases} records in ${load.seconds.toFixed(1)} s`);
      await product.end('server');
      return load;
    }, async () => {
      if (!product) throw new Error('no city');
      const bare = await bareDownload(product.feedsUrl);
      await product.stop();
      product = null;
      return bare;
    }).finally(() => product?.stop());
    const presses = runs.a.flatMap((r) => r.presses);
    const rising = runs.a.every((r) => r.progress.every((p, i) => i === 0 || p >= (r.progress[i - 1] ?? 0) - 0.02));
    return [
      result({ name: 'history.load', value: median(runs.a.map((r) => r.seconds)), unit: 's', baseline: median(runs.b.map((r) => r.seconds)), budget: { on: 'value', atMost: 90 }, note: `${median(runs.a.map((r) => r.cases))} records, from the server's start; the baseline downloads and parses the same pages` }),
      result({ name: 'history.first-answer', value: median(runs.a.map((r) => r.firstAnswer)), unit: 's', note: 'from the server\'s start to the first /api/summary' }),
      presses.length === 0 ? notRun({ name: 'history.usable.press', unit: 'ms p95', budget: { on: 'value', atMost: 600 }, why: 'the history was loaded before the map could be pressed' })
        : result({ name: 'history.usable.press', value: quantile(presses, 0.95), unit: 'ms p95', baseline: median(runs.b.map((r) => r.press)), budget: { on: 'value', atMost: 600 }, note: `${presses.length} presses on the map while the history loads, until the frame in which the wall says the new place; twice what click.plain.answered may take, since both cores are at work; the baseline is a button that counts` }),
      result({ name: 'history.longest-script', value: median(runs.a.map((r) => r.longestScript)), unit: 'ms', budget: { on: 'value', atMost: 5 }, note: 'the longest that one script held Redis during the load, by Redis\' own clock' }),
      result({ name: 'history.usable.summary', value: median(runs.a.map((r) => quantile(r.latencies, 0.95))), unit: 'ms p95', budget: { on: 'value', atMost: 300 }, note: `/api/summary while loading; progress ${median(runs.a.map((r) => r.progress.length))} times seen, ${rising ? 'never falling' : 'FALLING at times'}` }),
    ];
  },
};
