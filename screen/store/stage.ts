/**
 * What this page shows: the present, a player of its own, or whatever the city's wall shows. The world of the last
 * hello is the truth of what is shown; this store says what was asked for, where the cursor is, and by which way
 * questions over HTTP are asked of the same moment.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { AlertItem, Hello, Refusal, World } from '../../server/wire/messages.ts';
import type { EnterRequest, PlayerState, SteerRequest } from '../../server/wire/playback.ts';
import type { StageLink } from '../source/source.ts';
import { fetchJson, useCity } from './city.ts';
import { useLink } from './link.ts';

/** What the page looked like before a playback: kept when it begins, put back when it ends. */
export interface Keeper { keep(): () => void }
export type Notice =
  /** The link came back, and the playback went on from here. */
  | { what: 'resumed'; at: number }
  /** The server would not show it, in its own words. */
  | { what: 'refused'; why: string }
  /** An officer wanted to do something about what is past. */
  | { what: 'barred' };

/** The server takes eight moves a second of one page. */
const APART_MS = 150;
const LIVE: EnterRequest = { stage: 'live' };
/** Questions that are about no moment: they are asked as ever. */
const TIMELESS = /^\/api\/(regions|geo|categories|scenes|walls|tour|basemap|playback)\b/;

/** The same question at the cursor of a player, or in the world of a script: both are named by their stage's key. */
export const atPlayer = (path: string, player: string): string =>
  (TIMELESS.test(path) ? path : path.replace(/^\/api\//, `/api/playback/${encodeURIComponent(player)}/`));

export const useStage = defineStore('stage', () => {
  const [city, link] = [useCity(), useLink()];
  const wanted = shallowRef<EnterRequest>(LIVE);
  const player = shallowRef<PlayerState | null>(null);
  const notice = shallowRef<Notice | null>(null);
  const realAlerts = shallowRef<readonly AlertItem[]>([]);
  /** Where the cursor was last put by this page, until the server has it there. */
  const target = ref<number | null>(null);
  /** Rises whenever the cursor has come to stand somewhere else than time alone would bring it: what was asked before is asked again. */
  const jumps = ref(0);
  /** Of a playback that is to go on after the link came back: hellos of the present are not for this page. */
  const rejoining = ref(false);
  /** A way to the stage is asked for and not answered. */
  const entering = ref(false);
  let wire: StageLink | null = null;
  let mono: () => number = () => 0;
  let later: (run: () => void, ms: number) => void = () => undefined;
  let keeper: Keeper | null = null;
  let putBack: (() => void) | null = null;
  let linked = false;
  let turn = 0;
  /** A stage was asked for since the last hello that was taken: whatever was subscribed before is void. */
  let asked = false;
  let waiting: SteerRequest | null = null;
  let steering = false;
  /** Monotonic ms at which the cursor may be moved again. */
  let steerFrom = -Infinity;

  /** The world that the server lives in, by its first hello: whoever connects is greeted there. */
  let home: World | null = null;
  /** What is shown is past. */
  const past = computed(() => city.hello?.world === 'replay');
  /** What is shown was made up, for a demonstration (演示). */
  const demo = ref(false);
  /** Names what is shown: '' the present. An answer to one is none to another. */
  const shown = computed(() => (past.value || demo.value ? player.value?.player ?? '?' : ''));
  const own = computed(() => past.value && player.value !== null && !player.value.wall);
  const cursor = computed(() => target.value ?? link.now);
  const rate = computed(() => player.value?.rate ?? 0);
  const seeking = computed(() => past.value && (target.value !== null || (player.value?.seeking ?? true)));
  const held = computed(() => (past.value ? player.value?.held ?? null : null));

  function useWire(other: StageLink, effects: { mono: () => number; later: (run: () => void, ms: number) => void }): void { wire = other; ({ mono, later } = effects); }
  /** The page that can be put back as it was. */
  function useKeeper(other: Keeper | null): void { keeper = other; }

  /** A question of the moment that is shown; null: which that is, is not known yet. */
  function path(asked: string): string | null {
    if (!past.value && !demo.value) return asked;
    return player.value === null || player.value.player === '' ? null : atPlayer(asked, player.value.player);
  }
  async function json(asked: string): Promise<unknown> {
    const to = path(asked);
    if (to === null) throw new Error(`${asked}: the player of this playback is not known yet`);
    return fetchJson(to);
  }

  function adopt(state: PlayerState): void {
    const before = player.value;
    player.value = state.player === '' ? null : state;
    if (state.player !== '' && !state.seeking && !waiting && !steering) target.value = null;
    if (state.player !== '' && !state.seeking && (before?.seeking ?? true)) jumps.value++;
    link.player(mono(), state);
    void pump();
  }
  function leftBehind(): void {
    player.value = null;
    target.value = null;
    realAlerts.value = [];
    putBack?.();
    putBack = null;
  }
  /** Of another world than the server's own: a recorded one, or one that a script plays in. */
  function away({ world }: Pick<Hello, 'world'>): boolean { return world === 'replay' || (home !== null && world !== home); }
  /** Whether a hello is for this page; one of a world that it did not ask for is not: a script's is for walls alone. */
  function takes(hello: Hello): boolean {
    if (hello.world !== 'replay') home ??= hello.world;
    if (hello.world === 'replay') return wanted.value.stage !== 'live';
    return away(hello) ? wanted.value.stage === 'wall' : !rejoining.value;
  }
  /** A hello was taken: what is shown is of its world from now on. True where what was subscribed is void, whatever its epoch. */
  function entered(hello: Hello): boolean {
    const { world } = hello;
    const anew = asked;
    asked = false;
    demo.value = world !== 'replay' && away(hello);
    if (world === 'replay') { if (player.value) link.player(mono(), player.value); void pump(); return anew; }
    // The present, said anew while the way to a player is still asked for, ends nothing.
    if (wanted.value.stage === 'playback' && entering.value) return anew;
    if (wanted.value.stage === 'playback') wanted.value = LIVE;
    leftBehind();
    return anew;
  }

  async function ask(request: EnterRequest): Promise<boolean> {
    const mine = ++turn;
    wanted.value = request;
    if (!wire || !linked) return false;
    entering.value = asked = true;
    const answer = await wire.enter(request).catch((cause: unknown): Refusal => ({ error: cause instanceof Error ? cause.message : String(cause) }));
    if (mine !== turn) return false;
    entering.value = false;
    if ('error' in answer) refuse(request, answer.error); else adopt(answer);
    rejoining.value = false;
    return !('error' in answer);
  }
  function refuse(request: EnterRequest, why: string): void {
    // Nothing keeps a page from the present: a new link begins there.
    if (request.stage === 'live' && linked) wire?.restart();
    // A wall goes on following: it asks again with the next link.
    if (request.stage !== 'playback') return;
    notice.value = { what: 'refused', why };
    wanted.value = LIVE;
    // What a page was to go on with stands until the present is here.
    if (!past.value) leftBehind();
  }

  /** The link is up (again), and shows the present until it is told otherwise. */
  function up(): void {
    linked = true;
    if (wanted.value.stage === 'live') return;
    if (wanted.value.stage === 'wall') { void ask(wanted.value); return; }
    const at = target.value ?? link.now;
    rejoining.value = true;
    void ask({ stage: 'playback', at, rate: rate.value }).then((done) => { if (done) notice.value = { what: 'resumed', at }; });
  }
  function down(): void { linked = false; turn++; entering.value = false; }
  /** This page shows what the walls show; `id`: what that one does, of which it is no page. */
  function followWall(id?: string): void { const to: EnterRequest = id === undefined ? { stage: 'wall' } : { stage: 'wall', wall: id }; if (linked) void ask(to); else wanted.value = to; }

  /** One move at a time, each when the last one has been made; of those that come meanwhile the last counts. */
  async function pump(): Promise<void> {
    if (steering) return;
    steering = true;
    try {
      while (waiting && wire && own.value && player.value?.seeking === false) {
        const early = steerFrom - mono();
        if (early > 0) { later(() => void pump(), early); break; }
        const now: SteerRequest = waiting;
        waiting = null;
        steerFrom = mono() + APART_MS;
        const answer = await wire.steer(now);
        if ('error' in answer) { notice.value = { what: 'refused', why: answer.error }; continue; }
        // However soon it came: what was asked before the cursor was put there is of another moment.
        if (now.at !== undefined && player.value) player.value = { ...player.value, seeking: true };
        adopt(answer);
      }
    } catch { /* The link is lost: the playback is entered again where it was to be. */ } finally {
      steering = false;
      if (!waiting && !entering.value && linked && player.value?.seeking !== true) target.value = null;
    }
  }
  function steer(request: SteerRequest): Promise<void> {
    waiting = { ...waiting, ...request };
    if (request.at !== undefined) target.value = request.at;
    return pump();
  }
  /** Puts the cursor of a player of this page's own at a time; from the present it begins one. */
  async function seek(at: number, speed = 1): Promise<void> {
    if (wanted.value.stage === 'playback') return steer({ at });
    notice.value = null;
    target.value = at;
    putBack ??= keeper?.keep() ?? null;
    await ask({ stage: 'playback', at, rate: speed });
    if (!waiting) target.value = null;
  }
  async function setRate(to: number): Promise<void> { if (wanted.value.stage === 'playback') await steer({ rate: to }); }
  /** Back to the present. */
  async function leave(): Promise<void> {
    waiting = null;
    notice.value = null;
    rejoining.value = false;
    await ask(LIVE);
  }
  /** What is past cannot be acted on. False where it is, and it is said why. What is done in a demonstration is done there alone (`path`). */
  function mayAct(): boolean {
    if (past.value) notice.value = { what: 'barred' };
    return !past.value;
  }
  function hearPlayer(state: PlayerState): void { if (past.value || demo.value || state.player === '') adopt(state); }
  function hearRealAlerts(alerts: AlertItem[]): void { realAlerts.value = alerts; }

  return {
    wanted, player, notice, realAlerts, target, jumps, rejoining, entering, past, demo, shown, own, cursor, rate, seeking, held,
    useWire, useKeeper, path, json, away, takes, entered, up, down, followWall, seek, setRate, leave, mayAct, hearPlayer, hearRealAlerts,
  };
});
