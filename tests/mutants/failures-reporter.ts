/** Writes the failed tests, each with why, into the file that YP_FAILURES names; of a property, what its counterexample did. */
import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

interface Told { message: string; cause?: unknown }
const isTold = (value: unknown): value is Told => typeof value === 'object' && value !== null && 'message' in value;

/** The innermost cause: an assertion, not that a property failed. */
const reasonOf = (error: Told): string => (isTold(error.cause) ? reasonOf(error.cause) : error.message);

export default class Failures implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const failed: { test: string; why: string }[] = [];
    for (const module of modules) {
      for (const test of module.children.allTests('failed')) failed.push({ test: test.fullName, why: test.result().errors?.map(reasonOf).join('; ') ?? '' });
    }
    writeFileSync(process.env['YP_FAILURES'] ?? 'failures.json', JSON.stringify(failed));
  }
}
