/** Starts an app on the loopback and says so in one line; stops in order on SIGTERM and SIGINT. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

export async function listen(app: Express, port: number, facts: Record<string, unknown>): Promise<void> {
  const server = createServer(app);
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ listening: `http://127.0.0.1:${taken}`, ...facts })}\n`);
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** Progress as JSON lines on stderr, at most twice a second. */
export function progressLines(wall: () => number): (what: string, done: number, all: number) => void {
  let last = wall();
  return (what, done, all) => {
    const now = wall();
    if (now - last < 500) return;
    last = now;
    process.stderr.write(`${JSON.stringify({ progress: what, done, all })}\n`);
  };
}
