/** The live source: Socket.IO to the server that served the page, for ever. */
import { io, type Socket } from 'socket.io-client';
import type { ClientEvents, Refusal, ServerEvents, Snapshot, Subscribe } from '../../server/wire/messages.ts';
import type { EnterRequest, PlayerState, SteerRequest } from '../../server/wire/playback.ts';
import { liveTile } from './live-tile.ts';
import type { Source, SourceListener } from './source.ts';
import type { TileLink } from './tile-link.ts';

/** Retry soon and keep retrying: the longest wait (0.8 s + 30 %) stays under the 2 s in which a wall must be right again. */
const RETRY = { reconnection: true, reconnectionAttempts: Infinity, reconnectionDelay: 250, reconnectionDelayMax: 800, randomizationFactor: 0.3, timeout: 3000 } as const;
const ANSWER_WITHIN = 10_000;

export class LiveSource implements Source {
  private readonly socket: Socket<ServerEvents, ClientEvents>;
  /** Where this page is a tile of a wall. */
  readonly tile: TileLink;

  constructor(url?: string) {
    const options = { ...RETRY, transports: ['websocket', 'polling'], autoConnect: false };
    this.socket = url === undefined ? io(options) : io(url, options);
    this.tile = liveTile(this.socket);
  }

  start(listener: SourceListener): void {
    const { socket } = this;
    socket.on('connect', () => listener.up());
    socket.on('disconnect', (reason) => {
      listener.down(reason);
      // The one case in which the library does not come back by itself.
      if (reason === 'io server disconnect') socket.connect();
    });
    socket.on('connect_error', (error) => listener.down(error.message));
    socket.on('hello', (hello) => listener.hello(hello));
    socket.on('beat', (beat) => listener.beat(beat));
    socket.on('snapshot', (snapshot) => listener.snapshot(snapshot));
    socket.on('delta', (delta) => listener.delta(delta));
    socket.on('player', (state) => listener.player(state));
    socket.on('realAlerts', (alerts) => listener.realAlerts(alerts));
    socket.connect();
  }

  async subscribe(request: Subscribe): Promise<Snapshot | Refusal> {
    return this.ready().timeout(ANSWER_WITHIN).emitWithAck('subscribe', request);
  }

  unsubscribe(sub: string): void {
    if (this.socket.connected) this.socket.emit('unsubscribe', sub);
  }

  async enter(request: EnterRequest): Promise<PlayerState | Refusal> { return this.ready().timeout(ANSWER_WITHIN).emitWithAck('enter', request); }
  async steer(request: SteerRequest): Promise<PlayerState | Refusal> { return this.ready().timeout(ANSWER_WITHIN).emitWithAck('steer', request); }

  private ready(): Socket<ServerEvents, ClientEvents> {
    if (!this.socket.connected) throw new Error('not connected');
    return this.socket;
  }

  restart(): void {
    this.socket.disconnect();
    this.socket.connect();
  }

  stop(): void {
    this.socket.removeAllListeners();
    this.socket.disconnect();
  }
}
