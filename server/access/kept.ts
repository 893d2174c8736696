/**
 * Documents that were signed, each a file named by its own hash: what is kept can't be written over, and what was changed
 * from outside no longer answers to its name. The record of actions says which hash was signed, by whom and when.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from './durable.ts';

export interface Kept {
  /** Fulfilled with the hash (sha256, hex) when the text is on disk. */
  keep(text: string): Promise<string>;
  /** `intact`: it is what was kept under this hash. null: the file is gone. */
  read(hash: string): Promise<{ text: string; intact: boolean } | null>;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const HASH = /^[0-9a-f]{64}$/;

/** Keeps in `dir`, which is made. */
export function keptIn(dir: string): Kept {
  let written = 0;
  return {
    async keep(text) {
      const hash = hashOf(text);
      await mkdir(dir, { recursive: true });
      await writeDurably(join(dir, `${hash}.json`), text, join(dir, `${hash}.${process.pid}.${++written}.part`));
      return hash;
    },
    async read(hash) {
      if (!HASH.test(hash)) return null;
      const text = await readFile(join(dir, `${hash}.json`), 'utf8').catch((error: NodeJS.ErrnoException) => { if (error.code === 'ENOENT') return null; throw error; });
      return text === null ? null : { text, intact: hashOf(text) === hash };
    },
  };
}
