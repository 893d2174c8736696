/** An answer kept ready in every encoding it may be asked in. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, Response } from 'express';

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

export interface Body { etag: string; plain: Buffer; gzip: Buffer; br: Buffer }

export async function bodyOf(value: object): Promise<Body> {
  const plain = Buffer.from(JSON.stringify(value));
  const [small, smaller] = await Promise.all([
    gzipped(plain, { level: 9 }),
    brotlied(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 7, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }),
  ]);
  return { etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`, plain, gzip: small, br: smaller };
}

/** Sends it in the best encoding the client takes; 304 where it has it already. */
export function sendBody(request: Request, response: Response, body: Body): void {
  response.set({ ETag: body.etag, 'Cache-Control': 'no-cache', Vary: 'Accept-Encoding' }).type('json');
  if (request.fresh) { response.status(304).end(); return; }
  // The server's preference, not the order the client happens to name them in.
  const encoding = (['br', 'gzip'] as const).find((name) => request.acceptsEncodings(name) === name);
  if (encoding) {
    response.set('Content-Encoding', encoding).end(body[encoding]);
  } else {
    response.end(body.plain);
  }
}

/** Answers made once each, the least recently asked for given up beyond `limit` bytes. */
export class BodyCache {
  private readonly bodies = new Map<string, Promise<Body | null>>();
  private readonly sizes = new Map<string, number>();
  private bytes = 0;

  constructor(private readonly limit: number) {}

  /** `make` answers null for what there is not; that is not kept. */
  get(key: string, make: () => object | null | Promise<object | null>): Promise<Body | null> {
    const known = this.bodies.get(key);
    if (known) {
      // Last in order is last to go.
      this.bodies.delete(key);
      this.bodies.set(key, known);
      return known;
    }
    const body = Promise.resolve().then(make).then((value) => (value === null ? null : bodyOf(value)));
    this.bodies.set(key, body);
    body.then((made) => { this.keep(key, made); }, () => { this.bodies.delete(key); });
    return body;
  }

  private keep(key: string, body: Body | null): void {
    if (body === null) { this.bodies.delete(key); return; }
    const size = body.plain.length + body.gzip.length + body.br.length;
    this.sizes.set(key, size);
    this.bytes += size;
    for (const oldest of this.bodies.keys()) {
      if (this.bytes <= this.limit || oldest === key) break;
      this.bodies.delete(oldest);
      this.bytes -= this.sizes.get(oldest) ?? 0;
      this.sizes.delete(oldest);
    }
  }
}
