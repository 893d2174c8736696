/**
 * Which counters an entity stands in, written out one by one: the increments that a program without
 * any cleverness would send. Says how many there are, and feeds the bare baseline with the same.
 */
import type { Contribution, Indicator } from '../../server/store/index.ts';

/** Hash key, field, amount. */
export type Increment = readonly [key: string, field: string, amount: number];
type Add = (key: string, field: string, amount: number) => void;

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** `chain`: the entity's regions from the city down. */
export function writeOut(contribution: Contribution, chain: readonly string[], add: Add): void {
  const upTo = (depth: number, each: (region: string) => void): void => { for (let i = 0; i < Math.min(depth, chain.length); i++) each(chain[i] ?? ''); };
  const one = (indicator: Indicator, at: number | null): void => {
    const { name, depth } = indicator;
    if (at === null) { upTo(depth.gauge, (region) => add(`now:${region}`, name, 1)); return; }
    upTo(depth.minute, (region) => add(`minute:${region}:${Math.floor(at / HOUR)}`, `${Math.floor(at / MINUTE) % 60}:${name}`, 1));
    upTo(depth.hour, (region) => add(`hour:${region}:${Math.floor(at / DAY)}`, `${Math.floor(at / HOUR) % 24}:${name}`, 1));
    upTo(depth.day, (region) => add(`day:${region}:${Math.floor(at / DAY / 32)}`, `${Math.floor(at / DAY) % 32}:${name}`, 1));
  };
  for (const gauge of contribution.gauges) one(gauge, null);
  for (const stamp of contribution.stamps) for (const indicator of stamp.indicators) one(indicator, stamp.at);
  const { duration, heat } = contribution;
  if (duration) {
    const day = Math.floor(duration.at / DAY);
    // Sum, count, and the bin of the histogram that median and P90 come from.
    upTo(chain.length, (region) => {
      add(`length:${region}:${day}`, 'sum', duration.seconds);
      add(`length:${region}:${day}`, 'count', 1);
      add(`length:${region}:${day}`, `bin:${Math.floor(Math.log(Math.max(1, duration.seconds)) / Math.log(1.04))}`, 1);
    });
  }
  if (heat) {
    const hour = Math.floor(heat.at / HOUR);
    add(`heat:${hour}`, `${heat.class}:${heat.cell}`, 1);
  }
}

/** What changes when an entity leaves one set of counters for another; counters it stands in before and after are not touched. */
export class Moves {
  private readonly sets = new Map<string, Map<string, Increment>>();

  /** The increments of this record of entity `id`, given all records before. */
  move(id: string, contribution: Contribution, chain: readonly string[]): Increment[] {
    const before = this.sets.get(id);
    const after = new Map<string, Increment>();
    writeOut(contribution, chain, (key, field, amount) => {
      const at = `${key} ${field}`;
      after.set(at, [key, field, amount + (after.get(at)?.[2] ?? 0)]);
    });
    this.sets.set(id, after);
    const out: Increment[] = [];
    for (const [at, [key, field, amount]] of after) {
      const change = amount - (before?.get(at)?.[2] ?? 0);
      if (change !== 0) out.push([key, field, change]);
    }
    for (const [at, [key, field, amount]] of before ?? []) if (!after.has(at)) out.push([key, field, -amount]);
    return out;
  }
}
