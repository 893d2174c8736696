/** Every benchmark, in the order they are run: those on Redis alone first, then those that watch the full city mid-storm, then those that start cities of their own. */
import type { Benchmark } from './harness.ts';

export const BENCHMARKS: readonly Benchmark[] = [];
