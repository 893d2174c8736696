/**
 * The last hour of every station's level, as readings came by: the wire carries the latest only. Five-minute
 * slots in typed arrays, for a bounded number of stations, so that a wall that runs for months stays flat.
 */
import { defineStore } from 'pinia';
import { computed, shallowRef, watch, type ComputedRef } from 'vue';
import type { StationItem } from '../../server/wire/messages.ts';
import { forecastOf, HOUR, hourAgo, type Outlook, type Reading } from '../map/forecast.ts';
import { useLink } from './link.ts';
import { useStage } from './stage.ts';

const SLOT = 300_000;
/** An hour, and the slot in which it began. */
const SLOTS = 13;
const MOST = 4_096;

/** `hour`: what the station itself says of an hour before its last reading. */
interface Ring { at: Float64Array; level: Float32Array; last: number; hour: Reading | null }
/** Readings of less than this leave the station's own word of the hour before to begin the line. */
const OWN = 0.75 * HOUR;

export class LevelHistory {
  private readonly rings = new Map<string, Ring>();

  constructor(private readonly most = MOST) {}

  get size(): number { return this.rings.size; }
  clear(): void { this.rings.clear(); }

  /** Takes each station's latest reading; true where one was new. */
  take(items: readonly StationItem[]): boolean {
    let any = false;
    for (const item of items) {
      if (item.level === null || item.readAt === null) continue;
      const ring = this.ringOf(item.id);
      if (item.readAt === ring.last) continue;
      any = true;
      // A clock set back, as when a world begins anew: what was gathered is of another evening.
      if (item.readAt < ring.last - HOUR) { ring.at.fill(-Infinity); ring.last = -Infinity; }
      put(ring, { at: item.readAt, level: item.level });
      ring.hour = hourAgo(item).find(({ at }) => at < item.readAt!) ?? null;
    }
    return any;
  }

  /** In order of time, none older than an hour before the last. */
  readings(id: string): Reading[] {
    const ring = this.rings.get(id);
    if (!ring) return [];
    const found: Reading[] = [];
    ring.at.forEach((at, i) => { if (at >= ring.last - HOUR) found.push({ at, level: ring.level[i]! }); });
    found.sort((a, b) => a.at - b.at);
    return ring.hour && found[0] && found[0].at > ring.last - OWN ? [ring.hour, ...found] : found;
  }

  private ringOf(id: string): Ring {
    let ring = this.rings.get(id);
    if (!ring) {
      ring = { at: new Float64Array(SLOTS).fill(-Infinity), level: new Float32Array(SLOTS), last: -Infinity, hour: null };
      this.rings.set(id, ring);
      if (this.rings.size > this.most) this.rings.delete(this.rings.keys().next().value!);
    }
    return ring;
  }
}

function put(ring: Ring, { at, level }: Reading): void {
  const slot = ((Math.floor(at / SLOT) % SLOTS) + SLOTS) % SLOTS;
  if (at < ring.at[slot]!) return;
  ring.at[slot] = at;
  ring.level[slot] = level;
  ring.last = Math.max(ring.last, at);
}

const MINUTE = 60_000;

/** `outlook`: how soon a station reaches its next threshold; another function whenever an answer may be another. */
export const useLevels = defineStore('levels', () => {
  const history = new LevelHistory();
  const link = useLink();
  const revision = shallowRef(0);
  /** What is left is told in minutes. */
  const minute = computed(() => Math.floor(link.now / MINUTE) * MINUTE);
  const outlook: ComputedRef<Outlook> = computed(() => {
    void revision.value;
    return (station) => {
      const readings = history.readings(station.id);
      // Where nobody gathers, as with the map's stations switched off, the hour that comes with a station is all there is.
      return forecastOf(station, readings.at(-1)?.at === station.readAt ? readings : hourAgo(station));
    };
  });
  // A cursor put elsewhere, or the present again: what was gathered is of another evening.
  const stage = useStage();
  watch([() => stage.shown, () => stage.jumps], () => { history.clear(); revision.value++; }, { flush: 'sync' });
  function take(items: readonly StationItem[]): void { if (history.take(items)) revision.value++; }
  return { outlook, minute, take };
});
