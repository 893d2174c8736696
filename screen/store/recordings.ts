/** What is recorded, and what the wall is sent to show: asked of the server now and then, and changed there. */
import { defineStore } from 'pinia';
import { onScopeDispose, ref, shallowRef } from 'vue';
import { ApiPlayback, WallPlayback, type WallPlaybackRequest } from '../../server/wire/playback.ts';
import { write } from '../source/write.ts';
import { fetchJson, type Http } from './city.ts';

export const useRecordings = defineStore('recordings', () => {
  const data = shallowRef<ApiPlayback | null>(null);
  const failed = ref(false);
  let http: Http = fetchJson;
  let turn = 0;

  function useHttp(other: Http): void { http = other; }
  async function ask(): Promise<void> {
    const mine = ++turn;
    try {
      const answer = ApiPlayback.parse(await http('/api/playback'));
      if (mine !== turn) return;
      data.value = answer;
      failed.value = false;
    } catch { if (mine === turn) failed.value = true; }
  }
  /** Rejects as Unanswered or NotDone (source/write.ts). */
  async function sendWall(request: WallPlaybackRequest): Promise<void> {
    const wall = await write('/api/playback/wall', request, (body) => WallPlayback.parse(body));
    turn++;
    if (data.value) data.value = { ...data.value, wall };
  }
  return { data, failed, useHttp, ask, sendWall };
});

/** Keeps it fresh while the component that called stands. */
export function keepRecordings(ms: number): ReturnType<typeof useRecordings> {
  const recordings = useRecordings();
  void recordings.ask();
  const timer = setInterval(() => void recordings.ask(), ms);
  onScopeDispose(() => clearInterval(timer));
  return recordings;
}
