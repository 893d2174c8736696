/** Every benchmark, in the order they are run: those on Redis alone first, then those that watch the full city mid-storm, then those that start cities of their own. */
import { bytes } from './bytes.ts';
import { click } from './click.ts';
import { cost } from './cost.ts';
import { desk } from './desk.ts';
import { fanOut } from './fan-out.ts';
import { firstLoad } from './first-load.ts';
import type { Benchmark } from './harness.ts';
import { history } from './history.ts';
import { intake } from './intake.ts';
import { memory } from './memory.ts';
import { pixel } from './pixel.ts';
import { playback } from './playback.ts';
import { positions } from './positions.ts';
import { reconnect } from './reconnect.ts';
import { screenMemory } from './screen-memory.ts';
import { scriptTime } from './script-time.ts';
import { tiles } from './tiles.ts';

export const BENCHMARKS: readonly Benchmark[] = [intake, cost, fanOut, pixel, scriptTime, click, reconnect, tiles, screenMemory, firstLoad, bytes, memory, desk, playback, positions, history];
