/**
 * Environment of a server that keeps its memory small. The C library otherwise holds on to what each thread (compression,
 * files) once needed: merely ignored where it is another. V8 otherwise lets what is soon forgotten, as 60,000 positions every
 * ten seconds, fill 48 MB before it looks; half of that costs no measurable time.
 */
export const LEAN: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '2', NODE_OPTIONS: '--max-semi-space-size=8' };
