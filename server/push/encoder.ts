/**
 * Socket.IO's own encoding, but a snapshot is encoded once however many screens are sent the same:
 * after a restart a thousand of them ask at the same moment. What goes over the wire is unchanged.
 */
import { Decoder, Encoder as PlainEncoder, PacketType, type Packet } from 'socket.io-parser';

/** Header text of the acknowledgement without its id, and the attachments after it. */
type Encoded = [string, ...Buffer[]];

const shared = new WeakSet<object>();
const encoded = new WeakMap<object, Encoded>();

/** Marks an object that is sent to many and never changed. */
export function share<T extends object>(value: T): T {
  shared.add(value);
  return value;
}

/** Bytes that sending a shared object takes, encoding it if it has not been yet. */
export function sizeOf(value: object): number {
  return encode(value).reduce((sum, part) => sum + part.length, 0);
}

function encode(value: object): Encoded {
  let packets = encoded.get(value);
  if (!packets) {
    packets = new PlainEncoder().encode({ type: PacketType.ACK, nsp: '/', data: [value] }) as Encoded;
    encoded.set(value, packets);
  }
  return packets;
}

/** "3" or "6<n>-": what stands before the id. */
const HEAD = /^(?:3|6\d+-)/;

export class Encoder extends PlainEncoder {
  override encode(packet: Packet): unknown[] {
    const value: unknown = Array.isArray(packet.data) ? packet.data[0] : undefined;
    const once = packet.type === PacketType.ACK && packet.nsp === '/' && packet.data.length === 1
      && typeof value === 'object' && value !== null && shared.has(value);
    if (!once) return super.encode(packet);
    const [header, ...attachments] = encode(value);
    const head = HEAD.exec(header)![0];
    return [head + String(packet.id) + header.slice(head.length), ...attachments];
  }
}

export const parser = { Encoder, Decoder };
