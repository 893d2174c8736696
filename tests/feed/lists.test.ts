/** Whole lists: in pages, of which one may be missing; in one answer; as changes. */
import { afterEach, describe, expect, test } from 'vitest';
import { feedConfig, json, run, startUpstream, type Handler, type Running, type Upstream } from './upstream.ts';

let upstream: Upstream | null = null;
let running: Running | null = null;
afterEach(async () => { await running?.stop(); await upstream?.stop(); running = null; upstream = null; });

const NOW = 1_000_000_000_000;
const CATALOGUE = { protocol: 'catalogue', page: 'page', size: { param: 'size', value: 2 }, total: 'total', id: 'id' };
const ALL = ['a', 'b', 'c', 'd', 'e'];
const pageOf = (query: URLSearchParams): number => Number(query.get('page'));
const rows = (page: number): { id: string }[] => ALL.slice((page - 1) * 2, page * 2).map((id) => ({ id }));
const wholePages: Handler = (query, response) => json(response, { rows: rows(pageOf(query)), total: 5, asOf: NOW - 5 });
const last = (from: Running) => from.pages.at(-1);

describe('a catalogue', () => {
  test('that is whole says so with all its ids', async () => {
    upstream = await startUpstream(wholePages);
    running = await run(feedConfig(upstream.url, CATALOGUE));
    expect(running.pages.map((page) => [page.records.length, page.complete])).toEqual([[2, undefined], [2, undefined], [1, undefined], [0, true]]);
    expect(last(running)).toMatchObject({ ids: ALL, asOf: NOW - 5 });
    expect(running.feed.health()).toMatchObject({ state: 'fresh', coverage: 1, error: null });
  });

  test.each<[string, Handler, RegExp, number]>([
    ['a page that fails', (query, response, request) => { if (pageOf(query) === 2) { response.writeHead(500); response.end(); } else wholePages(query, response, request); }, /page 2 is missing: .*found status 500, expected 200$/, 0.6],
    ['a page that is empty', (query, response, request) => { if (pageOf(query) === 2) json(response, { rows: [], total: 5, asOf: NOW }); else wholePages(query, response, request); }, /^found 3 different ids, expected 5$/, 0.6],
    ['a total that changes', (query, response) => json(response, { rows: rows(pageOf(query)), total: pageOf(query) === 1 ? 6 : 5, asOf: NOW }), /^the total changed from 6 to 5$/, 1],
    ['a record twice', (query, response) => json(response, { rows: pageOf(query) === 3 ? [{ id: 'a' }] : rows(pageOf(query)), total: 5, asOf: NOW }), /^found 4 different ids, expected 5$/, 0.8],
  ])('with %s is incomplete, and nothing is taken as gone', async (_what, answer, error, coverage) => {
    upstream = await startUpstream(answer);
    running = await run(feedConfig(upstream.url, CATALOGUE), { skipPauses: true });
    expect(last(running)).toMatchObject({ records: [], complete: false });
    expect(last(running)?.ids).toBeUndefined();
    expect(running.feed.health()).toMatchObject({ coverage, error: expect.stringMatching(error) as unknown });
  });

  test('asks for a page that failed once more before it is missing', async () => {
    let tries = 0;
    upstream = await startUpstream((query, response, request) => { if (pageOf(query) === 2 && tries++ === 0) { response.writeHead(503); response.end(); } else wholePages(query, response, request); });
    running = await run(feedConfig(upstream.url, CATALOGUE), { skipPauses: true });
    expect(last(running)).toMatchObject({ complete: true, ids: ALL });
  });

  test('that has not changed (304) is still whole, and is asked for anew after a reset', async () => {
    upstream = await startUpstream((query, response, request) => {
      const etag = `"v1-${query.get('page')}"`;
      if (request.headers['if-none-match'] === etag) { response.writeHead(304, { etag }); response.end(); return; }
      json(response, { rows: rows(pageOf(query)), total: 5, asOf: NOW }, { etag });
    });
    running = await run(feedConfig(upstream.url, CATALOGUE));
    running.now += 1000;
    await running.pull();
    expect(running.pages.slice(4)).toEqual([{ feed: 'test', records: [], complete: true, ids: ALL, asOf: NOW + 1000, index: 0 }]);
    running.feed.reset();
    await running.pull();
    expect(running.pages.slice(5).map((page) => page.records.length)).toEqual([2, 2, 1, 0]);
  });
});

describe('a snapshot', () => {
  test('is whole, unless a record has no id', async () => {
    const list: unknown[] = [{ id: 'a' }, { id: 7 }];
    upstream = await startUpstream((_query, response) => json(response, { rows: list, asOf: NOW }));
    running = await run(feedConfig(upstream.url, { protocol: 'snapshot', id: 'id' }));
    expect(last(running)).toMatchObject({ complete: true, ids: ['a', '7'] });
    list.push(null);
    await running.pull();
    expect(last(running)).toMatchObject({ complete: false });
  });

  test('whose upstream claims to be ahead is no fresher than the question', async () => {
    upstream = await startUpstream((_query, response) => json(response, { rows: [], asOf: NOW + 60_000 }));
    running = await run(feedConfig(upstream.url, { protocol: 'snapshot' }));
    expect(last(running)?.asOf).toBe(NOW);
  });
});

describe('changes', () => {
  test('hand back what the upstream said to ask for next', async () => {
    upstream = await startUpstream((query, response) => json(response, { rows: [{ id: 'a' }], seq: Number(query.get('since') ?? 0) + 3, asOf: NOW }));
    running = await run(feedConfig(upstream.url, { protocol: 'changes', since: 'since', next: 'seq' }));
    await running.pull();
    expect(upstream.asked.map((query) => query.get('since'))).toEqual([null, '3']);
    expect(running.cursor).toBe('6');
  });

  test('ask in another format than they are answered, and go back by the overlap', async () => {
    upstream = await startUpstream((_query, response) => json(response, { rows: [], now: '2001-09-09 09:46:00', asOf: NOW }));
    running = await run(feedConfig(upstream.url, { protocol: 'changes', since: 'since', next: { path: 'now', time: 'yyyy-MM-dd HH:mm:ss', zone: 'Asia/Shanghai', as: 'epochMs' }, overlap: '15s' }));
    await running.pull();
    expect(upstream.asked[1]?.get('since')).toBe(String(Date.parse('2001-09-09T01:46:00Z') - 15_000));
  });

  test.each([['by a clock that runs ten minutes ahead', NOW + 600_000], ['of a year that will not come', Date.UTC(9999, 11, 31)]])('never ask for what is to come after a time %s', async (_what, said) => {
    upstream = await startUpstream((_query, response) => json(response, { rows: [], now: said, asOf: NOW }));
    running = await run(feedConfig(upstream.url, { protocol: 'changes', since: 'since', next: { path: 'now', time: 'epochMs', as: 'epochMs' }, overlap: '15s' }), { cursor: String(said) });
    running.now += 10_000;
    await running.pull();
    expect(upstream.asked.map((query) => Number(query.get('since')))).toEqual([NOW - 15_000, NOW - 15_000]);
    expect(running.cursor).toBe(String(NOW + 10_000));
  });

  test('of positions come as rows of columns', async () => {
    upstream = await startUpstream((_query, response) => json(response, { t: 9, cols: ['uid', 'lon'], rows: [['u1', 118], ['u2', 119], null] }));
    running = await run(feedConfig(upstream.url, { protocol: 'positions', since: 'since', next: 't' }, { answer: { records: 'rows', columns: 'cols' } }));
    expect(last(running)?.records).toEqual([{ uid: 'u1', lon: 118 }, { uid: 'u2', lon: 119 }, null]);
  });
});
