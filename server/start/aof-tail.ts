/**
 * Mends the end of an append-only file before Redis loads it.
 *
 * A script's writes stand in the file between MULTI and EXEC. Where a cut falls inside a command of such
 * a block, Redis (7.0 at least) cuts only that command off and leaves the block open: it is not applied
 * now, but what is appended next ends it, and the load after that applies one half of it. So a block
 * without its EXEC is cut off whole. Nothing else is touched.
 */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const BEGIN = Buffer.from('*1\r\n$5\r\nMULTI\r\n');
const END = Buffer.from('*1\r\n$4\r\nEXEC\r\n');
/** A block is one script's writes, far below this. */
const LOOK = 32 * 1024 * 1024;

/** `dir`: Redis's data folder. Returns how many bytes were cut off. */
export async function mendTail(dir: string): Promise<number> {
  const folder = join(dir, 'appendonlydir');
  const manifest = await readFile(join(folder, 'appendonly.aof.manifest'), 'utf8').catch(() => '');
  const last = [...manifest.matchAll(/^file (\S+) seq \d+ type i$/gm)].at(-1)?.[1];
  if (last === undefined) return 0;
  const file = await open(join(folder, last), 'r+').catch(() => null);
  if (!file) return 0;
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - LOOK);
    const tail = Buffer.alloc(size - from);
    await file.read(tail, 0, tail.length, from);
    const begun = tail.lastIndexOf(BEGIN);
    if (begun < 0 || tail.indexOf(END, begun) >= 0) return 0;
    await file.truncate(from + begun);
    return tail.length - begun;
  } finally {
    await file.close();
  }
}
