/** GET /api/basemap and /basemap/Z/X/Y: the map's ground. The page asks no other host for it. */
import type { Express } from 'express';
import type { ApiBasemap, BasemapInfo } from '../wire/basemap.ts';
import type { PushDeps } from './deps.ts';

const DAY_S = 86_400;
const HOUR_S = 3_600;

/** The tile named by a path's three numbers; null where there can be none. */
export function placeOf(params: Readonly<Record<string, string>>, { minZoom, maxZoom }: BasemapInfo): { z: number; x: number; y: number } | null {
  const parts = [params['z'], params['x'], params['y']];
  if (!parts.every((text) => text !== undefined && /^\d{1,8}$/.test(text))) return null;
  const [z, x, y] = parts.map(Number) as [number, number, number];
  return z >= minZoom && z <= maxZoom && x < 2 ** z && y < 2 ** z ? { z, x, y } : null;
}

export function basemap(app: Express, { basemap: ground, log }: PushDeps): void {
  const info: ApiBasemap = { basemap: ground?.info ?? null };
  app.get('/api/basemap', (_request, response) => { response.set('Cache-Control', 'no-cache').json(info); });
  let away = false;
  app.get('/basemap/:z/:x/:y', async (request, response) => {
    const place = ground ? placeOf(request.params, ground.info) : null;
    if (!ground || !place) { response.status(404).json({ error: 'no such tile' }); return; }
    try {
      const tile = await ground.get(place);
      away = false;
      if (tile === null) response.status(204).set('Cache-Control', `public, max-age=${HOUR_S}`).end();
      else response.set({ 'Cache-Control': `public, max-age=${DAY_S}`, 'Content-Type': tile.type }).send(Buffer.from(tile.body));
    } catch (cause) {
      if (!away) log.warn({ err: cause }, 'tiles under the map cannot be had; the map goes on without');
      away = true;
      response.status(503).set('Cache-Control', 'no-store').json({ error: 'this tile cannot be had just now; ask again' });
    }
  });
}
