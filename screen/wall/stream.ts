/** Plays one stream in one <video> through hls.js, which comes when the first is wanted. Lets go of all of it when stopped. */
import type Hls from 'hls.js/light';
import type { ErrorData } from 'hls.js/light';
import type { StreamFault } from './picture.ts';

/** Without a new frame for so long it stands still. */
const STILL_MS = 12_000;
const LOOK_MS = 1000;
/** A few seconds behind is live enough; more is memory. */
const BUFFER_S = 10;

/** Plays until the returned function is called; `failed` is told once why it does not. */
export function play(video: HTMLVideoElement, address: string, failed: (fault: StreamFault) => void): () => void {
  let hls: Hls | null = null;
  let over = false;
  let mended = false;
  const stop = (): void => {
    if (over) return;
    over = true;
    window.clearInterval(watch);
    hls?.destroy();
    // An element that keeps its source keeps its decoder.
    video.pause();
    video.removeAttribute('src');
    video.load();
  };
  const fail = (fault: StreamFault): void => { if (!over) { stop(); failed(fault); } };
  let [seen, since] = [-1, performance.now()];
  const watch = window.setInterval(() => {
    // Frames, not the time: a player that leaps from gap to gap moves on and shows nothing.
    const frames = video.getVideoPlaybackQuality().totalVideoFrames;
    if (frames !== seen) { seen = frames; since = performance.now(); }
    else if (performance.now() - since > STILL_MS) fail('still');
  }, LOOK_MS);

  void import('hls.js/light').then(({ default: Player, Events, ErrorTypes }) => {
    if (over) return;
    if (!Player.isSupported()) { fail('unable'); return; }
    hls = new Player({ enableWorker: false, maxBufferLength: BUFFER_S, backBufferLength: BUFFER_S, liveDurationInfinity: true });
    hls.on(Events.ERROR, (_event: unknown, data: ErrorData) => {
      if (!data.fatal) return;
      if (data.response?.code === 404) fail('none');
      else if (data.type === ErrorTypes.MEDIA_ERROR && !mended) { mended = true; hls?.recoverMediaError(); }
      else fail(data.type === ErrorTypes.MEDIA_ERROR ? 'unable' : 'away');
    });
    hls.loadSource(address);
    hls.attachMedia(video);
    // Muted video may always play; should a browser refuse, the watch says that it stands still.
    video.play().catch(() => undefined);
  }, () => fail('unable'));
  return stop;
}
