/** A server in front of the product: some paths are answered here, all else (sockets too) goes on to it. */
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';

export interface Answer { body: string | Buffer; type: string }
export interface Overlay { url: string; server: Server; close(): void }

/** `answer`: what stands at a path here; null sends the request on. `sockets`: whether upgrades go on to the product. */
export async function openOverlay(product: string, answer: (path: string) => Promise<Answer | null>, sockets = true): Promise<Overlay> {
  const server = createServer((req, res) => {
    void answer(new URL(req.url ?? '/', product).pathname).then((found) => {
      if (!found) { onward(req, res, product); return; }
      res.writeHead(200, { 'content-type': found.type });
      res.end(found.body);
    });
  });
  if (sockets) {
    const { hostname, port } = new URL(product);
    server.on('upgrade', (req, socket, head) => {
      const upstream = connect(Number(port), hostname, () => {
        // Headers as they came: the product compares Origin with Host, and both name this server.
        const lines = [`${req.method ?? 'GET'} ${req.url ?? '/'} HTTP/1.1`];
        for (let i = 0; i < req.rawHeaders.length; i += 2) lines.push(`${req.rawHeaders[i] ?? ''}: ${req.rawHeaders[i + 1] ?? ''}`);
        upstream.write(`${lines.join('\r\n')}\r\n\r\n`);
        upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
      socket.on('close', () => upstream.destroy());
      upstream.on('close', () => socket.destroy());
    });
  }
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, close: () => { server.closeAllConnections(); server.close(); } };
}

function onward(req: IncomingMessage, res: ServerResponse, product: string): void {
  const request = ask(new URL(req.url ?? '/', product), { method: req.method, headers: req.headers }, (found) => {
    res.writeHead(found.statusCode ?? 502, found.headers);
    found.pipe(res);
  });
  request.on('error', () => { if (!res.headersSent) res.writeHead(502); res.end(); });
  req.pipe(request);
}
