/** Serves the harness page with vite and the stand-in API: `tsx tests/screen/map-harness/server.ts --city DIR [--port N]`. */
import { resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { createServer, type Plugin, type ViteDevServer } from 'vite';
import { generated, openCity, type CityApi } from './city-api.ts';

/** Two levels of real districts, to see that the map takes any city. */
export const twoLevels = (dir: string, code: string, name: string): CityApi => openCity(dir, code, name, [
  { level: 'district', file: 'districts.geojson', code: (f) => String(f.properties?.['district']), name: (f) => String(f.properties?.['district']), parent: () => code },
  { level: 'street', file: 'streets.geojson', code: (f) => String(f.properties?.['official_control_code_2023']), name: (f) => String(f.properties?.['osm_name']), parent: (f) => String(f.properties?.['district']) },
]);

function api(city: CityApi): Plugin {
  return {
    name: 'stand-in-api',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? '/', 'http://x');
        const region = url.searchParams.get('region');
        const body = url.pathname === '/api/regions' ? city.regions(region)
          : url.pathname === '/api/geo/base' ? city.base(url.searchParams.get('layer'))
            : url.pathname === '/api/geo' && region !== null ? city.geo(region) : undefined;
        if (body === undefined) { next(); return; }
        response.statusCode = body === null ? 404 : 200;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(body));
      });
    },
  };
}

export async function serveHarness(city: CityApi, port: number): Promise<{ url: string; server: ViteDevServer }> {
  const root = resolve(import.meta.dirname);
  const server = await createServer({
    root, configFile: false, logLevel: 'warn', plugins: [vue(), api(city)],
    cacheDir: resolve(root, '../../../node_modules/.vite/map-harness'),
    server: { port, host: '127.0.0.1', fs: { allow: [resolve(root, '../../..')] }, hmr: false },
    optimizeDeps: { include: ['vue', '@deck.gl/core', '@deck.gl/layers', 'h3-js', 'topojson-client'] },
  });
  await server.listen();
  return { url: server.resolvedUrls!.local[0]!, server };
}

if (process.argv[1]?.endsWith('map-harness/server.ts')) {
  const option = (name: string, other: string): string => { const i = process.argv.indexOf(`--${name}`); return i < 0 ? other : process.argv[i + 1]!; };
  const dir = option('city', '');
  const city = option('kind', 'generated') === 'real' ? twoLevels(dir, 'CITY', '城市') : generated(dir, '990100', '澜江市');
  const { url } = await serveHarness(city, Number(option('port', '0')));
  process.stdout.write(`${JSON.stringify({ listening: url, regions: city.all.size })}\n`);
}
