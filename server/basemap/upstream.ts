/** Tiles of another server: one GET each, with a time-out, a limit on the body while it streams, and images only. */
import { IMAGES, TileError, type GetTile, type Place, type Tile } from './tile.ts';

export interface UpstreamOptions {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  address: (place: Place) => string;
  /** ms for the whole answer. */
  timeout: number;
  maxBytes: number;
}

export const xyzAddress = (url: string) => ({ z, x, y }: Place): string =>
  url.replaceAll('{z}', String(z)).replaceAll('{x}', String(x)).replaceAll('{y}', String(y));

/** 天地图's WMTS: matrix set `w` is Web Mercator. */
export function tiandituAddress(url: string, layer: string, key: string): (place: Place) => string {
  return ({ z, x, y }) => {
    const query = new URLSearchParams({
      SERVICE: 'WMTS', REQUEST: 'GetTile', VERSION: '1.0.0', LAYER: layer, STYLE: 'default', TILEMATRIXSET: 'w', FORMAT: 'tiles',
      TILEMATRIX: String(z), TILEROW: String(y), TILECOL: String(x), tk: key,
    });
    return `${url.replace(/\/$/, '')}/${layer}_w/wmts?${query}`;
  };
}

export const upstream = (options: UpstreamOptions): GetTile => async (place) => {
  const name = `tile ${place.z}/${place.x}/${place.y}`;
  try {
    return await ask(name, place, options);
  } catch (cause) {
    if (cause instanceof TileError) throw cause;
    const late = cause instanceof Error && cause.name === 'TimeoutError';
    // The cause of a failed fetch may hold the whole address, its key too: only its code is told.
    throw new TileError(late ? `${name}: found no whole answer in ${options.timeout} ms, expected one` : `${name}: found no connection (${codeOf(cause)}), expected an answer`);
  }
};

async function ask(name: string, place: Place, { fetch, address, timeout, maxBytes }: UpstreamOptions): Promise<Tile | null> {
  const response = await fetch(address(place), { signal: AbortSignal.timeout(timeout), redirect: 'manual', headers: { accept: IMAGES.join(', ') } });
  const type = (response.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
  const refuse = async (why: string): Promise<never> => {
    await response.body?.cancel().catch(() => undefined);
    throw new TileError(`${name}: found ${why}`);
  };
  if (response.status === 404 || response.status === 204) { await response.body?.cancel().catch(() => undefined); return null; }
  if (response.status !== 200) return refuse(`status ${response.status}, expected 200`);
  if (!IMAGES.includes(type)) return refuse(`content type ${JSON.stringify(type.slice(0, 40))}, expected ${IMAGES.join(', ')}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new TileError(`${name}: found ${bytes} bytes or more, expected at most ${maxBytes}`);
    chunks.push(chunk);
  }
  return { body: Buffer.concat(chunks, bytes), type };
}

function codeOf(cause: unknown): string {
  const inner: unknown = cause instanceof Error ? cause.cause : null;
  const code: unknown = typeof inner === 'object' && inner !== null && 'code' in inner ? inner.code : null;
  return typeof code === 'string' ? code : 'unknown';
}
