/** Basemap under the map: of an upstream on loopback, of an archive on disk, and what stands between them and a wall. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BasemapFile } from '../../server/config/basemap.ts';
import { openBasemap, type Basemap } from '../../server/basemap/index.ts';
import { TileKeeper } from '../../server/basemap/keep.ts';
import type { Tile } from '../../server/basemap/tile.ts';
import { archiveFile, PNG } from './archive-file.ts';

let asked: string[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let server: Server;
let url: string;
let dir: string;
beforeEach(async () => {
  asked = [];
  answer = (_request, response) => { response.writeHead(200, { 'content-type': 'image/png' }).end(PNG); };
  server = createServer((request, response) => { asked.push(request.url ?? ''); answer(request, response); });
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  dir = await mkdtemp(join(tmpdir(), 'yp-tiles-'));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise<void>((done) => { server.close(() => { done(); }); });
  await rm(dir, { recursive: true, force: true });
});
let now = 0;
const open = (file: object): Promise<Basemap> => openBasemap(BasemapFile.parse(file), { fetch, now: () => now });
const xyz = (more: object = {}): Promise<Basemap> => open({ kind: 'xyz', url: `${url}/base/{z}/{x}/{y}.png`, ...more });
const problem = (promise: Promise<unknown>): Promise<string> => promise.then(() => 'nothing', (cause: unknown) => (cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)));

describe('an upstream', () => {
  it('is asked at its own address, and a tile is kept', async () => {
    const tiles = await xyz();
    const first = await tiles.get({ z: 9, x: 424, y: 211 });
    expect([first!.type, Buffer.compare(Buffer.from(first!.body), PNG)]).toEqual(['image/png', 0]);
    await tiles.get({ z: 9, x: 424, y: 211 });
    expect(asked).toEqual(['/base/9/424/211.png']);
  });
  it('of 天地图 is asked by WMTS in Web Mercator, with its key', async () => {
    const tiles = await open({ kind: 'tianditu', url: `${url}/`, layer: 'img', key: 'k&1' });
    await tiles.get({ z: 3, x: 6, y: 2 });
    const at = new URL(asked[0]!, url);
    expect(at.pathname).toBe('/img_w/wmts');
    expect(Object.fromEntries(at.searchParams)).toMatchObject({ LAYER: 'img', TILEMATRIXSET: 'w', TILEMATRIX: '3', TILECOL: '6', TILEROW: '2', tk: 'k&1' });
  });
  it('has no tile there where it says 404 or 204, and that is kept too', async () => {
    for (const status of [404, 204]) {
      asked = [];
      answer = (_request, response) => { response.writeHead(status).end(); };
      const tiles = await xyz();
      expect([await tiles.get({ z: 1, x: 0, y: 0 }), await tiles.get({ z: 1, x: 0, y: 0 })]).toEqual([null, null]);
      expect(asked).toHaveLength(1);
    }
  });
  it('is refused what is no image, too long, elsewhere, or an error, and says what was found without its key', async () => {
    const tiles = await open({ kind: 'tianditu', url, key: 'SECRET', maxBytes: '1KB' });
    const say = async (status: number, headers: Record<string, string>, body: string | Buffer): Promise<string> => {
      answer = (_request, response) => { response.writeHead(status, headers).end(body); };
      now += 60_000;
      return problem(tiles.get({ z: 2, x: 1, y: 1 }));
    };
    expect(await say(200, { 'content-type': 'text/html' }, '<script>')).toMatch(/TileError: tile 2\/1\/1: found content type "text\/html", expected image\/png/);
    expect(await say(200, { 'content-type': 'image/svg+xml' }, '<svg/>')).toMatch(/found content type "image\/svg\+xml"/);
    expect(await say(200, { 'content-type': 'image/png' }, Buffer.alloc(3_000))).toMatch(/bytes or more, expected at most 1024/);
    expect(await say(403, { 'content-type': 'application/json' }, '{}')).toMatch(/found status 403, expected 200/);
    expect(await say(302, { location: 'http://elsewhere.invalid/' }, '')).toMatch(/found status 302/);
    for (const text of [await say(500, {}, ''), await say(200, {}, '')]) expect(text).not.toContain('SECRET');
    // Nothing of all that was kept.
    answer = (_request, response) => { response.writeHead(200, { 'content-type': 'image/jpeg; q=1' }).end(PNG); };
    now += 60_000;
    expect((await tiles.get({ z: 2, x: 1, y: 1 }))!.type).toBe('image/jpeg');
  });
  it('that does not end its answer is left after its time-out', async () => {
    answer = (_request, response) => { response.writeHead(200, { 'content-type': 'image/png' }); response.write('x'); };
    expect(await problem((await xyz({ timeout: '100ms' })).get({ z: 1, x: 0, y: 0 }))).toMatch(/found no whole answer in 100 ms/);
  });
  it('that is down is asked a few times, then not for a while, then again', async () => {
    answer = (request) => { request.socket.destroy(); };
    const tiles = await xyz();
    for (let x = 0; x < 8; x++) expect(await problem(tiles.get({ z: 5, x, y: 0 }))).toMatch(/^TileError/);
    expect(asked).toHaveLength(3);
    answer = (_request, response) => { response.writeHead(200, { 'content-type': 'image/png' }).end(PNG); };
    expect(await problem(tiles.get({ z: 5, x: 9, y: 0 }))).toMatch(/asked again in a while/);
    now += 15_000;
    expect((await tiles.get({ z: 5, x: 9, y: 0 }))!.type).toBe('image/png');
  });
});

describe('the keeper', () => {
  const tile = (bytes: number): Tile => ({ body: new Uint8Array(bytes), type: 'image/png' });
  it('asks once where many ask the same, and few at a time', async () => {
    const release: (() => void)[] = [];
    let most = 0, running = 0;
    const keeper = new TileKeeper({
      cache: 1e6, now: () => 0, atOnce: 3,
      get: () => new Promise((done) => { most = Math.max(most, ++running); release.push(() => { running--; done(tile(1)); }); }),
    });
    const all = Promise.all([...Array.from({ length: 9 }, (_, x) => keeper.get({ z: 9, x, y: 0 })), ...Array.from({ length: 5 }, () => keeper.get({ z: 9, x: 0, y: 0 }))]);
    for (let i = 0; i < 9; i++) {
      while (release.length === 0) await new Promise((turn) => { setImmediate(turn); });
      release.shift()!();
    }
    expect(await all).toHaveLength(14);
    expect([most, running]).toEqual([3, 0]);
  });
  it('keeps no more bytes than it may, the latest used ones, each for its time', async () => {
    let time = 0, count = 0;
    const keeper = new TileKeeper({ cache: 10_000, now: () => time, keepMs: 100, get: () => { count++; return Promise.resolve(tile(1_800)); } });
    for (let x = 0; x < 50; x++) { await keeper.get({ z: 9, x, y: 0 }); expect(keeper.bytes).toBeLessThanOrEqual(10_000); }
    await keeper.get({ z: 9, x: 46, y: 0 });
    await keeper.get({ z: 9, x: 50, y: 0 });
    const before = count;
    await keeper.get({ z: 9, x: 46, y: 0 });
    expect(count).toBe(before);
    time = 101;
    await keeper.get({ z: 9, x: 46, y: 0 });
    expect(count).toBe(before + 1);
    expect(keeper.bytes).toBeLessThanOrEqual(10_000);
  });
  it('lets no endless queue grow, and lives on after it', async () => {
    const waiting: ((tile: null) => void)[] = [];
    const keeper = new TileKeeper({ cache: 1e6, now: () => 0, atOnce: 1, waiting: 2, get: () => new Promise((done) => { waiting.push(done); }) });
    const asking = [0, 1, 2].map((x) => keeper.get({ z: 9, x, y: 0 }));
    expect(await problem(keeper.get({ z: 9, x: 3, y: 0 }))).toMatch(/too many/);
    for (let i = 0; i < 3; i++) {
      while (waiting.length === 0) await new Promise((turn) => { setImmediate(turn); });
      waiting.shift()!(null);
    }
    expect(await Promise.all(asking)).toEqual([null, null, null]);
  });
});

describe('an archive on disk', () => {
  const write = async (bytes: Buffer): Promise<string> => { const file = join(dir, 'map.pmtiles'); await writeFile(file, bytes); return file; };
  it('gives each tile at its place, and none where it has none', async () => {
    const file = await write(archiveFile([0, 1, 2, 4].map((id) => ({ id, body: Buffer.concat([PNG, Buffer.from([id])]) }))));
    const tiles = await open({ kind: 'pmtiles', file, maxZoom: 9, attribution: '测绘院' });
    expect(tiles.info).toEqual({ minZoom: 0, maxZoom: 1, opacity: 0.6, attribution: '测绘院' });
    const last = async (z: number, x: number, y: number): Promise<number | null> => (await tiles.get({ z, x, y }))?.body.at(-1) ?? null;
    expect([await last(0, 0, 0), await last(1, 0, 0), await last(1, 0, 1), await last(1, 1, 0), await last(1, 1, 1)]).toEqual([0, 1, 2, 4, null]);
    expect((await tiles.get({ z: 0, x: 0, y: 0 }))!.type).toBe('image/png');
    await tiles.close();
  });
  it('is refused with its name and the reason: vector tiles, no archive, no file', async () => {
    expect(await problem(open({ kind: 'pmtiles', file: await write(archiveFile([{ id: 0, body: PNG }], { type: 1 })) }))).toMatch(/TileError: .*map\.pmtiles: found vector tiles, expected raster ones .*not drawn/);
    expect(await problem(open({ kind: 'pmtiles', file: await write(Buffer.alloc(40_000, 'x')) }))).toMatch(/TileError: .*map\.pmtiles: found .*expected a PMTiles archive/);
    expect(await problem(open({ kind: 'pmtiles', file: join(dir, 'none.pmtiles') }))).toMatch(/TileError: .*none\.pmtiles: found no readable file/);
  });
});
