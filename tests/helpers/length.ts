/**
 * How long the long tests run. `npm run check:full` sets vitest's mode (.config/vitest.config.ts), and all lengths
 * follow from that one word: nothing has to be remembered beside it.
 */
export const FULL = process.env.YIPING_TESTS === 'full';

/** `usual` in `npm test` and CI, `full` in `npm run check:full`. */
export const atLength = (usual: number, full: number): number => (FULL ? full : usual);

/** Blows of one kind. */
export const KILLS = atLength(10, 50);
