/** Real sockets against a push server on a free port, folding as a screen does. */
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { createPush, type Push, type PushDeps } from '../../server/push/index.ts';
import type { Beat, ClientEvents, Hello, Refusal, ServerEvents, Snapshot } from '../../server/wire/messages.ts';
import { FoldingScreen } from './folding-screen.ts';
import { handsAndDeps, type Hands } from './push-deps.ts';

export interface Screen {
  socket: Socket<ServerEvents, ClientEvents>;
  folded: FoldingScreen;
  hellos: Hello[]; beats: Beat[];
  /** Snapshots that came without being asked for. */
  resent: number;
  subscribe(request: object): Promise<Snapshot | Refusal>;
  /** Subscribes, or throws the refusal; gives the key. */
  hold(request: object): Promise<string>;
}

export interface Stage { hands: Hands; deps: PushDeps; push: Push; url: string; screen(options?: Partial<ManagerOptions & SocketOptions>): Promise<Screen>; close(): Promise<void> }

/** Ticks and beats only when the test says so. */
export async function stage(extra: Partial<PushDeps> = {}): Promise<Stage> {
  const { hands, deps } = handsAndDeps(extra);
  const push = createPush(deps);
  const url = `http://127.0.0.1:${await push.listen(0, '127.0.0.1')}`;
  const sockets: Socket[] = [];
  return {
    hands, deps, push, url,
    screen: async (options = {}) => {
      const socket: Screen['socket'] = io(url, { transports: ['websocket'], reconnection: false, forceNew: true, ...options });
      sockets.push(socket as Socket);
      return connected(socket);
    },
    close: async () => {
      for (const socket of sockets) socket.disconnect();
      await push.close();
    },
  };
}

function connected(socket: Screen['socket']): Promise<Screen> {
  const screen: Screen = {
    socket, folded: new FoldingScreen(), hellos: [], beats: [], resent: 0,
    subscribe: (request) => new Promise((resolve) => { socket.emit('subscribe', request as never, (answer) => {
      // Folded at once: a delta may be in the same read.
      if (!('error' in answer)) screen.folded.snapshot(answer.sub, answer);
      resolve(answer);
    }); }),
    hold: async (request) => {
      const answer = await screen.subscribe(request);
      if ('error' in answer) throw new Error(answer.error);
      return answer.sub;
    },
  };
  socket.on('hello', (hello) => screen.hellos.push(hello));
  socket.on('beat', (beat) => screen.beats.push(beat));
  socket.on('delta', (delta) => { screen.folded.delta(delta.sub, delta); });
  socket.on('snapshot', (snapshot) => { screen.resent++; screen.folded.snapshot(snapshot.sub, snapshot); });
  return new Promise((resolve, reject) => {
    socket.once('connect_error', reject);
    socket.once('hello', () => { resolve(screen); });
  });
}
