import { afterEach, describe, expect, it } from 'vitest';
import { TileError } from '../../server/basemap/index.ts';
import { placeOf } from '../../server/push/basemap-api.ts';
import { ApiBasemap } from '../../server/wire/basemap.ts';
import { stage, type Stage } from './screens.ts';

let open: Stage;
afterEach(async () => { await open.close(); });
const get = (path: string): Promise<Response> => fetch(open.url + path);
const INFO = { minZoom: 3, maxZoom: 12, opacity: 0.6, attribution: null };

describe('basemap over HTTP', () => {
  it('are none for a city without', async () => {
    open = await stage({});
    expect(ApiBasemap.parse(await (await get('/api/basemap')).json())).toEqual({ basemap: null });
    expect((await get('/basemap/3/1/1')).status).toBe(404);
  });
  it('come with their type and may be kept; where there is none, nothing comes', async () => {
    open = await stage({ basemap: { info: INFO, get: ({ x }) => Promise.resolve(x === 1 ? { body: Uint8Array.from([1, 2, 3]), type: 'image/webp' } : null) } });
    expect(ApiBasemap.parse(await (await get('/api/basemap')).json())).toEqual({ basemap: INFO });
    const tile = await get('/basemap/3/1/1');
    expect([tile.status, tile.headers.get('content-type'), tile.headers.get('cache-control'), [...new Uint8Array(await tile.arrayBuffer())]]).toEqual([200, 'image/webp', 'public, max-age=86400', [1, 2, 3]]);
    expect((await get('/basemap/3/2/1')).status).toBe(204);
    for (const path of ['/basemap/2/1/1', '/basemap/13/1/1', '/basemap/3/8/1', '/basemap/3/1/8', '/basemap/3/-1/1', '/basemap/3/1.5/1', '/basemap/3/1/1.png']) expect([path, (await get(path)).status]).toEqual([path, 404]);
  });
  it('that cannot be had are said to be so, and not kept', async () => {
    open = await stage({ basemap: { info: INFO, get: () => Promise.reject(new TileError('away')) } });
    const answer = await get('/basemap/3/1/1');
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([503, 'no-store']);
    expect(await answer.text()).not.toContain('away');
  });
  it('are asked for by three whole numbers inside the world', () => {
    expect(placeOf({ z: '3', x: '7', y: '0' }, INFO)).toEqual({ z: 3, x: 7, y: 0 });
    for (const params of [{ z: '3', x: '8', y: '0' }, { z: '3', x: '1', y: '1e1' }, { z: '03e', x: '1', y: '1' }, { z: '3', x: '1' }] as Record<string, string>[]) expect(placeOf(params, INFO)).toBeNull();
  });
});
