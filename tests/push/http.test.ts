import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as rawRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, brotliDecompressSync } from 'node:zlib';
import { feature, neighbors } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PushDeps } from '../../server/push/index.ts';
import { ApiRegions, ApiSummary } from '../../server/wire/messages.ts';
import { ApiRejects } from '../../server/wire/rejects.ts';
import { ApiTour } from '../../server/wire/tour.ts';
import { stage, type Stage } from './screens.ts';

let open: Stage;
let dist: string;
const begin = async (extra: Partial<PushDeps> = {}): Promise<Stage> => { open = await stage({ distDir: dist, ...extra }); return open; };
beforeEach(async () => { dist = await mkdtemp(join(tmpdir(), 'yp-dist-')); });
afterEach(async () => { await open.close(); await rm(dist, { recursive: true, force: true }); });

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> => fetch(open.url + path, { headers });
const json = async (path: string): Promise<unknown> => (await get(path)).json();
/** Without fetch's own decoding. */
const raw = (path: string, headers: Record<string, string>): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }> => new Promise((resolve, reject) => {
  rawRequest(open.url + path, { headers }, (response) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('end', () => { resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }); });
  }).on('error', reject).end();
});

describe('health', () => {
  it('is ready once every required feed has brought data and the mirrors are filled', async () => {
    const { push, hands } = await begin();
    expect((await get('/healthz')).status).toBe(200);
    hands.feeds[0]!.asOf = null;
    let answer = await get('/readyz');
    expect([answer.status, await answer.json()]).toEqual([503, { ready: false, loaded: false, waiting: ['cases'] }]);
    await push.tick();
    expect(await json('/readyz')).toEqual({ ready: false, loaded: true, waiting: ['cases'] });
    hands.feeds[0]!.asOf = 1;
    answer = await get('/readyz');
    expect([answer.status, await answer.json()]).toEqual([200, { ready: true, loaded: true, waiting: [] }]);
  });

  it('counts for Prometheus', async () => {
    const { push, hands } = await begin();
    Object.assign(hands.feeds[0]!, { reasons: { ahead: 4 }, notes: { unplaced: 7 } });
    await push.tick();
    const text = await (await get('/metrics')).text();
    for (const name of ['yiping_feed_age_seconds{feed="cases"} 1', 'yiping_feed_state{feed="cases",state="fresh"} 1', 'yiping_feed_rejects{feed="cases",reason="ahead"} 4', 'yiping_feed_notes{feed="cases",reason="unplaced"} 7', 'yiping_push_tick_seconds_count 1', 'yiping_push_subscriptions 0', 'yiping_push_sockets 0', 'yiping_store_seconds_count 1', 'yiping_store_longest_script_seconds 0.0042', 'yiping_store_scripts 3', 'nodejs_eventloop_lag_seconds']) {
      expect(text).toContain(name);
    }
  });
});

describe('dead letters', () => {
  it('are given by feed, the newest so many of them, and a bad question is told what was expected', async () => {
    const { hands } = await begin();
    hands.store.letters = Array.from({ length: 300 }, (_, n) => ({ id: String(n), feed: n % 3 === 0 ? 'video' : 'cases', reason: n % 2 === 0 ? 'ahead' : 'unplaced', accepted: n % 2 === 1, sample: `#${n}`, at: n }));
    const answer = ApiRejects.parse(await json('/api/rejects?feed=cases&limit=3'));
    expect(answer).toEqual({ feed: 'cases', now: hands.now, items: [{ at: 1, reason: 'unplaced', accepted: true, sample: '#1' }, { at: 2, reason: 'ahead', accepted: false, sample: '#2' }, { at: 4, reason: 'ahead', accepted: false, sample: '#4' }] });
    expect(ApiRejects.parse(await json('/api/rejects?feed=cases')).items).toHaveLength(50);
    for (const [path, error] of [['', 'feed: found nothing, expected one of cases, video, water, staff'], ['?feed=x', 'feed: found "x", expected one of cases, video, water, staff'], ['?feed=cases&limit=9999', 'limit: found "9999", expected a whole number from 1 to 200'], ['?feed=cases&reason=ahead', 'parameter: found "reason", expected feed, limit']]) {
      const refused = await get(`/api/rejects${path}`);
      expect([refused.status, await refused.json()]).toEqual([400, { error }]);
    }
    hands.store.down = true;
    expect((await get('/api/rejects?feed=cases')).status).toBe(503);
  });
});

describe('regions and figures', () => {
  it('gives a region with its path and children; no region is the city', async () => {
    await begin();
    const city = ApiRegions.parse(await json('/api/regions'));
    expect([city.region.code, city.path.map((r) => r.code), city.children.map((r) => r.code)]).toEqual(['c', ['c'], ['c1', 'c2']]);
    const street = ApiRegions.parse(await json('/api/regions?region=c12'));
    expect(street.path.map((r) => r.code)).toEqual(['c', 'c1', 'c12']);
    for (const path of ['/api/regions?region=x', '/api/summary?region=x', '/api/geo?region=c%2F-', '/api/regions?region=c&region=c1', '/api/nothing']) {
      const answer = await get(path);
      expect([path, answer.status, typeof (await answer.json() as { error: string }).error]).toEqual([path, 404, 'string']);
    }
  });

  it('gives the figures of the wall as JSON', async () => {
    const { hands } = await begin();
    hands.store.rows.set('c', { open: 3, 'category.x': 1, 'department.open.D1': 2, 'department.overdue.D1': 1, 'today.department.closed.-': 4, 'video.total': 4, 'video.on': 3 });
    hands.store.rows.set('c1', { open: 2, 'category.x': 1, 'department.open.D1': 2 });
    hands.store.rows.set('c/-', { open: 1 });
    const answer = ApiSummary.parse(await json('/api/summary'));
    expect(answer).toMatchObject({ world: 'demo', asOf: hands.now - 4000, now: hands.now, counters: { open: 3, 'category.x': 1, 'department.open.D1': 2, 'department.overdue.D1': 1, 'today.department.closed.-': 4 }, unplaced: { open: 1 },
      children: [{ code: 'c1', name: '区域 c1', counters: { open: 2 } }, { code: 'c2', counters: {} }], rates: { video: { value: 0.75, numerator: 3, denominator: 4 }, closing: { value: null } } });
    expect(answer.children[0]!.counters).toEqual({ open: 2 });
    expect(answer.feeds).toHaveLength(4);
  });

  it('gives the tour that the city has, or none', async () => {
    const tour = { auto: true, idle: 120_000, steps: [{ scene: 'overview', region: null, dwell: 30_000 }] };
    await begin({ tour });
    expect(ApiTour.parse(await json('/api/tour'))).toEqual({ tour });
    await open.close();
    await begin();
    expect(ApiTour.parse(await json('/api/tour'))).toEqual({ tour: null });
  });

  it('reads a region once for all who ask at the same time, and says when it cannot', async () => {
    const { hands } = await begin();
    await Promise.all(Array.from({ length: 20 }, () => json('/api/summary')));
    expect(hands.store.calls.filter((call) => call === 'readRows')).toHaveLength(2);
    hands.store.down = true;
    hands.wall += 1000;
    const answer = await get('/api/summary');
    expect([answer.status, await answer.json()]).toEqual([503, { error: 'this cannot be read just now; ask again' }]);
  });
});

describe('shapes', () => {
  const shapes = async (path: string): Promise<Topology<{ outline: GeometryCollection; children: GeometryCollection<{ code: string; name: string }> }>> => await json(path) as never;

  it('gives outline and children of one topology, whose borders are shared', async () => {
    await begin();
    const city = await shapes('/api/geo');
    const { children, outline } = city.objects;
    expect(children.geometries.map((g) => g.properties)).toEqual([{ code: 'c1', name: '区域 c1' }, { code: 'c2', name: '区域 c2' }]);
    expect(neighbors(children.geometries as never)).toEqual([[1], [0]]);
    // The city's outline is dissolved: the border inside it belongs to none of its rings.
    expect(outline.geometries[0]!.properties).toEqual({ code: 'c', name: '区域 c' });
    const ring = feature(city, outline).features[0]!.geometry as { coordinates: number[][][][] };
    expect(ring.coordinates).toHaveLength(1);
    expect(ring.coordinates[0]![0]!.every(([x, y]) => Math.abs(x! - 118.5) > 0.4 || Math.abs(y! - 29.5) > 0.4)).toBe(true);
    // Straight borders lose their needless corners.
    expect(city.arcs.flat().length).toBeLessThan(20);
    const grid = await shapes('/api/geo?region=c1111');
    expect([grid.objects.children.geometries.length, grid.objects.outline.geometries.length]).toEqual([0, 1]);
  });

  it('gives base layers, all or one', async () => {
    await begin({ base: () => Promise.resolve({ buildings: null, roads: null, rivers: { type: 'FeatureCollection', features: [{ type: 'Feature', properties: { name: '江', width_m: 40 }, geometry: { type: 'LineString', coordinates: [[118.1, 29.1], [118.5, 29.6], [118.9, 29.7]] } }] } }) });
    const all = await json('/api/geo/base') as Topology;
    expect(Object.keys(all.objects)).toEqual(['rivers', 'roads', 'buildings']);
    const rivers = await json('/api/geo/base?layer=rivers') as Topology<{ rivers: GeometryCollection }>;
    expect(feature(rivers, rivers.objects.rivers).features[0]).toMatchObject({ properties: { name: '江', width_m: 40 }, geometry: { type: 'LineString' } });
    expect((await json('/api/geo/base?layer=roads') as Topology).objects['roads']).toMatchObject({ type: 'GeometryCollection', geometries: [] });
    expect((await get('/api/geo/base?layer=clouds')).status).toBe(400);
  });

  it('is sent compressed as made once, and not at all to whom has it', async () => {
    await begin();
    const plain = await raw('/api/geo', { 'accept-encoding': 'identity' });
    const gzip = await raw('/api/geo', { 'accept-encoding': 'gzip' });
    const br = await raw('/api/geo', { 'accept-encoding': 'gzip, br' });
    expect([plain, gzip, br].map((r) => r.headers['content-encoding'])).toEqual([undefined, 'gzip', 'br']);
    expect(gunzipSync(gzip.body).equals(plain.body) && brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
    const again = await raw('/api/geo', { 'if-none-match': String(plain.headers['etag']) });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });
});

describe('the page', () => {
  it('says so where it has not been built', async () => {
    await begin();
    const answer = await get('/region/c1', { accept: 'text/html' });
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('npm run build')]);
  });

  it('is served at every place, its files for ever, under a policy that asks nobody else', async () => {
    await mkdir(join(dist, 'assets'));
    await writeFile(join(dist, 'index.html'), '<!doctype html><title>wall</title>');
    await writeFile(join(dist, 'assets', 'main-abc12345.js'), 'let a = 1;');
    await begin();
    for (const path of ['/', '/region/c1', '/?place=c1']) {
      const page = await get(path, { accept: 'text/html' });
      expect([page.status, page.headers.get('cache-control'), await page.text()]).toEqual([200, 'no-cache', expect.stringContaining('wall')]);
      const policy = page.headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'self'");
      expect(policy).not.toContain('unsafe-eval');
      expect(policy).not.toContain('upgrade-insecure-requests');
    }
    const script = await get('/assets/main-abc12345.js');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await get('/assets/gone.js')).status).toBe(404);
    expect((await get('/..%2f..%2fetc/passwd', { accept: 'text/html' })).status).not.toBe(500);
  });

  it('is served in the language of the city', async () => {
    await writeFile(join(dist, 'index.html'), '<!doctype html><html lang="zh-CN"><title>wall</title>');
    await begin({ language: 'zh-TW' });
    for (const path of ['/', '/scene/flood', '/ack?lang=en']) expect(await (await get(path, { accept: 'text/html' })).text()).toBe('<!doctype html><html lang="zh-TW"><title>wall</title>');
  });

  it('takes nothing in', async () => {
    await begin();
    const answer = await fetch(`${open.url}/api/regions`, { method: 'POST', body: '{}' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});
