/** What an officer does with the cursor, by mouse and by key alike. */
import { computed, ref, type ComputedRef, type Ref } from 'vue';
import { NotDone } from '../../source/write.ts';
import { useLink } from '../../store/link.ts';
import { useOfficer } from '../../store/officer.ts';
import { useRecordings } from '../../store/recordings.ts';
import { useStage } from '../../store/stage.ts';
import { PLAYBACK } from '../words.ts';
import { speedAfter, type PlaybackAction } from './keys.ts';
import { edge, nearest, stepped } from './strip.ts';

export interface Playback {
  /** Puts the cursor at a time, or at the recorded one nearest to it. */
  go(at: number): void;
  step(by: number): void;
  toEdge(which: 'from' | 'to'): void;
  /** The speed at which it goes, or will when it goes on. */
  speed: ComputedRef<number>;
  setSpeed(rate: number): void;
  pause(): void;
  live(): void;
  toWall(): Promise<void>;
  wallLive(): Promise<void>;
  /** Why the wall was not changed; '' where it was. */
  trouble: Ref<string>;
  act(action: PlaybackAction): boolean;
}

export function usePlayback(): Playback {
  const [link, officer, recordings, stage] = [useLink(), useOfficer(), useRecordings(), useStage()];
  const stretches = computed(() => recordings.data?.stretches ?? []);
  const chosen = ref(1);
  const trouble = ref('');
  const from = (): number => (stage.past ? stage.cursor : link.present);

  function go(at: number | null): void { if (at !== null) void stage.seek(at, chosen.value); }
  function setSpeed(rate: number): void { chosen.value = rate; void stage.setRate(rate); }
  async function send(at: number | null, rate: number): Promise<void> {
    const name = await officer.need({ past: true });
    if (name === null) return;
    try { await recordings.sendWall({ name, at, rate }); trouble.value = ''; } catch (cause) {
      trouble.value = PLAYBACK.wall.failed(cause instanceof NotDone ? cause.message : PLAYBACK.wall.unanswered);
    }
    void recordings.ask();
  }
  const playback: Playback = {
    go: (at) => go(nearest(stretches.value, at)),
    step: (by) => go(stepped(stretches.value, from(), by)),
    toEdge: (which) => go(edge(stretches.value, from(), which)),
    speed: computed(() => (stage.rate > 0 ? stage.rate : chosen.value)), setSpeed, trouble,
    pause() { if (stage.rate > 0) { chosen.value = stage.rate; void stage.setRate(0); } else void stage.setRate(chosen.value); },
    live: () => void stage.leave(),
    toWall: () => send(Math.round(stage.cursor), stage.rate),
    wallLive: () => send(null, 0),
    act(action) {
      switch (action.do) {
        case 'pause': playback.pause(); return true;
        case 'step': playback.step(action.by); return true;
        case 'speed': setSpeed(speedAfter(stage.rate > 0 ? stage.rate : chosen.value, action.by)); return true;
        case 'edge': playback.toEdge(action.which); return true;
        case 'live': playback.live(); return true;
        case 'wall': void playback.toWall(); return true;
        default: return false;
      }
    },
  };
  return playback;
}
