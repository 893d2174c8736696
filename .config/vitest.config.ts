/**
 * A test's suffix names what it needs: `.test.ts` nothing, `.redis.test.ts` a real Redis,
 * `.browser.test.ts` a real Chromium and the built screen. `--mode full` runs the long ones at length.
 */
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig(({ mode }) => {
  const suite = (name: string, include: string[], exclude: string[], retry: number): TestProjectConfiguration => ({
    root,
    plugins: [vue()],
    test: {
      name, include, exclude, retry,
      testTimeout: mode === 'full' ? 3_600_000 : 300_000,
      hookTimeout: 180_000,
      env: { YIPING_TESTS: mode === 'full' ? 'full' : 'usual' },
    },
  });
  return {
    root,
    test: {
      globalSetup: ['tests/helpers/global-setup.ts'],
      reporters: ['default', fileURLToPath(new URL('./closing-line.ts', import.meta.url))],
      pool: 'forks',
      maxWorkers: 2,
      projects: [
        suite('node', ['tests/**/*.test.ts'], ['tests/**/*.browser.test.ts'], 0),
        // Two browsers that draw by the processor share two cores with all else: what waits in vain there is tried once
        // more, and named in the closing lines. Nothing else is: a property that fails once is false.
        suite('browser', ['tests/**/*.browser.test.ts'], [], 1),
      ],
    },
  };
});
