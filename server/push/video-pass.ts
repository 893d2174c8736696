/**
 * /video/ID/…: pictures of the cameras, passed on from the media gateway, since a wall asks nobody but this server.
 *   live.m3u8     the stream's list; what it names is led through here as well
 *   part/PATH     what the list named: parts and lists beside it or below
 *   snapshot      one picture
 * Of another stage's cameras under that stage's own address.
 */
import type { IRouter, Request, Response } from 'express';
import type { Mirrors } from './mirrors/index.ts';
import type { VideoGateway } from './deps.ts';
import { directoryOf, isList, isPicture, isPart, PlaylistError, rewritten } from './playlist.ts';

/** So many questions to the gateway at once; a wall asks for two or three streams. */
const AT_ONCE = 32;

interface State { loaded(): boolean; mirrors(): Mirrors }
type Log = { warn(fields: object, text: string): void };

/** What the page is told where there is no picture: a status and why. */
class NoPicture extends Error { constructor(readonly status: number, message: string) { super(message); } }

/** `at`: where the router has it; `as`: how a page asks for it. */
export function videoPass(app: IRouter, gateway: VideoGateway | null, state: State, log: Log, { at, as } = { at: '/video', as: '/video' }): void {
  let busy = 0;
  const passing = (find: (id: string, request: Request) => { address: string; want: (type: string) => boolean; from: string }) => async (request: Request, response: Response): Promise<void> => {
    response.set('Cache-Control', 'no-store');
    if (busy >= AT_ONCE) { response.status(503).set('Retry-After', '1').json({ error: 'too many pictures are asked for at once' }); return; }
    busy += 1;
    try {
      const id = knownCamera(request, state);
      if (gateway === null) throw new NoPicture(404, 'no media gateway is configured');
      const { address, want, from } = find(id, request);
      const { type, body } = await fetched(address, gateway, want, response);
      const list = isList(type);
      response.set('Content-Type', type).end(list ? rewritten(body.toString('utf8'), address, from, `${as}/${encodeURIComponent(id)}/part/`) : body);
    } catch (error) {
      if (response.destroyed) return;
      const no = error instanceof NoPicture ? error : error instanceof PlaylistError ? new NoPicture(502, error.message) : null;
      if (!no) log.warn({ err: error }, 'a picture could not be passed on');
      response.status(no?.status ?? 502).json({ error: no?.message ?? 'the media gateway could not be asked' });
    } finally {
      busy -= 1;
    }
  };
  const live = (id: string): string => addressOf(gateway?.hls, id, 'no streams are configured');
  app.get(`${at}/:id/live.m3u8`, passing((id) => ({ address: live(id), want: isList, from: directoryOf(live(id)) })));
  app.get(`${at}/:id/part/*path`, passing((id, request) => {
    const from = directoryOf(live(id));
    const address = new URL(request.originalUrl.slice(as.length).replace(/^\/[^/]+\/part\//, ''), from).href;
    if (!address.startsWith(from)) throw new NoPicture(404, 'no such part');
    return { address, from, want: (type) => isPart(type) || isList(type) };
  }));
  app.get(`${at}/:id/snapshot`, passing((id) => ({ address: addressOf(gateway?.snapshot, id, 'no snapshots are configured'), want: isPicture, from: '' })));
}

function knownCamera({ params }: Request, { loaded, mirrors }: State): string {
  if (!loaded()) throw new NoPicture(503, 'the cameras are being read; ask again');
  const id = String(params['id']);
  const { points } = mirrors().cameras;
  const index = points.find(id);
  if (index === undefined || !points.exists(index)) throw new NoPicture(404, 'no such camera');
  return id;
}

function addressOf(template: string | null | undefined, id: string, none: string): string {
  if (!template) throw new NoPicture(404, none);
  return new URL(template.replaceAll('{id}', encodeURIComponent(id))).href;
}

/** The whole answer, within the gateway's time and size, of a type that is wanted; given up when the page goes away. */
async function fetched(address: string, gateway: VideoGateway, want: (type: string) => boolean, response: Response): Promise<{ type: string; body: Buffer }> {
  const control = new AbortController();
  const gone = (): void => { control.abort(); };
  response.once('close', gone);
  const timer = setTimeout(gone, gateway.timeout);
  try {
    const answer = await fetch(address, { headers: gateway.headers, signal: control.signal, redirect: 'manual' });
    const type = (answer.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
    if (answer.status !== 200 || !want(type)) {
      await answer.body?.cancel().catch(() => undefined);
      throw answer.status === 200 ? new NoPicture(502, `the media gateway answered with ${JSON.stringify(type)}`) : new NoPicture(answer.status === 404 ? 404 : 502, `the media gateway answered with status ${answer.status}`);
    }
    return { type, body: await bodyOf(answer, gateway.limit, control) };
  } catch (error) {
    if (error instanceof NoPicture || !control.signal.aborted) throw error;
    throw new NoPicture(504, `the media gateway gave no whole answer in ${gateway.timeout} ms`);
  } finally {
    clearTimeout(timer);
    response.off('close', gone);
  }
}

async function bodyOf(answer: globalThis.Response, limit: number, control: AbortController): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.byteLength;
    if (bytes > limit) { control.abort(); throw new NoPicture(502, `the media gateway answered with more than ${limit} bytes`); }
    parts.push(part);
  }
  return Buffer.concat(parts);
}
