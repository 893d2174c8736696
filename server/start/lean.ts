/**
 * Environment of a server that keeps its memory small: the C library otherwise holds on to what each
 * thread (compression, files) once needed. Merely ignored where the C library is another.
 */
export const LEAN: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '2' };
