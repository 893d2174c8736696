/** The city as the server describes it: hello, the tree of regions, the classifications of cases. */
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { ApiCategories } from '../../server/wire/categories.ts';
import { ApiRegions, type Hello } from '../../server/wire/messages.ts';

/** GET → parsed JSON. Rejects with HttpError where the server answered with another status than 200. */
export type Http = (path: string) => Promise<unknown>;
export class HttpError extends Error {
  constructor(readonly status: number, path: string) { super(`GET ${path}: HTTP ${status}`); }
}
export const fetchJson: Http = async (path) => {
  const answer = await fetch(path, { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new HttpError(answer.status, path);
  return answer.json() as Promise<unknown>;
};

export const useCity = defineStore('city', () => {
  const hello = shallowRef<Hello | null>(null);
  /** The build that this page is of: the first that it met. */
  const build = ref<string | null>(null);
  const categories = shallowRef<ApiCategories | null>(null);
  /** Why the page is about to be replaced, or can't be used as it is. */
  const outdated = ref<'no' | 'reloading' | 'mismatch'>('no');
  let http: Http = fetchJson;
  /** Epoch of the present. */
  let epoch: string | null = null;
  const regions = new Map<string, Promise<ApiRegions>>();

  function useHttp(other: Http): void { http = other; }

  /** Regions do not change within an epoch, so each is asked for once; a failed question is forgotten. */
  function loadRegions(code: string): Promise<ApiRegions> {
    let answer = regions.get(code);
    if (!answer) {
      answer = http(`/api/regions?region=${encodeURIComponent(code)}`).then((body) => ApiRegions.parse(body));
      regions.set(code, answer);
      answer.catch(() => regions.delete(code));
    }
    return answer;
  }

  async function loadCategories(): Promise<void> {
    categories.value = ApiCategories.parse(await http('/api/categories'));
  }

  /** True where the server is met for the first time, or began anew: its regions may be others. A player of recordings has those of the present. */
  function setHello(next: Hello): boolean {
    hello.value = next;
    if (next.world === 'replay' || next.epoch === epoch) return false;
    if (epoch !== null) regions.clear();
    epoch = next.epoch;
    return true;
  }

  return { hello, build, categories, outdated, useHttp, loadRegions, loadCategories, setHello };
});
