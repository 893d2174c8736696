/** The sound of a takeover, made by code: no file, no request. Browsers hold it back until somebody has touched the page; then it says so. */
import type { AlertColour } from '../../server/wire/entity.ts';

export interface Alarm {
  /** One call; fulfilled with false where the browser holds it back. */
  ring(colour: AlertColour): Promise<boolean>;
  close(): void;
}

/** Hz and seconds: red calls three times falling, orange twice level. */
const CALLS = { red: [[988, 0.18], [740, 0.18], [988, 0.18], [740, 0.18], [988, 0.18], [740, 0.3]], other: [[740, 0.25], [740, 0.25]] } as const;
const GAP_S = 0.08;
const LOUDNESS = 0.25;
/** A context that has not begun by then is held back, ms. */
const BEGINS_WITHIN = 500;

/** `loudness`: 0–1; at a desk it is lower than in a room. */
export function makeAlarm(make: () => AudioContext = () => new AudioContext(), loudness = LOUDNESS): Alarm {
  let context: AudioContext | null = null;
  return {
    async ring(colour) {
      context ??= make();
      // Held back, resume() stays open until somebody touches the page.
      await Promise.race([context.resume().catch(() => undefined), new Promise((done) => { setTimeout(done, BEGINS_WITHIN); })]);
      if (context?.state !== 'running') return false;
      let at = context.currentTime;
      for (const [hz, seconds] of colour === 'red' ? CALLS.red : CALLS.other) {
        tone(context, hz, at, seconds, loudness);
        at += seconds + GAP_S;
      }
      return true;
    },
    close() { void context?.close().catch(() => undefined); context = null; },
  };
}

function tone(context: AudioContext, hz: number, at: number, seconds: number, loudness: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = hz;
  // Without a ramp each end is a click.
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + 0.02);
  gain.gain.linearRampToValueAtTime(0, at + seconds);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + seconds);
}
