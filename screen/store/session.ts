/** Joins a source to the stores: one call at start, everything with an effect handed in. */
import { watch } from 'vue';
import { PROTOCOL, type Hello } from '../../server/wire/messages.ts';
import type { Source } from '../source/source.ts';
import { useCity } from './city.ts';
import { useHold } from './hold.ts';
import { useLink } from './link.ts';
import { usePlace } from './place.ts';
import { useScenes } from './scenes.ts';
import { useStage } from './stage.ts';
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
/** A new link begins in the present: sooner than a server that does not answer. */
const LEAVE_MS = 1_200;
const RELOAD_KEY = 'yiping.reloaded-for';

export function startSession(source: Source, effects: SessionEffects): () => void {
  const [city, hold, link, place, scenes, stage, topics, tour] = [useCity(), useHold(), useLink(), usePlace(), useScenes(), useStage(), useTopics(), useTour()];
  const hub = new SubscriptionHub(source, effects);
  topics.hub = hub;
  link.begin(effects.mono());
  stage.useWire(source, effects);

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

  /** A hello of a stage that this page has not asked for; of use only if the one it asked for is not to be had. */
  let aside: Hello | null = null;
  function welcome(hello: Hello): void {
    if (outdated(hello)) return;
    city.outdated = 'no';
    if (!stage.takes(hello)) { aside = hello; return; }
    aside = null;
    const renewed = city.setHello(hello);
    link.hello(effects.mono(), hello, stage.away(hello));
    hub.hello(hello.world, hello.epoch, stage.entered(hello));
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
    up: () => { hub.up(); stage.up(); },
    down: () => { hub.down(); link.down(effects.mono()); stage.down(); },
    hello: welcome,
    beat: (beat) => {
      if (city.outdated !== 'no' || (city.hello && beat.world !== city.hello.world)) return;
      link.beat(effects.mono(), beat);
      hub.beat(beat.world, beat.epoch);
    },
    snapshot: (message) => hub.snapshot(message),
    delta: (message) => hub.delta(message),
    player: (state) => stage.hearPlayer(state),
    realAlerts: (alerts) => stage.hearRealAlerts(alerts),
  });
  // The playback that was to go on cannot: the present it is.
  const stopRejoining = watch(() => stage.rejoining, (on) => { if (!on && aside !== null && stage.takes(aside)) welcome(aside); }, { flush: 'sync' });
  let ticks = 0;
  /** When the present was asked for, while the past is still shown. */
  let leaving: number | null = null;
  const stopTick = effects.every(() => {
    const mono = effects.mono();
    leaving = stage.past && stage.wanted.stage === 'live' ? leaving ?? mono : null;
    const overdue = leaving !== null && mono - leaving > LEAVE_MS;
    if (overdue) leaving = null;
    if (link.tick(mono) || overdue) source.restart();
    tour.tick(mono);
    // What could not be fetched while the server was away, every two seconds.
    if (++ticks % 8 === 0 && place.notice === 'failed') void place.load();
  }, TICK_MS);

  return () => { stopTick(); stopWaiting(); stopRejoining(); source.stop(); };
}
