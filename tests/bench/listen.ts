/** One screen in the benchmark's own process: its snapshots, what came after them, and its bytes. */
import { io, type Socket } from 'socket.io-client';
import type { Beat, ClientEvents, Delta, Hello, ServerEvents, Snapshot, Subscribe } from '../../server/wire/messages.ts';
import { asU16 } from '../../server/wire/fold.ts';
import type { Recording, Sent } from './bare-broadcast.ts';
import { pass } from './process-stat.ts';
import type { View } from './screens.ts';

export interface Listener {
  hello: Hello;
  /** By the request, as JSON. */
  snapshots: Map<string, Snapshot>;
  /** Of the TCP connection so far, frames included. */
  bytesRead(): number;
  socket: Socket<ServerEvents, ClientEvents>;
  close(): void;
}

export interface Heard { onDelta?(delta: Delta): void; onBeat?(beat: Beat): void; onSnapshot?(snapshot: Snapshot): void }

/** Connects, subscribes to every request of the view, resolves with the snapshots. Throws what the server refuses. */
export async function listen(url: string, view: View, heard: Heard = {}): Promise<Listener> {
  const socket: Socket<ServerEvents, ClientEvents> = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
  if (heard.onDelta) socket.on('delta', heard.onDelta);
  if (heard.onBeat) socket.on('beat', heard.onBeat);
  if (heard.onSnapshot) socket.on('snapshot', heard.onSnapshot);
  const hello = await new Promise<Hello>((done, fail) => {
    socket.once('hello', done);
    socket.once('connect_error', fail);
  });
  const snapshots = new Map<string, Snapshot>();
  for (const request of view) {
    const answer = await ask(socket, request);
    if ('error' in answer) { socket.close(); throw new Error(`subscribe ${JSON.stringify(request)}: ${answer.error}`); }
    snapshots.set(JSON.stringify(request), answer);
  }
  const tcp = (socket.io.engine as unknown as { transport: { ws: { _socket: { bytesRead: number } } } }).transport.ws._socket;
  return { hello, snapshots, socket, bytesRead: () => tcp.bytesRead, close: () => { socket.close(); } };
}

const ask = (socket: Socket<ServerEvents, ClientEvents>, request: Subscribe): Promise<Snapshot | { error: string }> =>
  new Promise((done) => { socket.emit('subscribe', request, done); });

/** Records all that the server sends to these views for `seconds`, once a room, for a bare server to send again. */
export async function record(url: string, views: readonly View[], seconds: number): Promise<Recording> {
  const sent: Sent[] = [];
  const rooms: Record<string, string> = {};
  const began = performance.now();
  let recording = false;
  const keep = (room: string, event: string, payload: unknown): void => { if (recording) sent.push({ at: performance.now() - began, room, event, payload }); };
  const listeners: Listener[] = [];
  for (const [i, view] of views.entries()) {
    listeners.push(await listen(url, view, {
      onDelta: (delta) => keep(delta.sub, 'delta', delta),
      onSnapshot: (snapshot) => keep(snapshot.sub, 'snapshot', snapshot),
      ...(i === 0 ? { onBeat: (beat: Beat) => keep('', 'beat', beat) } : {}),
    }));
  }
  for (const listener of listeners) for (const [request, snapshot] of listener.snapshots) rooms[request] = snapshot.sub;
  const from = performance.now() - began;
  recording = true;
  await pass(seconds);
  recording = false;
  for (const listener of listeners) listener.close();
  return { lengthMs: seconds * 1000, rooms, sent: sent.map((item) => ({ ...item, at: item.at - from })) };
}

/** A snapshot as plain JSON that says the same: two coordinates and a state a point, as numbers. */
export function jsonBytes(snapshot: Snapshot): number {
  const text = JSON.stringify(snapshot, (key, value: unknown) => {
    // A Buffer has turned itself into { type, data } before it is seen here.
    const bytes = typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value
      ? Uint8Array.from(value.data as number[]) : value instanceof ArrayBuffer ? new Uint8Array(value) : value;
    if (!(bytes instanceof Uint8Array)) return bytes;
    return key === 'xy' ? [...asU16(bytes)] : [...bytes];
  });
  return Buffer.byteLength(text);
}
