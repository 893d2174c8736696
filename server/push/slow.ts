/**
 * A client slower than its deltas must not cost memory without bound: its queue is thrown away and,
 * once the transport has drained, it starts again from snapshots.
 */

/** The little of an Engine.IO connection that this looks at. */
export interface Transport {
  writeBuffer: { type: string; data?: unknown }[];
  transport: { writable: boolean; socket?: { bufferedAmount?: number } };
}

/** The connection under a socket. Throws if Socket.IO keeps its queue elsewhere than the version this was written for. */
export function transportOf(conn: object): Transport {
  if (!('writeBuffer' in conn) || !Array.isArray(conn.writeBuffer) || !('transport' in conn)) {
    throw new Error('engine.io: found a connection without writeBuffer and transport, expected those of engine.io 6');
  }
  return conn as Transport;
}

export const drained = (conn: Transport): boolean => conn.transport.writable && conn.writeBuffer.length === 0;

const lengthOf = (data: unknown): number => {
  if (typeof data === 'string') return data.length;
  return data instanceof Uint8Array || data instanceof ArrayBuffer ? data.byteLength : 0;
};

/** Bytes that wait for the transport. */
export const queued = (conn: Transport): number => conn.writeBuffer.reduce((sum, packet) => sum + lengthOf(packet.data), 0);

/** The same with what the WebSocket has taken but the kernel has not. */
export const buffered = (conn: Transport): number => queued(conn) + (conn.transport.socket?.bufferedAmount ?? 0);

/** Socket.IO's header of what can be dropped: events that a fresh snapshot makes up for. */
const DROPPED = /^(?:2|5(\d+)-)\["(?:delta|beat|snapshot)"/;

/**
 * Takes deltas, snapshots and beats out of what waits. Answers to requests stay, and so do the
 * attachments of a packet whose header has left already: without them the stream could not be read.
 * Returns how many packets went.
 */
export function dropQueue(conn: Transport): number {
  const kept: Transport['writeBuffer'] = [];
  let attachments = 0;
  for (const packet of conn.writeBuffer) {
    if (packet.type === 'message' && typeof packet.data !== 'string' && attachments > 0) { attachments--; continue; }
    const match = packet.type === 'message' && typeof packet.data === 'string' ? DROPPED.exec(packet.data) : null;
    attachments = match?.[1] === undefined ? 0 : Number(match[1]);
    if (!match) kept.push(packet);
  }
  const dropped = conn.writeBuffer.length - kept.length;
  // In place: the connection holds on to its array.
  conn.writeBuffer.splice(0, conn.writeBuffer.length, ...kept);
  return dropped;
}
