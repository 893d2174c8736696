/** A PMTiles archive of version 3, byte by byte as its specification says, so that the reader is held against that and not itself. */

export interface ArchiveTile { /** Place on the Hilbert curve through all zooms: 0 is 0/0/0; 1–4 are 1/0/0, 1/0/1, 1/1/1, 1/1/0. */ id: number; body: Uint8Array }

const varint = (n: number): number[] => (n < 128 ? [n] : [(n % 128) | 128, ...varint(Math.floor(n / 128))]);

/** `type`: 1 vector, 2 png, 3 jpeg. */
export function archiveFile(tiles: readonly ArchiveTile[], { type = 2, minZoom = 0, maxZoom = 1 } = {}): Buffer {
  const sorted = [...tiles].sort((a, b) => a.id - b.id);
  const root = Buffer.from([
    ...varint(sorted.length),
    ...sorted.flatMap(({ id }, i) => varint(id - (i === 0 ? 0 : sorted[i - 1]!.id))),
    ...sorted.flatMap(() => varint(1)),
    ...sorted.flatMap(({ body }) => varint(body.byteLength)),
    ...sorted.flatMap((_, i) => varint(i === 0 ? 1 : 0)),
  ]);
  const metadata = Buffer.from('{}');
  const data = Buffer.concat(sorted.map(({ body }) => body));
  const header = Buffer.alloc(127);
  header.write('PMTiles', 0);
  header[7] = 3;
  const parts = [[127, root.length], [127 + root.length, metadata.length], [0, 0], [127 + root.length + metadata.length, data.length], [sorted.length, sorted.length]] as const;
  parts.flat().forEach((n, i) => header.writeBigUInt64LE(BigInt(n), 8 + i * 8));
  header.writeBigUInt64LE(BigInt(sorted.length), 88);
  // Clustered; directories and tiles not compressed; type; zooms.
  header.set([1, 1, 1, type, minZoom, maxZoom], 96);
  return Buffer.concat([header, root, metadata, data]);
}

/** A picture of one pixel. */
export const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg==', 'base64');
