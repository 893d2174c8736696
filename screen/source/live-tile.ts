/** The live link of a tile, on the socket that the page has anyway. */
import type { Socket } from 'socket.io-client';
import type { ClientEvents, ServerEvents } from '../../server/wire/messages.ts';
import type { TileLink } from './tile-link.ts';

const ANSWER_WITHIN = 10_000;

export function liveTile(socket: Socket<ServerEvents, ClientEvents>): TileLink {
  const ready = (): typeof socket => { if (socket.connected) return socket; throw new Error('not connected'); };
  return {
    start(listener) {
      socket.on('connect', () => listener.up());
      socket.on('disconnect', () => listener.down());
      socket.on('wall', (state) => listener.wall(state));
      socket.on('pairing', (pairing) => listener.pairing(pairing));
      if (socket.connected) listener.up();
    },
    join: async (request) => ready().timeout(ANSWER_WITHIN).emitWithAck('tileJoin', request),
    change: async (request) => ready().timeout(ANSWER_WITHIN).emitWithAck('tileChange', request),
    remote: async (ask) => ready().timeout(ANSWER_WITHIN).emitWithAck('tileRemote', ask),
    report: (report) => { if (socket.connected) socket.volatile.emit('tileReport', report); },
    clock: async () => ready().timeout(ANSWER_WITHIN).emitWithAck('tileClock'),
  };
}
