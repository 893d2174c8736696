/** Stands between server and simulated feeds and notes when each answer was asked for; changes nothing. */
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** One answer: path and query, when it was asked for (epoch ms, wall), its body. */
export interface Page { path: string; asked: number; body: string }
export interface Tap {
  url: string;
  /** Called with every answer from now on; without a listener bodies are passed through unread. */
  onPage: ((page: Page) => void) | null;
  close(): void;
}

export async function openTap(upstream: string): Promise<Tap> {
  const tap: Tap = { url: '', onPage: null, close: () => { server.closeAllConnections(); server.close(); } };
  const server = createServer((req, res) => { pass(req, res, upstream, tap); });
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  tap.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return tap;
}

function pass(req: IncomingMessage, res: ServerResponse, upstream: string, tap: Tap): void {
  const asked = Date.now();
  const path = req.url ?? '/';
  const onward = ask(new URL(path, upstream), { method: req.method, headers: req.headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    const listener = tap.onPage;
    if (listener && answer.statusCode === 200) {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const body = Buffer.concat(chunks);
        listener({ path, asked, body: (answer.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString() });
      });
    }
    answer.pipe(res);
  });
  onward.on('error', () => { if (!res.headersSent) res.writeHead(502); res.end(); });
  req.pipe(onward);
}
