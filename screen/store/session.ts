/** Joins a source to the stores: one call at start, everything with an effect handed in. */
import { watch } from 'vue';
import { PROTOCOL, type Hello } from '../../server/wire/messages.ts';
import type { Source } from '../source/source.ts';
import { useCity } from './city.ts';
import { useHold } from './hold.ts';
import { useLink } from './link.ts';
import { usePlace } from './place.ts';
import { useScenes } from './scenes.ts';
import { SubscriptionHub, type HubOptions } from './subscriptions.ts';
import { useTopics } from './topics.ts';
import { useTour } from './tour.ts';

export interface SessionEffects extends HubOptions {
  /** Monotonic ms. */
  mono: () => number;
  reload: () => void;
  /** Something that survives a reload, so that a page which stays outdated does not reload without end. */
  memory: Pick<Storage, 'getItem' | 'setItem'>;
  /** Calls `run` every ms until cancelled. */
  every: (run: () => void, ms: number) => () => void;
}

const TICK_MS = 250;
const RELOAD_KEY = 'yiping.reloaded-for';

export function startSession(source: Source, effects: SessionEffects): () => void {
  const [city, hold, link, place, scenes, topics, tour] = [useCity(), useHold(), useLink(), usePlace(), useScenes(), useTopics(), useTour()];
  const hub = new SubscriptionHub(source, effects);
  topics.hub = hub;
  link.begin(effects.mono());

  /** The version that the page replaces itself for as soon as nothing holds it. */
  let awaited: string | null = null;

  /** A page of another build or protocol replaces itself, once for each build it meets, never while it is held. */
  function outdated(hello: Hello): boolean {
    awaited = null;
    const same = hello.protocol === PROTOCOL && (city.build === null || city.build === hello.build);
    if (same) { city.build = hello.build; return false; }
    const meets = `${hello.protocol}:${hello.build}`;
    if (effects.memory.getItem(RELOAD_KEY) === meets) {
      // Reloading did not help: the protocol decides whether the page may go on.
      if (hello.protocol === PROTOCOL) { city.build = hello.build; return false; }
      city.outdated = 'mismatch';
      return true;
    }
    if (hold.held) {
      awaited = meets;
      // Of the same protocol the page can go on with it meanwhile; of another it keeps its picture.
      if (hello.protocol === PROTOCOL) return false;
      city.outdated = 'mismatch';
      return true;
    }
    replace(meets);
    return true;
  }
  function replace(meets: string): void {
    effects.memory.setItem(RELOAD_KEY, meets);
    city.outdated = 'reloading';
    effects.reload();
  }
  const stopWaiting = watch(() => hold.held, (held) => { if (!held && awaited !== null) replace(awaited); }, { flush: 'sync' });

  function welcome(hello: Hello): void {
    if (outdated(hello)) return;
    city.outdated = 'no';
    const renewed = city.hello?.epoch !== hello.epoch;
    city.setHello(hello);
    link.hello(effects.mono(), hello);
    hub.hello(hello.world, hello.epoch);
    if (renewed || place.regions === null) void place.load();
    if (renewed || city.categories === null) void askCategories();
    // Scenes and walls change only with the server's configuration, so with its epoch.
    if (renewed || scenes.all.length === 0) void askScenes();
  }
  async function askScenes(): Promise<void> {
    try { await scenes.load(); } catch { effects.later(() => { if (scenes.all.length === 0) void askScenes(); }, 2000); }
  }
  async function askCategories(): Promise<void> {
    try { await city.loadCategories(); } catch { effects.later(() => { if (city.categories === null) void askCategories(); }, 5000); }
  }

  source.start({
    up: () => hub.up(),
    down: () => { hub.down(); link.down(effects.mono()); },
    hello: welcome,
    beat: (beat) => {
      if (city.outdated !== 'no' || (city.hello && beat.world !== city.hello.world)) return;
      link.beat(effects.mono(), beat);
      hub.beat(beat.world, beat.epoch);
    },
    snapshot: (message) => hub.snapshot(message),
    delta: (message) => hub.delta(message),
  });
  let ticks = 0;
  const stopTick = effects.every(() => {
    if (link.tick(effects.mono())) source.restart();
    tour.tick(effects.mono());
    // What could not be fetched while the server was away, every two seconds.
    if (++ticks % 8 === 0 && place.notice === 'failed') void place.load();
  }, TICK_MS);

  return () => { stopTick(); stopWaiting(); source.stop(); };
}
