/**
 * A segment on disk: a line of JSON, then chunks, each of them whole or none. A chunk says what it is, from when to when it
 * speaks and how long it is, and its content is gzip, which knows when it is damaged. A file that a crash cut short is read
 * up to its last whole chunk.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const zipped = promisify(gzip);
const unzipped = promisify(gunzip);

/** keyframe: everything, in parts; frames: what changed; whole: the keyframe is complete as of `from`. */
export const CHUNK = { keyframe: 1, frames: 2, whole: 3 } as const;
export type ChunkType = (typeof CHUNK)[keyof typeof CHUNK];
/** `at`: offset of its content in the file. */
export interface ChunkRef { type: ChunkType; from: number; to: number; at: number; length: number }
/** `lineage`: segments of one have their numbers in common, so that one can be read on from the other. */
export interface Head { format: 1; lineage: string; began: number }

/** A content comes out of gunzip in one piece or two, not in dozens. */
const LEAST_ROOM = 64 << 10;
const MAGIC = 0x5950_5231;
const HEADER = 29;
const MOST_HEAD = 4096;
const TYPES: readonly number[] = Object.values(CHUNK);

/** FNV-1a over a header: a torn one is no header. */
function sumOf(bytes: Buffer): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < HEADER - 4; i++) sum = Math.imul(sum ^ bytes[i]!, 0x01000193);
  return sum >>> 0;
}

function headerOf(type: ChunkType, from: number, to: number, length: number): Buffer {
  const bytes = Buffer.alloc(HEADER);
  bytes.writeUInt32BE(MAGIC, 0);
  bytes.writeUInt8(type, 4);
  bytes.writeDoubleBE(from, 5);
  bytes.writeDoubleBE(to, 13);
  bytes.writeUInt32BE(length, 21);
  bytes.writeUInt32BE(sumOf(bytes), 25);
  return bytes;
}

function readHeader(bytes: Buffer, at: number): ChunkRef | null {
  if (bytes.length < HEADER || bytes.readUInt32BE(0) !== MAGIC || bytes.readUInt32BE(25) !== sumOf(bytes)) return null;
  const type = bytes.readUInt8(4);
  if (!TYPES.includes(type)) return null;
  return { type: type as ChunkType, from: bytes.readDoubleBE(5), to: bytes.readDoubleBE(13), at: at + HEADER, length: bytes.readUInt32BE(21) };
}

/** Bytes of a segment's beginning. */
export const headOf = (head: Head): Buffer => Buffer.from(`${JSON.stringify(head)}\n`);

/** A chunk as it goes to disk, and how long its header is. */
export async function packed(type: ChunkType, from: number, to: number, content: Buffer): Promise<{ bytes: Buffer; header: number }> {
  const body = await zipped(content, { level: 6 });
  return { bytes: Buffer.concat([headerOf(type, from, to, body.length), body]), header: HEADER };
}

export interface Listing { head: Head; chunks: ChunkRef[]; /** Where the last whole chunk ends. */ end: number; size: number }

/** What stands in a file; null where it is no recording of this format. Contents are not looked at, but for the last one's. */
export async function list(path: string): Promise<Listing | null> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const head = await readHead(file);
    if (!head) return null;
    const chunks: ChunkRef[] = [];
    let end = head.length;
    for (;;) {
      const header = Buffer.alloc(HEADER);
      if ((await file.read(header, 0, HEADER, end)).bytesRead < HEADER) break;
      const chunk = readHeader(header, end);
      if (!chunk || chunk.at + chunk.length > size) break;
      chunks.push(chunk);
      end = chunk.at + chunk.length;
    }
    const last = chunks.at(-1);
    // A length can be on disk before what it speaks of is.
    if (last && last.length > 0 && !(await content(file, last).then(() => true, () => false))) {
      chunks.pop();
      end = last.at - HEADER;
    }
    return { head: head.head, chunks, end, size };
  } finally {
    await file.close();
  }
}

async function readHead(file: FileHandle): Promise<{ head: Head; length: number } | null> {
  const bytes = Buffer.alloc(MOST_HEAD);
  const { bytesRead } = await file.read(bytes, 0, MOST_HEAD, 0);
  const end = bytes.subarray(0, bytesRead).indexOf(10);
  if (end < 0) return null;
  try {
    const head = JSON.parse(bytes.toString('utf8', 0, end)) as Partial<Head>;
    return head.format === 1 && typeof head.lineage === 'string' && typeof head.began === 'number' ? { head: head as Head, length: end + 1 } : null;
  } catch { return null; }
}

/** What a chunk holds. Rejects where it is damaged. */
export async function content(file: FileHandle, { at, length }: ChunkRef): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  if ((await file.read(bytes, 0, length, at)).bytesRead < length) throw new Error(`found fewer than the ${length} bytes expected at ${at}`);
  return unzipped(bytes, { chunkSize: Math.max(LEAST_ROOM, length * 5) });
}
