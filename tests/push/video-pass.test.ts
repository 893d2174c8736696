/** Pictures passed on from the media gateway: what of it reaches a page, and what never does. */
import { createServer, get as httpGet, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { PlaylistError, rewritten } from '../../server/push/playlist.ts';
import type { VideoGateway } from '../../server/push/index.ts';
import { stage, type Stage } from './screens.ts';
import { aCamera } from './small-city.ts';

let open: Stage;
let gateway: Server | null = null;
afterEach(async () => {
  await open.close();
  gateway?.closeAllConnections();
  await new Promise((done) => { if (gateway) gateway.close(done); else done(null); });
  gateway = null;
});

const HLS = 'application/vnd.apple.mpegurl';
/** Answers by path: [type, body], a status, or by itself. */
async function begin(answers: Record<string, [string, string] | number | RequestListener>, extra: Partial<VideoGateway> = {}): Promise<string[]> {
  const asked: string[] = [];
  gateway = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers['x-key'] ?? ''}`.trim());
    const answer = answers[request.url ?? ''] ?? 404;
    if (typeof answer === 'function') answer(request, response);
    else if (typeof answer === 'number') response.writeHead(answer, { location: '/elsewhere' }).end();
    else response.writeHead(200, { 'content-type': answer[0], 'set-cookie': 'a=b' }).end(answer[1]);
  });
  await new Promise<void>((done) => { gateway!.listen(0, '127.0.0.1', done); });
  const base = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  open = await stage({ video: { hls: `${base}/live/{id}/index.m3u8`, snapshot: `${base}/shot/{id}`, headers: { 'x-key': 'k' }, timeout: 2000, limit: 1000, ...extra } });
  open.hands.store.keep(aCamera('v1', 'c1111', 1));
  await open.push.tick();
  return asked;
}
const get = async (path: string): Promise<[number, string | null, string]> => { const answer = await fetch(open.url + path); return [answer.status, answer.headers.get('content-type'), await answer.text()]; };
/** Asked with the path as it is: fetch would take the dots out of it. */
const statusAsWritten = (path: string): Promise<number | undefined> => new Promise((resolve, reject) => { httpGet(open.url, { path }, (answer) => { answer.resume(); resolve(answer.statusCode); }).on('error', reject); });
const why = async (path: string): Promise<[number, string]> => { const [status, , body] = await get(path); return [status, (JSON.parse(body) as { error: string }).error]; };

describe('a stream', () => {
  it('is led through this server: its list, the parts and lists it names, with the gateway\'s key and none of its cookies', async () => {
    const asked = await begin({
      '/live/v1/index.m3u8': [HLS, '#EXTM3U\n#EXT-X-MAP:URI="init.mp4"\n#EXTINF:2,\n1.m4s?t=9\n#EXTINF:2,\n/live/v1/sub/2.m4s\n'],
      '/live/v1/1.m4s?t=9': ['video/mp4', 'one'], '/live/v1/sub/2.m4s': ['application/octet-stream', 'two'], '/live/v1/sub/more.m3u8': ['application/x-mpegurl', '#EXTM3U\n3.ts\n'],
    });
    expect(await get('/video/v1/live.m3u8')).toEqual([200, HLS, '#EXTM3U\n#EXT-X-MAP:URI="/video/v1/part/init.mp4"\n#EXTINF:2,\n/video/v1/part/1.m4s?t=9\n#EXTINF:2,\n/video/v1/part/sub/2.m4s\n']);
    expect(await get('/video/v1/part/1.m4s?t=9')).toEqual([200, 'video/mp4', 'one']);
    expect(await get('/video/v1/part/sub/2.m4s')).toEqual([200, 'application/octet-stream', 'two']);
    expect((await get('/video/v1/part/sub/more.m3u8'))[2]).toBe('#EXTM3U\n/video/v1/part/sub/3.ts\n');
    expect(asked[0]).toBe('/live/v1/index.m3u8 k');
    const answer = await fetch(`${open.url}/video/v1/live.m3u8`);
    expect([answer.headers.get('set-cookie'), answer.headers.get('cache-control'), answer.headers.get('x-content-type-options')]).toEqual([null, 'no-store', 'nosniff']);
  });

  it('that names another host, or a place above its own, is refused', () => {
    const [address, from] = ['http://g/live/v1/index.m3u8', 'http://g/live/v1/'];
    for (const uri of ['http://other/1.ts', '//other/1.ts', '../v2/1.ts', '/shot/v1', 'http://g:81/live/v1/1.ts', 'http://[']) {
      expect(() => rewritten(`#EXTM3U\n${uri}\n`, address, from, '/p/')).toThrow(PlaylistError);
      expect(() => rewritten(`#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="${uri}"\n`, address, from, '/p/')).toThrow(PlaylistError);
    }
    expect(() => rewritten('<html>', address, from, '/p/')).toThrow(PlaylistError);
  });

  it('leads nobody to anything else the gateway has', async () => {
    const asked = await begin({ '/live/v1/index.m3u8': [HLS, '#EXTM3U\nhttp://127.0.0.1:1/x.ts\n'] });
    expect(await why('/video/v1/live.m3u8')).toEqual([502, 'the stream leads away from its own folder']);
    for (const path of ['../../admin', '%2e%2e/%2e%2e/admin', '/127.0.0.1:1/x', 'http://127.0.0.1:1/x', '/admin']) expect([path, await statusAsWritten(`/video/v1/part/${path}`)]).toEqual([path, 404]);
    expect(asked).toEqual(['/live/v1/index.m3u8 k']);
  });
});

describe('a picture', () => {
  it('is passed on as it is', async () => {
    await begin({ '/shot/v1': ['image/jpeg', 'jpeg'] });
    expect(await get('/video/v1/snapshot')).toEqual([200, 'image/jpeg', 'jpeg']);
  });

  it.each<[string, Parameters<typeof begin>[0], Partial<VideoGateway>, string, [number, string]]>([
    ['of a camera that is not known', {}, {}, '/video/v2/snapshot', [404, 'no such camera']],
    ['that the gateway has not', { '/shot/v1': 404 }, {}, '/video/v1/snapshot', [404, 'the media gateway answered with status 404']],
    ['that is elsewhere', { '/shot/v1': 302 }, {}, '/video/v1/snapshot', [502, 'the media gateway answered with status 302']],
    ['that is no picture', { '/shot/v1': ['text/html', '<script>'] }, {}, '/video/v1/snapshot', [502, 'the media gateway answered with "text/html"']],
    ['that could run', { '/shot/v1': ['image/svg+xml', '<svg/>'] }, {}, '/video/v1/snapshot', [502, 'the media gateway answered with "image/svg+xml"']],
    ['without end', { '/shot/v1': ['image/png', 'x'.repeat(1001)] }, {}, '/video/v1/snapshot', [502, 'the media gateway answered with more than 1000 bytes']],
    ['that does not come', { '/shot/v1': () => undefined }, { timeout: 60 }, '/video/v1/snapshot', [504, 'the media gateway gave no whole answer in 60 ms']],
    ['of which half comes', { '/shot/v1': (_q, r) => { r.writeHead(200, { 'content-type': 'image/png' }).write('x'); } }, { timeout: 60 }, '/video/v1/snapshot', [504, 'the media gateway gave no whole answer in 60 ms']],
    ['of a city without streams', {}, { hls: null }, '/video/v1/live.m3u8', [404, 'no streams are configured']],
    ['that is a page where a list belongs', { '/live/v1/index.m3u8': [HLS, '<html>'] }, {}, '/video/v1/live.m3u8', [502, 'the media gateway answered with no list of a stream']],
  ])('%s is told why', async (_what, answers, extra, path, expected) => {
    await begin(answers, extra);
    expect(await why(path)).toEqual(expected);
  });

  it('of a gateway that is away is told so, and the reason is logged', async () => {
    await begin({ '/shot/v1': (request) => { request.socket.destroy(); } });
    expect(await why('/video/v1/snapshot')).toEqual([502, 'the media gateway could not be asked']);
    expect(open.hands.logged.map(({ level }) => level)).toContain('warn');
  });

  it('is given up at the gateway when the page has gone', async () => {
    let gone: () => void = () => undefined;
    const left = new Promise<void>((done) => { gone = done; });
    let come: () => void = () => undefined;
    const came = new Promise<void>((done) => { come = done; });
    await begin({ '/shot/v1': (_request, response) => { response.once('close', gone); come(); } }, { timeout: 60_000 });
    const control = new AbortController();
    const asking = fetch(`${open.url}/video/v1/snapshot`, { signal: control.signal }).catch(() => 'given up');
    await came;
    control.abort();
    expect(await asking).toBe('given up');
    await left;
  });
});

it('without a gateway there are no pictures', async () => {
  open = await stage();
  expect(await why('/video/v1/snapshot')).toEqual([503, 'the cameras are being read; ask again']);
  open.hands.store.keep(aCamera('v1', 'c1111', 1));
  await open.push.tick();
  expect(await why('/video/v1/snapshot')).toEqual([404, 'no media gateway is configured']);
});
