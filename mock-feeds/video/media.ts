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
/** A share of the cameras is old: pictures, but no stream. */
const NO_STREAM = 0.25;
export const hasStream = (id: string): boolean => chance(textHash('stream'), textHash(id)) >= NO_STREAM;

export function mediaRoutes(router: Router, site: Site, video: VideoSystem, weather: Weather, wall: () => number): void {
  const index = new Map(video.cameras.map((camera, i) => [camera.id, i]));
  const files = new Map(['init.mp4', ...Array.from({ length: PARTS }, (_, i) => `${i}.m4s`)].map((name) => [name, read(name)]));

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
    if (file === 'live.m3u8') { send('application/vnd.apple.mpegurl', playlist(wall())); return; }
    const part = files.get(file);
    if (part) send('video/mp4', part); else res.status(404).json({ code: 404, msg: 'no such part' });
  });
}

/** The last parts as of wall time `now`: a stream runs as clocks do, however fast the simulated day goes. */
export function playlist(now: number): string {
  const last = Math.floor(now / PART_MS);
  const first = last - LISTED + 1;
  const lines = ['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${PART_MS / 1000}`, `#EXT-X-MEDIA-SEQUENCE:${first}`,
    // The tag before the first part of a round counts when that part has left the list.
    `#EXT-X-DISCONTINUITY-SEQUENCE:${Math.floor((first - 1) / PARTS)}`, '#EXT-X-MAP:URI="init.mp4"'];
  for (let n = first; n <= last; n++) {
    if (n % PARTS === 0) lines.push('#EXT-X-DISCONTINUITY');
    lines.push(`#EXTINF:${(PART_MS / 1000).toFixed(3)},`, `${n % PARTS}.m4s`);
  }
  return `${lines.join('\n')}\n`;
}
