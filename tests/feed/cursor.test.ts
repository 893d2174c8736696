/** "Changed since" against a real HTTP upstream. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { feedConfig, json, run, startUpstream, type Running, type Upstream } from './upstream.ts';

let upstream: Upstream | null = null;
let running: Running | null = null;
afterEach(async () => { await running?.stop(); await upstream?.stop(); running = null; upstream = null; });

interface Record { id: string; t: number; seen?: number }
const PULL = { protocol: 'cursor', since: 'since', after: 'after', time: 't', id: 'id', format: 'epochMs', more: 'more', next: { since: 'next.t', after: 'next.id' }, overlap: '60s' };
const NOW = 1_000_000_000_000;

/** Serves records in order, `size` a page, those with `seen` only from that moment on. */
function serve(records: Record[], size: number, now: () => number): Promise<Upstream> {
  return startUpstream((query, response) => {
    const since = Number(query.get('since') ?? 0), after = query.get('after') ?? '';
    const list = records.filter((one) => (one.seen ?? 0) <= now() && (one.t > since || (one.t === since && one.id > after))).sort((a, b) => a.t - b.t || (a.id < b.id ? -1 : 1));
    const rows = list.slice(0, size);
    json(response, { rows, more: list.length > size, next: rows.at(-1) ?? { t: query.has('since') ? since : null, id: after }, asOf: now() });
  });
}
const ids = (from: Running): string[] => from.pages.flatMap((page) => (page.records as Record[]).map((one) => one.id));

describe('a cursor feed', () => {
  test('begins with the history asked for, and goes page by page', async () => {
    upstream = await serve([{ id: 'a', t: NOW - 90_000_000 }, { id: 'b', t: NOW - 3000 }, { id: 'c', t: NOW - 2000 }, { id: 'd', t: NOW - 2000 }, { id: 'e', t: NOW - 1000 }], 2, () => NOW);
    running = await run(feedConfig(upstream.url, { ...PULL, history: '1d' }));
    expect(ids(running)).toEqual(['b', 'c', 'd', 'e']);
    expect(upstream.asked.map((query) => [query.get('since'), query.get('after')])).toEqual([[String(NOW - 86_400_000), null], [String(NOW - 2000), 'c']]);
    expect(running.pages.map((page) => [page.cursor, page.asOf, page.index])).toEqual([[`${NOW - 2000}|c`, NOW - 2000, 0], [`${NOW - 1000}|e`, NOW, 1]]);
    expect(running.feed.cursorOf({ id: 'x', t: 5 })).toBe('5|x');
    expect(running.feed.cursorOf({ id: 'x' })).toBeUndefined();
  });

  test('goes on after the cursor, and reads the overlap again from time to time', async () => {
    const records: Record[] = [{ id: 'a', t: NOW - 300_000 }, { id: 'b', t: NOW - 30_000 }];
    upstream = await serve(records, 10, () => NOW);
    running = await run(feedConfig(upstream.url, PULL), { cursor: `${NOW - 30_000}|b` });
    // A restart reads back by the overlap and by what may have passed since it was last read.
    expect(upstream.asked[0]?.get('since')).toBe(String(NOW - 30_000 - 60_000 - 15_000));
    running.wall += 1_000;
    await running.pull();
    expect([upstream.asked[1]?.get('since'), upstream.asked[1]?.get('after')]).toEqual([String(NOW - 30_000), 'b']);
    running.wall += 15_000;
    await running.pull();
    expect([upstream.asked[2]?.get('since'), upstream.asked[2]?.get('after')]).toEqual([String(NOW - 90_000), null]);
    expect(running.cursor).toBe(`${NOW - 30_000}|b`);
  });

  test('finds whatever is shown late by no more than the overlap', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 60 })), { minLength: 1, maxLength: 40 }), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 5, maxLength: 30 }), async (times, steps) => {
      let clock = NOW;
      const records = times.map(([t, late], at) => ({ id: String(at).padStart(3, '0'), t: NOW + t * 1000, seen: NOW + (t + late) * 1000 }));
      const visible = (): Record[] => records.map((one) => ({ ...one, seen: Math.max(one.seen, one.t) }));
      const site = await serve(visible(), 3, () => clock);
      const feed = await run(feedConfig(site.url, PULL));
      for (const step of [...steps, 500, 70, 20]) {
        clock += step * 1000;
        feed.now = clock;
        feed.wall += step * 1000;
        await feed.pull();
      }
      const found = new Set(ids(feed));
      await feed.stop();
      await site.stop();
      expect(records.filter((one) => !found.has(one.id))).toEqual([]);
    }), { seed: 5, numRuns: 15 });
  });

  const FAR = Date.UTC(9999, 11, 31);
  test.each([
    ['that says where to go on', PULL, FAR],
    ['that leaves it to the records', { ...PULL, next: undefined }, FAR],
    ['whose record is ten minutes ahead', PULL, NOW + 600_000],
  ])('a record dated far ahead does not take the cursor along, of an upstream %s', async (_what, pull, ahead) => {
    const records: Record[] = [{ id: 'a', t: NOW - 3000 }, { id: 'x', t: ahead }, { id: 'y', t: ahead + 1 }];
    let clock = NOW;
    upstream = await serve(records, 2, () => clock);
    // It shows what is dated ahead at once.
    running = await run(feedConfig(upstream.url, pull));
    expect(running.cursor).toBe(`${NOW - 3000}|a`);
    expect(running.pages.flatMap((page) => page.cursor)).toEqual(Array.from({ length: 2 }, () => `${NOW - 3000}|a`));
    for (const [i, id] of ['b', 'c', 'd'].entries()) {
      records.push({ id, t: NOW + i * 120_000 });
      clock = running.now = NOW + i * 120_000 + 1000;
      running.wall += 120_000;
      await running.pull();
      expect([running.cursor, ids(running)]).toEqual([`${NOW + i * 120_000}|${id}`, expect.arrayContaining([id])]);
    }
    expect(running.feed.health()).toMatchObject({ state: 'fresh', error: null });
  });

  test('a page of a load in which one record is dated far ahead is followed by the next, also where the records say where', async () => {
    const records = Array.from({ length: 9 }, (_, i) => ({ id: `r${i}`, t: NOW - (9 - i) * 1000, shown: i === 3 ? FAR : NOW - (9 - i) * 1000 }));
    upstream = await startUpstream((query, response) => {
      const since = Number(query.get('since') ?? 0), after = query.get('after') ?? '';
      const list = records.filter(({ id, t }) => t > since || (t === since && id > after));
      json(response, { rows: list.slice(0, 2).map(({ id, shown }) => ({ id, t: shown })), more: list.length > 2, asOf: NOW });
    });
    running = await run(feedConfig(upstream.url, { ...PULL, next: undefined }));
    expect(new Set(ids(running))).toEqual(new Set(records.map(({ id }) => id)));
    expect(running.cursor).toBe(`${NOW - 1000}|r8`);
  });

  test('a cursor that stands in the future, kept by an earlier version or before the clock was set back, is not gone on from', async () => {
    upstream = await serve([{ id: 'a', t: NOW - 3000 }, { id: 'b', t: NOW - 2000 }], 10, () => NOW);
    running = await run(feedConfig(upstream.url, { ...PULL, history: '1d' }), { cursor: `${FAR}|x` });
    expect(upstream.asked[0]?.get('since')).toBe(String(NOW - 86_400_000));
    expect([ids(running), running.cursor]).toEqual([['a', 'b'], `${NOW - 2000}|b`]);
  });

  test('reports the progress of a first load', async () => {
    upstream = await serve(Array.from({ length: 10 }, (_, i) => ({ id: `r${i}`, t: NOW - 86_400_000 + i * 8_640_000 })), 2, () => NOW);
    const progress: [string, number | null][] = [];
    running = await run(feedConfig(upstream.url, { ...PULL, history: '1d' }), { wait: false, onEach: () => {
      const health = running?.feed.health();
      if (health) progress.push([health.state, health.progress]);
    } });
    while (running.waits.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(progress.map(([state, share]) => [state, Math.round((share ?? 0) * 10)])).toEqual([['loading', 1], ['loading', 3], ['loading', 5], ['loading', 7], ['loading', 10]]);
    expect(running.feed.health()).toMatchObject({ state: 'fresh', progress: null });
  });

  test('fails where the upstream promises more but shows no way on', async () => {
    upstream = await startUpstream((_query, response) => json(response, { rows: [], more: true, next: { t: null }, asOf: NOW }));
    running = await run(feedConfig(upstream.url, PULL));
    expect(running.feed.health().error).toMatch(/found more to come but no way on from the beginning, expected a later place to go on from/);
  });

  test('does not take a page as stored that was not', async () => {
    upstream = await serve([{ id: 'a', t: NOW - 2000 }, { id: 'b', t: NOW - 1000 }], 1, () => NOW);
    let fail = true;
    running = await run(feedConfig(upstream.url, PULL), { onEach: (page) => { if (fail && page.index === 1) throw new Error('Redis is away'); } });
    expect([running.cursor, running.feed.health().error]).toEqual([`${NOW - 2000}|a`, 'the page was not stored: Redis is away']);
    fail = false;
    await running.pull();
    expect(running.cursor).toBe(`${NOW - 1000}|b`);
    expect(running.feed.health()).toMatchObject({ state: 'fresh', error: null });
  });

  test('a mistake of the program ends the feed and is not waited out', async () => {
    upstream = await serve([{ id: 'a', t: NOW }], 1, () => NOW);
    await expect(run(feedConfig(upstream.url, PULL), { onEach: () => { throw new TypeError('undefined is not a function'); } })).rejects.toThrow('undefined is not a function');
  });
});
