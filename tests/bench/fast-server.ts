/**
 * Plays a recording to real pages many times faster than it was: a Socket.IO server that numbers the
 * recorded deltas anew and sends a tick of them every few ms, in front of the product's own HTTP.
 */
import { Server } from 'socket.io';
import type { Beat, Delta, Hello, Snapshot } from '../../server/wire/messages.ts';
import { firstState } from '../../server/push/walls/fold.ts';
import type { Sent } from './bare-broadcast.ts';
import { openOverlay } from './overlay.ts';
import type { TileAnswer } from '../../server/wire/tile.ts';

export interface FastServer {
  url: string;
  /** What pages asked for that was not recorded. */
  missing: Set<string>;
  /** Ticks sent so far. */
  ticks(): number;
  /** Sends `count` ticks, one every `everyMs`; resolves when they are sent. */
  play(count: number, everyMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface Recorded { hello: Hello; /** by the request as JSON */ snapshots: Map<string, Snapshot>; sent: readonly Sent[]; lengthMs: number }

const TICK_MS = 250;

/** The recording by ticks of 250 ms. */
function ticksOf(recorded: Recorded): Sent[][] {
  const ticks: Sent[][] = Array.from({ length: Math.ceil(recorded.lengthMs / TICK_MS) }, () => []);
  for (const item of recorded.sent) if (item.event === 'delta') ticks[Math.floor(item.at / TICK_MS)]?.push(item);
  return ticks;
}

export async function openFastServer(product: string, recorded: Recorded): Promise<FastServer> {
  const front = await openOverlay(product, () => Promise.resolve(null), false);
  const io = new Server(front.server, { serveClient: false });
  const seq = new Map<string, number>();
  const missing = new Set<string>();
  const wall = firstState(false, Date.now());
  const bySub = new Map([...recorded.snapshots.values()].map((snapshot) => [snapshot.sub, snapshot]));
  const beat: Beat | null = recorded.sent.find((item) => item.event === 'beat')?.payload as Beat | undefined ?? null;
  io.on('connection', (socket) => {
    socket.emit('hello', recorded.hello);
    // A tile joins a wall that nobody changes.
    socket.on('tileJoin', (_place: unknown, reply: (answer: TileAnswer) => void) => { reply({ done: true, state: wall }); });
    socket.on('tileClock', (reply: (now: number) => void) => { reply(Date.now()); });
    socket.on('subscribe', (request: unknown, reply: (answer: Snapshot | { error: string }) => void) => {
      const snapshot = recorded.snapshots.get(JSON.stringify(request));
      if (!snapshot) { missing.add(JSON.stringify(request)); reply({ error: `not recorded: ${JSON.stringify(request)}` }); return; }
      void socket.join(snapshot.sub);
      reply({ ...snapshot, seq: seq.get(snapshot.sub) ?? snapshot.seq });
    });
  });
  const beats = setInterval(() => { if (beat) io.emit('beat', beat); }, 1_000);
  const ticks = ticksOf(recorded);
  let sentTicks = 0;
  const step = (): void => {
    for (const item of ticks[sentTicks % ticks.length] ?? []) {
      const delta = item.payload as Delta;
      const snapshot = bySub.get(item.room);
      if (!snapshot) continue;
      const next = (seq.get(item.room) ?? snapshot.seq) + 1;
      seq.set(item.room, next);
      io.to(item.room).emit('delta', { ...delta, seq: next });
    }
    sentTicks++;
  };
  return {
    url: front.url, missing,
    ticks: () => sentTicks,
    play: async (count, everyMs) => {
      const began = performance.now();
      const first = sentTicks;
      while (sentTicks - first < count) {
        const due = Math.min(count, Math.floor((performance.now() - began) / everyMs));
        while (sentTicks - first < due) step();
        await new Promise((done) => setTimeout(done, everyMs));
      }
    },
    close: async () => { clearInterval(beats); io.disconnectSockets(true); front.close(); await io.close(); },
  };
}
