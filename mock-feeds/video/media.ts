/**
 * The media gateway beside the video platform:
 *   GET /video/media/ID/snapshot.png   what the camera sees now
 *   GET /video/media/ID/live.m3u8      its live stream, for the cameras that have one: a test picture of twelve
 *                                      seconds that goes round (drawn by a generator, not filmed), in parts of two
 */
import { readFileSync } from 'node:fs';
import type { Router } from 'express';
import type { Weather } from '../city/types.ts';
import { chance, textHash } from '../random.ts';
import { answerFault } from '../fault-control.ts';
import type { Site } from '../site.ts';
import { snapshot } from './snapshot.ts';
import { statesNow, type VideoSystem } from './routes.ts';

const PARTS = 6;
const PART_MS = 2000;
const LISTED = 4;
const read = (name: string): Buffer => readFileSync(new URL(`./loop/${name}`, import.meta.url));
const INIT = read('init.mp4');
const LOOP = Array.from({ length: PARTS }, (_, i) => read(`${i}.m4s`));
/** A second of the test picture, as its header (box mdhd, version 0) says. */
const TICKS = INIT.readUInt32BE(INIT.indexOf('mdhd') + 16);
/** A share of the cameras is old: pictures, but no stream. */
const NO_STREAM = 0.25;
export const hasStream = (id: string): boolean => chance(textHash('stream'), textHash(id)) >= NO_STREAM;

export function mediaRoutes(router: Router, site: Site, video: VideoSystem, weather: Weather, wall: () => number): void {
  const index = new Map(video.cameras.map((camera, i) => [camera.id, i]));
  const begun = wall();
  router.get('/video/media/:id/:file', (req, res) => {
    const { id, file } = req.params;
    const i = index.get(id);
    const camera = i === undefined ? undefined : video.cameras[i];
    const now = site.clock.now();
    const state = i === undefined ? 2 : statesNow(site, video, now).state[i];
    if (!camera || state === 2) { res.status(404).json({ code: 404, msg: 'no such camera' }); return; }
    if (state === 0) { res.status(503).json({ code: 503, msg: 'camera offline' }); return; }
    const send = (type: string, body: Buffer | string): void => {
      const { slowMs } = answerFault(res);
      setTimeout(() => { res.set('Content-Type', type).end(body); }, slowMs);
    };
    if (file === 'snapshot.png') { send('image/png', snapshot(camera, now, weather.rainAt(camera.at[0], camera.at[1], now))); return; }
    if (!hasStream(id)) { res.status(404).json({ code: 404, msg: 'no stream' }); return; }
    if (file === 'live.m3u8') { send('application/vnd.apple.mpegurl', playlist(wall() - begun)); return; }
    const part = partOf(file);
    if (part) send('video/mp4', part); else res.status(404).json({ code: 404, msg: 'no such part' });
  });
}

/** The last parts `ms` after the stream began: it runs as wall clocks do, however fast the simulated day goes. */
export function playlist(ms: number): string {
  const first = Math.floor(ms / PART_MS);
  const parts = Array.from({ length: LISTED }, (_, i) => `#EXTINF:${(PART_MS / 1000).toFixed(3)},\n${first + i}.m4s\n`);
  return `#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:${PART_MS / 1000}\n#EXT-X-MEDIA-SEQUENCE:${first}\n#EXT-X-MAP:URI="init.mp4"\n${parts.join('')}`;
}

/** `init.mp4`, or part N of a stream without end: the test picture's own part, dated as the Nth. */
export function partOf(file: string): Buffer | null {
  if (file === 'init.mp4') return INIT;
  const n = /^\d{1,9}\.m4s$/.test(file) ? parseInt(file, 10) : null;
  return n === null ? null : dated(LOOP[n % PARTS]!, Math.floor(n / PARTS) * PARTS * (PART_MS / 1000));
}

/** Moves every decode time (box tfdt, version 1: 8 bytes in the media's own ticks) `seconds` on. */
function dated(part: Buffer, seconds: number): Buffer {
  const moved = Buffer.from(part);
  for (let at = moved.indexOf('tfdt'); at >= 0; at = moved.indexOf('tfdt', at + 4)) moved.writeBigUInt64BE(moved.readBigUInt64BE(at + 8) + BigInt(seconds * TICKS), at + 8);
  return moved;
}
