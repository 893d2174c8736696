/** Real data that is not in the repository; tests on it name themselves as not run where it is absent. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

export const SHARED_DATA = fileURLToPath(new URL('../../../shared/data', import.meta.url));

/** describe() on real data; without it one skipped entry says what was not run and why. */
export function describeOnSharedData(name: string, body: () => void): void {
  if (existsSync(SHARED_DATA)) describe(name, body);
  else describe.skip(`${name} (NOT RUN: ../shared/data is absent)`, body);
}
