/** What upstreams do to those who pull from them, over real HTTP. */
import { afterEach, describe, expect, test } from 'vitest';
import { backoffMs } from '../../server/feed/backoff.ts';
import { retryAfter } from '../../server/feed/request.ts';
import { feedConfig, json, run, startUpstream, type Handler, type Running, type Upstream } from './upstream.ts';

let upstream: Upstream | null = null;
let running: Running | null = null;
afterEach(async () => { await running?.stop(); await upstream?.stop(); running = null; upstream = null; });

const NOW = 1_000_000_000_000;
const SNAPSHOT = { protocol: 'snapshot', id: 'id' };
const well: Handler = (_query, response) => json(response, { rows: [], asOf: NOW });

async function failWith(answer: Handler, more: Record<string, unknown> = {}): Promise<string> {
  upstream = await startUpstream(answer);
  running = await run(feedConfig(upstream.url, SNAPSHOT, more));
  expect(running.pages).toEqual([]);
  return (running.feed.health().error ?? '').replace(upstream.url, 'URL');
}

describe('a pull fails, saying why', () => {
  test.each<[string, Handler, string | RegExp, Record<string, unknown>]>([
    ['an error status', (_q, response) => { response.writeHead(500); response.end('oops'); }, 'URL: found status 500, expected 200', {}],
    ['a redirect, which is not followed', (_q, response) => { response.writeHead(302, { location: 'http://elsewhere/' }); response.end(); }, 'URL: found a redirect (302) to http://elsewhere/, expected the data at its own address', {}],
    ['an answer that is too long, as declared', (_q, response) => json(response, { rows: 'x'.repeat(5000) }, { 'content-length': '5011' }), /URL: found an answer of 5011 bytes or more, expected at most 1024/, { limit: '1KB' }],
    ['an answer that is too long, found while it streams', (_q, response) => { response.writeHead(200); const more = (): void => { if (!response.destroyed) response.write('x'.repeat(600), () => setImmediate(more)); }; more(); }, /URL: found an answer of \d+ bytes or more, expected at most 1024/, { limit: '1KB' }],
    ['an answer that never ends', (_q, response) => { response.writeHead(200); response.write('{"rows":['); }, 'URL: found no whole answer in 50 ms, expected one', { timeout: '50ms' }],
    ['no answer at all', () => undefined, 'URL: found no whole answer in 50 ms, expected one', { timeout: '50ms' }],
    ['a cut answer', (_q, response) => response.end('{"rows":[\n{"id":1},'), 'URL: found the end of the answer at line 2, column 10 (character 19 of 19), expected whole JSON', {}],
    ['broken JSON', (_q, response) => response.end('{"rows":[\n{"id":x}]}'), /URL: found "\{.*x\}\]\}" at line 2, column 7 \(character 16 of 20\), expected whole JSON/, {}],
    ['a connection that breaks off', (_q, response) => { response.writeHead(200, { 'content-length': '100' }); response.write('{'); response.socket?.destroy(); }, /URL: found (terminated|fetch failed|other side closed).*expected an answer/, {}],
    ['no list where one belongs', (_q, response) => json(response, { rows: { a: 1 }, asOf: NOW }), 'URL: rows: found {"a":1}, expected a list', {}],
    ['no time of the answer', (_q, response) => json(response, { rows: [], asOf: 'noon' }), 'URL: asOf: found "noon", expected a time as epochMs', {}],
    ['a failure with status 200', (_q, response) => json(response, { code: 7, msg: 'busy' }), 'URL: code: found 7 (busy), expected 0', { answer: { records: 'rows', ok: { path: 'code', equals: 0, message: 'msg' } } }],
  ])('%s', async (_what, answer, message, more) => {
    const error = await failWith(answer, more);
    if (typeof message === 'string') expect(error).toBe(message);
    else expect(error).toMatch(message);
  });

  test('nobody listening', async () => {
    upstream = await startUpstream(well);
    const { url } = upstream;
    await upstream.stop();
    upstream = null;
    running = await run(feedConfig(url, SNAPSHOT));
    expect(running.feed.health().error).toMatch(/found fetch failed \(ECONNREFUSED\), expected an answer/);
  });
});

describe('after a failure', () => {
  test('it waits with full jitter, longer each time, and is back at once when the upstream is', async () => {
    upstream = await startUpstream((_q, response) => { response.writeHead(503); response.end(); });
    running = await run(feedConfig(upstream.url, SNAPSHOT));
    for (let i = 0; i < 5; i += 1) await running.pull();
    // rng is 0.5: half of 1, 2, 4, 8, 8, 8 s.
    expect(running.waits).toEqual([500, 1000, 2000, 4000, 4000, 4000]);
    expect(running.feed.health().state).toBe('failed');
    upstream.answer = well;
    await running.pull();
    expect(running.feed.health()).toMatchObject({ state: 'fresh', error: null });
    expect(running.waits.at(-1)).toBe(10_000);
  });

  test('it does what Retry-After says, within reason', async () => {
    upstream = await startUpstream((_q, response) => { response.writeHead(429, { 'retry-after': '7' }); response.end(); });
    running = await run(feedConfig(upstream.url, SNAPSHOT));
    expect(running.waits).toEqual([7_500]);
    expect(backoffMs({ base: 1000, cap: 8000 }, 1, 3_600_000, () => 0)).toBe(300_000);
    expect(retryAfter('Sun, 01 Sep 2024 00:00:30 GMT', () => Date.parse('2024-09-01T00:00:00Z'))).toBe(30_000);
    expect([retryAfter('soon', () => 0), retryAfter(null, () => 0)]).toEqual([null, null]);
  });
});

describe('a feed', () => {
  test('is asked at its cadence in the world’s time, but not more than four times a second', async () => {
    upstream = await startUpstream(well);
    running = await run(feedConfig(upstream.url, SNAPSHOT), { rate: 4 });
    await running.stop();
    expect(running.waits).toEqual([2_500]);
    running = await run(feedConfig(upstream.url, SNAPSHOT), { rate: 600 });
    expect(running.waits).toEqual([250]);
  });

  test('never pulls twice at once: the next page waits until the one before is stored', async () => {
    upstream = await startUpstream(well);
    let inHand = 0, most = 0;
    running = await run(feedConfig(upstream.url, SNAPSHOT), { onEach: async () => { most = Math.max(most, ++inHand); await new Promise((resolve) => setImmediate(resolve)); inHand -= 1; } });
    for (let i = 0; i < 5; i += 1) await running.pull();
    expect([most, running.pages.length, upstream.asked.length]).toEqual([1, 6, 6]);
  });

  test('ends while an answer is awaited, and leaves nothing running', async () => {
    upstream = await startUpstream(() => undefined);
    running = await run(feedConfig(upstream.url, SNAPSHOT, { timeout: '60s' }), { wait: false });
    while (upstream.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await running.feed.stop();
    expect([running.pages, running.waits]).toEqual([[], []]);
  });

  test('is late when its data are, waiting before any, off without an address', async () => {
    upstream = await startUpstream(well);
    running = await run(feedConfig(upstream.url, SNAPSHOT));
    expect(running.feed.health()).toMatchObject({ state: 'fresh', asOf: NOW });
    running.now += 60_001;
    expect(running.feed.health().state).toBe('late');
    await running.stop();
    running = await run(feedConfig('', SNAPSHOT));
    expect(running.feed.health()).toMatchObject({ state: 'off', asOf: null, coverage: null });
  });

  test('counts what became of its records', async () => {
    upstream = await startUpstream(well);
    running = await run(feedConfig(upstream.url, SNAPSHOT));
    running.feed.tally({ accepted: 8, rejected: { time: 2, ignored: 5 }, notes: { unplaced: 3 } });
    running.feed.tally({ accepted: 0, rejected: { time: 1 }, notes: { unplaced: 0 } });
    expect(running.feed.health()).toMatchObject({ accepted: 8, rejected: 8, reasons: { time: 3, ignored: 5 }, notes: { unplaced: 3 }, coverage: 5 / 11 });
  });
});
