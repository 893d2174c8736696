/** What gauges show: rain, river and reservoir levels, ponding, pumps and gates, at any time. */
import { CORE } from './land.ts';
import { hashText } from './rng.ts';
import { makeRivers, reservoirStage, riverStage } from './stage.ts';
import { DAY, DayCache, HOUR, makeRain, stormEnvelope, trait, type Rain } from './storm.ts';
import type { City, StationReading, StationSite, Weather, WeatherOptions } from './types.ts';

const MINUTE = 60_000;
const STEP = 5 * MINUTE;
const to = (digits: number, value: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** How a low place takes water: cm per mm that the drains cannot carry, mm/h they can, cm/h that run off. */
interface Basin { gain: number; drains: number; runoff: number }

/** 青石下穿道 is the story's underpass: 14 cm at 20:09. */
export const STORY_UNDERPASS = { name: '青石下穿道', cm: 14, atH: 8 + 9 / 60 };

function depths(rain: Float32Array, basin: Basin): Float32Array {
  const out = new Float32Array(rain.length);
  let depth = 0;
  for (let i = 0; i < rain.length; i++) {
    depth = Math.max(0, depth + basin.gain * Math.max(0, rain[i]! - basin.drains / 12) - basin.runoff / 12);
    out[i] = depth;
  }
  return out;
}

/** The gain with which the story's underpass holds its 14 cm in time. */
function fitGain(rain: Float32Array, basin: Basin): number {
  const at = Math.floor((STORY_UNDERPASS.atH * HOUR) / STEP);
  let low = 0, high = 40;
  for (let k = 0; k < 30; k++) {
    const gain = (low + high) / 2;
    if (depths(rain, { ...basin, gain })[at]! < STORY_UNDERPASS.cm) low = gain;
    else high = gain;
  }
  return (low + high) / 2;
}

function makePonding(city: City, rain: Rain, seed: number, originDay: number): (site: StationSite, ms: number) => number {
  const cache = new DayCache();
  const basins = new Map<string, Basin>();
  const basinOf = (site: StationSite): Basin => {
    const known = basins.get(site.id);
    if (known) return known;
    const id = hashText(site.id);
    const basin: Basin = { gain: trait(seed, id, 1, 0.3, 1.5), drains: trait(seed, id, 2, 9, 26), runoff: trait(seed, id, 3, 3, 8) };
    if (site.name === STORY_UNDERPASS.name) {
      basin.drains = 9;
      basin.gain = fitGain(rain.steps(city.toKm(site.lng, site.lat), originDay), basin);
    }
    basins.set(site.id, basin);
    return basin;
  };
  return (site, ms) => {
    const p = city.toKm(site.lng, site.lat);
    const day = rain.dayOf(ms);
    const list = cache.get(day, p, () => depths(rain.steps(p, day), basinOf(site)));
    const at = (ms - rain.startOf(day)) / STEP - 1;
    const i = Math.floor(at);
    const a = i < 0 ? 0 : list[i]!, b = list[Math.min(list.length - 1, i + 1)]!;
    return a + (b - a) * (at - i);
  };
}

/** City-wide weather; the core is where the story's storm is measured. */
export function makeWeather(city: City, options: WeatherOptions): Weather {
  const { seed, origin, zoneOffsetMs = 8 * HOUR } = options;
  const rivers = makeRivers(city, CORE);
  const rain = makeRain({ seed, origin, zoneOffsetMs, core: CORE });
  const originDay = Math.floor((origin + zoneOffsetMs) / DAY);
  const stage = { seed, days: rain, originDay };
  const ponding = makePonding(city, rain, seed, originDay);
  const rainOf = (s: StationSite, ms: number): StationReading => {
    const p = city.toKm(s.lng, s.lat);
    return { rain5m: to(1, rain.sum(p, ms, 5 * MINUTE)), rain1h: to(1, rain.sum(p, ms, HOUR)), rain24h: to(1, rain.sum(p, ms, DAY)) };
  };
  const riverOf = (s: StationSite, ms: number): { level: number; flow: number } => {
    if (s.river === undefined || s.km === undefined) throw new Error(`station ${s.id} ${s.name} (${s.kind}) names no river and km`);
    return riverStage(rivers.reach(s.river, s.km), ms, stage);
  };
  const levelAt = (s: StationSite, ms: number): StationReading => {
    switch (s.kind) {
      case 'rain': return rainOf(s, ms);
      case 'ponding': return { level: to(1, ponding(s, ms)) };
      // Pumps start at 4–9 mm in an hour and run on as long as that hour lasts.
      case 'pump': return { running: rain.sum(city.toKm(s.lng, s.lat), ms, HOUR) > trait(seed, hashText(s.id), 4, 4, 9) };
      case 'reservoir': return { level: to(2, reservoirStage(hashText(s.name), ms, stage)), ...rainOf(s, ms) };
      case 'river': {
        const { level, flow } = riverOf(s, ms);
        return { level: to(2, level), flow: to(flow < 100 ? 1 : 0, flow) };
      }
      case 'sluice': {
        const { level, flow } = riverOf(s, ms);
        const running = level > (s.thresholds.alert ?? Infinity) - trait(seed, hashText(s.id), 5, 0.05, 0.4);
        return { level: to(2, level), flow: to(1, running ? flow * 0.02 : 0), running };
      }
    }
  };
  return {
    isStormDay: (ms) => rain.isStorm(Math.floor((ms + zoneOffsetMs) / DAY)),
    stormFactor: (ms) => {
      const day = rain.dayOf(ms);
      return rain.isStorm(day) ? stormEnvelope((ms - rain.startOf(day)) / HOUR) : 0;
    },
    rainAt: (lng, lat, ms) => rain.rate(city.toKm(lng, lat), ms),
    rainSum: (lng, lat, ms, windowMs) => rain.sum(city.toKm(lng, lat), ms, windowMs),
    riverAt: (river, km, ms) => riverStage(rivers.reach(river, km), ms, stage),
    levelAt,
  };
}

