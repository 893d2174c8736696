/** Builds the screen into dist/: one entry page, map and chart engines in chunks of their own. */
import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** A dev server proxies to a running server here. */
const SERVER = process.env['YIPING_DEV_SERVER'] ?? 'http://localhost:8080';

/** Libraries that know an address of their own (a CDN for workers, a picture for a tool) know none in what is built: `.invalid` is nobody's. */
const nobodyElse: Plugin = {
  name: 'nobody-else',
  renderChunk: (code) => ({ code: code.replace(/https?:\/\/(unpkg\.com|(router\.)?vuejs\.org)\b/g, 'https://absent.invalid'), map: null }),
};

export default defineConfig({
  root: at('./screen'),
  // The page lies at the root of its server and asks nobody else for anything.
  base: '/',
  plugins: [vue(), nobodyElse],
  server: { proxy: { '/api': SERVER, '/video': SERVER, '/socket.io': { target: SERVER, ws: true } } },
  build: {
    outDir: at('./dist'),
    emptyOutDir: true,
    // The floor of the browsers in command rooms.
    target: 'chrome90',
    chunkSizeWarningLimit: 1200,
    assetsInlineLimit: 0,
  },
});
