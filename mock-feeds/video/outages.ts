/** When cameras fail: a few every day, many in the storm. A day's outages follow from (seed, day). */
import type { Weather } from '../city/types.ts';
import { DAY, HOUR, MINUTE, dayOf, startOfDay } from '../local-time.ts';
import { chance, hash, logNormal, rngOf, textHash } from '../random.ts';
import type { CuedCameras } from '../cues/cameras.ts';
import type { Camera } from './cameras.ts';

export interface Outage { camera: number; from: number; to: number }

/** No outage lasts longer. */
const LONGEST = 2 * DAY;
const WINDOW_DAYS = 3;

export interface CameraStates {
  /** 1 on, 0 off, 2 not in the catalogue. */
  state: Uint8Array;
  /** Epoch ms at which that state was reached (whole seconds). */
  changed: Float64Array;
  /** Epoch ms at which the change could first be seen: later than `changed` only with faults. */
  seen: Float64Array;
}

export interface Outages {
  /** Every camera as of `now`. `late(camera, second)` is how long a change stays unseen. */
  at(now: number, late: (camera: number, second: number) => number): CameraStates;
}

/** `cued`: cameras that a demonstration switches. */
export function makeOutages(o: { cameras: readonly Camera[]; weather: Weather; seed: number; cued?: CuedCameras }): Outages {
  const seed = o.seed ^ textHash('outage');
  const days = new Map<number, Outage[]>();

  function ofDay(day: number): Outage[] {
    let list = days.get(day);
    if (!list) {
      list = makeDay(o.cameras, o.weather, seed, day);
      days.set(day, list);
      if (days.size > 12) days.delete(days.keys().next().value!);
    }
    return list;
  }

  return {
    at(now, late) {
      const n = o.cameras.length;
      const states: CameraStates = { state: new Uint8Array(n), changed: new Float64Array(n), seen: new Float64Array(n) };
      o.cameras.forEach((camera, i) => enter(camera, i, states, now));
      const today = dayOf(now);
      for (let day = today - WINDOW_DAYS; day <= today; day++) for (const outage of ofDay(day)) follow(outage, states, now, late);
      for (const [camera, cues] of o.cued ?? []) {
        const last = cues.findLast(({ at }) => at <= now);
        if (!last || states.state[camera] === 2) continue;
        states.state[camera] = last.on ? 1 : 0;
        touch(states, camera, last.at, last.at);
      }
      return states;
    },
  };
}

/**
 * The state without outages. Its time is the start of the window of outages looked at, so that a
 * camera's time never goes back when an old outage leaves the window: the platform touches every
 * record once a day.
 */
function enter(camera: Camera, i: number, states: CameraStates, now: number): void {
  const today = dayOf(now);
  const since = startOfDay(Math.max(camera.bornDay, today - WINDOW_DAYS));
  states.state[i] = today < camera.bornDay || today >= camera.goneDay ? 2 : camera.dead ? 0 : 1;
  states.changed[i] = since;
  states.seen[i] = since;
}

function follow(outage: Outage, states: CameraStates, now: number, late: (camera: number, second: number) => number): void {
  const { camera, from, to } = outage;
  if (states.state[camera] === 2) return;
  const started = from + late(camera, from / 1000);
  const ended = to + late(camera, to / 1000);
  if (ended <= now) return touch(states, camera, to, ended);
  if (started > now) return;
  states.state[camera] = 0;
  touch(states, camera, from, started);
}

function touch(states: CameraStates, camera: number, changed: number, seen: number): void {
  states.changed[camera] = Math.max(states.changed[camera]!, changed);
  states.seen[camera] = Math.max(states.seen[camera]!, seen);
}

function makeDay(cameras: readonly Camera[], weather: Weather, seed: number, day: number): Outage[] {
  const start = startOfDay(day);
  const list: Outage[] = [];
  cameras.forEach((camera, i) => {
    if (camera.dead) return;
    if (chance(seed, i, day) < 0.03) list.push(outage(i, start + Math.floor((hash(seed, i, day, 1) / 2 ** 32) * 86_400) * 1000, seed, day, 90));
    for (let hour = 0; hour < 24; hour++) {
      if (chance(seed, i, day, 10 + hour) >= 0.03) continue;
      const at = start + hour * HOUR;
      const share = weather.stormFactor(at) > 0 ? weather.rainAt(camera.at[0], camera.at[1], at) / 60 : 0;
      if (chance(seed, i, day, 40 + hour) < share) list.push(outage(i, at + (hash(seed, i, day, 70 + hour) % 3600) * 1000, seed, day, 200));
    }
  });
  return list;
}

function outage(camera: number, from: number, seed: number, day: number, medianMinutes: number): Outage {
  const length = logNormal(rngOf(seed, camera, day), medianMinutes * MINUTE, 0.9);
  const seconds = Math.max(60, Math.floor(Math.min(length, LONGEST) / 1000));
  return { camera, from, to: from + seconds * 1000 };
}
