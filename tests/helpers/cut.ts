/** A cable between a browser and the server that a test may pull: a TCP relay, so that the page's own network stack meets it. */
import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface Cut {
  /** http://127.0.0.1:PORT; the same for its whole life. */
  readonly url: string;
  /** Connections open at this moment. */
  readonly open: number;
  /** As a cable pulled out: nothing gets through, nobody is told; who connects gets no answer. */
  pull(): void;
  /** As a host gone: connections are reset, new ones are refused. */
  refuse(): Promise<void>;
  /** Back. What was open during the cut is reset, as a firewall that has forgotten it does. Resolves when it listens. */
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** Relays to `target` (http://HOST:PORT), which need not be there yet. */
export async function startCut(target: string): Promise<Cut> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<{ near: Socket; far: Socket | null }>();
  let state: 'whole' | 'pulled' | 'refused' = 'whole';

  const relay = (near: Socket): void => {
    const pair: { near: Socket; far: Socket | null } = { near, far: null };
    pairs.add(pair);
    const end = (): void => { near.destroy(); pair.far?.destroy(); pairs.delete(pair); };
    near.setNoDelay(true).on('error', end).on('close', end);
    if (state === 'pulled') { near.pause(); return; }
    const far = createConnection({ host: hostname, port: Number(port) });
    pair.far = far;
    far.setNoDelay(true).on('error', end).on('close', end);
    near.pipe(far);
    far.pipe(near);
  };
  const listen = (server: Server, at: number): Promise<void> => new Promise((done, fail) => { server.once('error', fail).listen(at, '127.0.0.1', done); });
  const reset = (): void => { for (const { near, far } of [...pairs]) { near.resetAndDestroy(); far?.destroy(); } };

  let server = createServer(relay);
  await listen(server, 0);
  const own = (server.address() as AddressInfo).port;
  const shut = (): Promise<void> => new Promise((done) => { server.close(() => done()); reset(); });
  return {
    url: `http://127.0.0.1:${own}`,
    get open() { return pairs.size; },
    pull() {
      state = 'pulled';
      for (const { near, far } of pairs) {
        near.unpipe().pause();
        far?.unpipe().pause();
      }
    },
    async refuse() {
      if (state === 'refused') return;
      state = 'refused';
      await shut();
    },
    async mend() {
      const before = state;
      state = 'whole';
      if (before === 'pulled') reset();
      if (before !== 'refused') return;
      server = createServer(relay);
      await listen(server, own);
    },
    close: () => (state === 'refused' ? Promise.resolve() : shut()),
  };
}
