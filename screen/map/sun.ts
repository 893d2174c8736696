/** Where the sun stands over a city, and how what stands there is lit by it. Pure; true to about half a degree. */

const RAD = Math.PI / 180;
/** 2000-01-01 12:00 UTC, ms: the almanac's formulas count days from here. */
const EPOCH = 946_728_000_000;

/** Radians: above the horizon, and clockwise from north. */
export interface Sun { altitude: number; azimuth: number }

/** The low-precision formulas of the Astronomical Almanac. `now` in ms UTC. */
export function sunAt(now: number, lng: number, lat: number): Sun {
  const days = (now - EPOCH) / 86_400_000;
  const anomaly = (357.529 + 0.98560028 * days) * RAD;
  const longitude = (280.459 + 0.98564736 * days + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * RAD;
  const tilt = 23.439 * RAD;
  const ascension = Math.atan2(Math.cos(tilt) * Math.sin(longitude), Math.cos(longitude));
  const declination = Math.asin(Math.sin(tilt) * Math.sin(longitude));
  const hour = (280.46062 + 360.98564737 * days + lng) * RAD - ascension;
  const phi = lat * RAD;
  return {
    altitude: Math.asin(Math.sin(phi) * Math.sin(declination) + Math.cos(phi) * Math.cos(declination) * Math.cos(hour)),
    azimuth: Math.atan2(-Math.sin(hour), Math.tan(declination) * Math.cos(phi) - Math.sin(phi) * Math.cos(hour)),
  };
}

export interface Light {
  /** 0 in the night … 1 in full day. */
  day: number;
  /** Towards the sun on the ground: east, north; of length 1. */
  sun: readonly [east: number, north: number];
  /** Metres of shadow to a metre of height; 0 while the sun is down. */
  shadow: number;
}

/** Dusk and dawn: from the sun six degrees down to ten up, light comes and goes. */
const DARK = -6 * RAD;
const BRIGHT = 10 * RAD;
/** Longer shadows would only blot the street out. */
const LONGEST = 1.6;
const LOW_SUN = 2 * RAD;

export function lightAt(now: number, lng: number, lat: number): Light {
  const { altitude, azimuth } = sunAt(now, lng, lat);
  const t = Math.min(1, Math.max(0, (altitude - DARK) / (BRIGHT - DARK)));
  return {
    day: t * t * (3 - 2 * t),
    sun: [Math.sin(azimuth), Math.cos(azimuth)],
    shadow: altitude > LOW_SUN ? Math.min(LONGEST, 1 / Math.tan(altitude)) : 0,
  };
}

/** At night a faint light from the left of the picture still tells one wall from another. */
const NIGHT_FROM = [-0.8, -0.6] as const;
const NIGHT = 0.62;

/** Share of its daylight that a roof has. */
export const roofShade = ({ day }: Light): number => NIGHT + (1 - NIGHT) * day;

/** The same of a wall that faces `east`, `north` (length 1): brighter towards the light, always darker than the roof. */
export function wallShade(light: Light, east: number, north: number): number {
  const sunlit = light.day * Math.max(0, east * light.sun[0] + north * light.sun[1]);
  const dim = (1 - light.day) * 0.6 * Math.max(0, east * NIGHT_FROM[0] + north * NIGHT_FROM[1]);
  return roofShade(light) * (0.42 + 0.38 * (sunlit + dim));
}
