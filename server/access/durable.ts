/** Writes a file so that a crash, or power that goes, leaves the whole of it or what stood there before. */
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Fulfilled when it is on disk; only its owner may read it. `half`: beside it, not written by anybody else meanwhile. */
export async function writeDurably(path: string, text: string, half = `${path}.part`): Promise<void> {
  const file = await open(half, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally { await file.close(); }
  await rename(half, path);
  const folder = await open(dirname(path), 'r');
  try { await folder.sync(); } finally { await folder.close(); }
}
