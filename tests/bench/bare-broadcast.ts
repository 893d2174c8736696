/**
 * The baseline of fan-out: a Socket.IO server with nothing behind it that sends a recording (what
 * the product sent, when, to which room) to its rooms, over and over. A child process, so that its
 * CPU is its own.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { deserialize } from 'node:v8';
import { Server } from 'socket.io';

/** One broadcast: ms since the recording began; room = key of the subscription, '' = every screen. */
export interface Sent { at: number; room: string; event: string; payload: unknown }
/** `rooms`: subscription request (as JSON) → room. */
export interface Recording { lengthMs: number; rooms: Record<string, string>; sent: Sent[] }

function serve(recording: Recording): void {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
  io.on('connection', (socket) => {
    socket.on('subscribe', (request: unknown, reply: (answer: object) => void) => {
      const room = recording.rooms[JSON.stringify(request)];
      if (room === undefined) { reply({ error: `no room for ${JSON.stringify(request)}` }); return; }
      void socket.join(room);
      reply({});
    });
  });
  const play = (): void => {
    const began = performance.now();
    let next = 0;
    const step = (): void => {
      const now = performance.now() - began;
      for (let item = recording.sent[next]; item && item.at <= now; item = recording.sent[++next]) {
        if (item.room === '') io.emit(item.event, item.payload);
        else io.to(item.room).emit(item.event, item.payload);
      }
      const due = recording.sent[next]?.at ?? recording.lengthMs;
      setTimeout(next < recording.sent.length ? step : play, Math.max(0, due - now));
    };
    step();
  };
  http.listen(0, '127.0.0.1', () => {
    const address = http.address();
    process.stdout.write(`${JSON.stringify({ listening: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : ''}` })}\n`);
    play();
  });
}

const file = process.argv[2];
if (file !== undefined) serve(deserialize(readFileSync(file)) as Recording);
