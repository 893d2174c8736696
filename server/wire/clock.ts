/**
 * A world's clock and the arithmetic of its time zone. Imports nothing, so that the server, the
 * screen and tests roll windows by exactly the same rule.
 */

/** now(wall) = origin + (wall − startedAt) × rate. A live city has origin = startedAt, rate = 1. */
export interface ClockSpec { origin: number; startedAt: number; rate: number; zone: string }

export interface Clock { readonly zone: string; readonly rate: number; now(): number }

export function makeClock(spec: ClockSpec, wall: () => number = Date.now): Clock {
  return {
    zone: spec.zone,
    rate: spec.rate,
    now: () => Math.floor(spec.origin + (wall() - spec.startedAt) * spec.rate),
  };
}

const QUARTER = 15 * 60_000;
const zones = new Map<string, (ms: number) => number>();

/**
 * Offset of `zone` from UTC at `ms`, in ms (Shanghai +28,800,000). Offsets change only on quarter
 * hours, so they are cached by quarter; a query costs one map look-up.
 */
export function zoneOffset(zone: string): (ms: number) => number {
  const known = zones.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric',
    hour: 'numeric', minute: 'numeric', second: 'numeric',
  });
  const cache = new Map<number, number>();
  const offset = (ms: number): number => {
    const quarter = Math.floor(ms / QUARTER);
    let value = cache.get(quarter);
    if (value === undefined) {
      const part: Record<string, number> = {};
      for (const p of format.formatToParts(quarter * QUARTER)) part[p.type] = Number(p.value);
      value = Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second) - quarter * QUARTER;
      if (cache.size > 200_000) cache.clear();
      cache.set(quarter, value);
    }
    return value;
  };
  zones.set(zone, offset);
  return offset;
}

/** Local calendar day as a day number since 1970-01-01 (local). */
export const localDay = (zone: string, ms: number): number => Math.floor((ms + zoneOffset(zone)(ms)) / 86_400_000);

/** Epoch ms at which the local day `day` begins. */
export function dayStart(zone: string, day: number): number {
  const guess = day * 86_400_000;
  let ms = guess - zoneOffset(zone)(guess);
  ms = guess - zoneOffset(zone)(ms);
  return ms;
}

/** Epoch ms of a local wall-clock time (month 1–12). The earlier instant where the hour occurs twice. */
export function fromLocal(zone: string, y: number, mo: number, d: number, h = 0, mi = 0, s = 0, ms = 0): number {
  const guess = Date.UTC(y, mo - 1, d, h, mi, s, ms);
  const offset = zoneOffset(zone);
  const before = guess - offset(guess - 86_400_000);
  if (before + offset(before) === guess) return before;
  return guess - offset(guess + 86_400_000);
}

/** Hour number of `ms`: whole local hours also in zones off by a half or quarter hour. */
export const hourOf = (zone: string, ms: number): number => Math.floor((ms + zoneFraction(zone)) / 3_600_000);

/** What must be added to epoch ms so that local hours begin on multiples of an hour (0 for whole-hour zones). */
export function zoneFraction(zone: string): number {
  const offset = zoneOffset(zone)(0 + 1_700_000_000_000);
  return ((offset % 3_600_000) + 3_600_000) % 3_600_000;
}
