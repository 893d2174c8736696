/** The deliberate bugs still fit the source; with `--mode full` each of them is tried. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FULL } from '../helpers/length.ts';
import { applied, MUTANTS } from './mutants.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('mutants', () => {
  it('have names of their own', () => {
    expect(new Set(MUTANTS.map((m) => m.name)).size).toBe(MUTANTS.length);
  });

  it.each(MUTANTS)('$name fits the source once, and its tests exist', async (mutant) => {
    const source = await readFile(`${ROOT}${mutant.file}`, 'utf8');
    expect(applied(mutant, source)).not.toBe(source);
    expect(mutant.tests.filter((file) => !existsSync(`${ROOT}${file}`))).toEqual([]);
  });

  it('that no longer fits says so', () => {
    expect(() => applied(MUTANTS[0]!, 'return nil')).toThrow(/^mutant is stale: .*found 0 times .*, expected once$/);
  });

  it.runIf(FULL)('are all killed', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'tests/mutants/run.ts'], { cwd: ROOT, maxBuffer: 2 ** 26 })
      .catch((cause: Error & { stdout: string }) => { if (!cause.stdout) throw cause; return cause; });
    expect(stdout).toMatch(new RegExp(`^${MUTANTS.length} of ${MUTANTS.length} killed`, 'm'));
  });
});
