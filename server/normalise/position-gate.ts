/**
 * A position that cannot be: further from the last one than a person can have come. It is kept out
 * of the totals and counted. Two that agree with each other outvote the one before them, or a single
 * wrong fix would shut a person out for hours.
 */
import type { PositionReport, Rejected } from './outcome.ts';

export interface PositionGate {
  /** null: it can be. 'stale': not newer than what is known. */
  check(report: PositionReport): Rejected | 'stale' | null;
  forget(id: string): void;
  clear(): void;
}

interface Fix { lng: number; lat: number; at: number }

/** GPS wanders by so much while nobody moves. */
const WANDER_KM = 0.15;

/** `speedLimit` in km/h. */
export function makePositionGate(speedLimit: number): PositionGate {
  const last = new Map<string, Fix>();
  const doubted = new Map<string, Fix>();
  const reachable = (from: Fix, to: Fix): boolean => {
    const km = distanceKm(from, to);
    return km <= WANDER_KM + speedLimit * (Math.abs(to.at - from.at) / 3_600_000);
  };
  return {
    check(report) {
      const before = last.get(report.id);
      if (before && report.at <= before.at) return 'stale';
      const fix = { lng: report.lng, lat: report.lat, at: report.at };
      const rival = doubted.get(report.id);
      if (!before || reachable(before, fix) || (rival && reachable(rival, fix))) {
        last.set(report.id, fix);
        if (rival) doubted.delete(report.id);
        return null;
      }
      doubted.set(report.id, fix);
      return { ok: false, reason: 'speed', detail: { where: 'point', found: `${distanceKm(before, fix).toFixed(1)} km in ${((fix.at - before.at) / 1000).toFixed(0)} s`, expected: `at most ${speedLimit} km/h` } };
    },
    forget: (id) => { last.delete(id); doubted.delete(id); },
    clear: () => { last.clear(); doubted.clear(); },
  };
}

/** On a plane, which is exact enough within a city. */
function distanceKm(a: Fix, b: Fix): number {
  const x = (b.lng - a.lng) * 111.32 * Math.cos(((a.lat + b.lat) * Math.PI) / 360);
  return Math.hypot(x, (b.lat - a.lat) * 110.57);
}
