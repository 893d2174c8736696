/**
 * A test's suffix names what it needs: `.test.ts` nothing, `.redis.test.ts` a real Redis,
 * `.browser.test.ts` a real Chromium and the built screen. `--mode full` runs the long ones at length.
 */
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig(({ mode }) => ({
  root,
  plugins: [vue()],
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/helpers/global-setup.ts'],
    reporters: ['default', fileURLToPath(new URL('./closing-line.ts', import.meta.url))],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: mode === 'full' ? 3_600_000 : 300_000,
    hookTimeout: 180_000,
    env: { YIPING_TESTS: mode === 'full' ? 'full' : 'usual' },
  },
}));
