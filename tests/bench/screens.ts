/**
 * A child process that holds many real screens (socket.io-client), and is told over IPC what to do.
 * Screens here count and fold nothing: what they cost stays out of the server's figures.
 */
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import type { ClientEvents, Delta, ServerEvents, Snapshot, Subscribe } from '../../server/wire/messages.ts';

/** What one screen subscribes to. */
export type View = readonly Subscribe[];
export const Order = z.discriminatedUnion('do', [
  z.object({ do: z.literal('open'), url: z.string(), views: z.array(z.array(z.custom<Subscribe>())), bare: z.boolean() }),
  z.object({ do: z.literal('count') }),
]);
export type Order = z.infer<typeof Order>;
export interface Count { screens: number; snapshots: number; messages: number; bytes: number; refused: string[] }

type Screen = Socket<ServerEvents, ClientEvents>;
const screens: Screen[] = [];
const counted = { snapshots: 0, messages: 0 };
const refused = new Set<string>();

/** Bytes as they came over the TCP connection, frames and compression included. */
function bytesRead(screen: Screen): number {
  const engine = screen.io.engine as unknown as { transport?: { ws?: { _socket?: { bytesRead: number } } } };
  return engine.transport?.ws?._socket?.bytesRead ?? 0;
}

async function open(url: string, view: View, bare: boolean): Promise<void> {
  const screen: Screen = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
  screens.push(screen);
  screen.on('delta', () => { counted.messages++; });
  screen.on('beat', () => { counted.messages++; });
  screen.on('snapshot', () => { counted.snapshots++; });
  await new Promise<void>((done, fail) => {
    screen.once('connect', done);
    screen.once('connect_error', fail);
  });
  // The bare server knows of no regions: it is told the rooms, by the same words.
  await Promise.all(view.map((request) => new Promise<void>((done) => {
    screen.emit('subscribe', request, (answer: Snapshot | { error: string }) => {
      if ('error' in answer) refused.add(answer.error);
      else if (!bare) counted.snapshots++;
      done();
    });
  })));
}

/** Sixteen at a time, as the server's accept queue is not what is measured. */
async function openAll(url: string, views: View[], bare: boolean): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: 16 }, async () => {
    for (let view = views[next++]; view; view = views[next++]) await open(url, view, bare);
  }));
}

const count = (): Count => ({ screens: screens.filter((s) => s.connected).length, ...counted, bytes: screens.reduce((sum, s) => sum + bytesRead(s), 0), refused: [...refused].slice(0, 5) });

export type Received = Delta | Snapshot;
if (process.send) {
  process.on('message', (message: unknown) => {
    const order = Order.parse(message);
    const answer = order.do === 'open' ? openAll(order.url, order.views, order.bare).then(count) : Promise.resolve(count());
    answer.then((value) => process.send?.({ ok: value }), (cause: unknown) => process.send?.({ error: cause instanceof Error ? cause.message : String(cause) }));
  });
  process.on('disconnect', () => process.exit(0));
}
