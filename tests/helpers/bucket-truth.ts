/** Buckets and heat cells of the store against the simulator's truth, in regions of every level, at the cursor that is applied. */
import { localDay } from '../../server/wire/clock.ts';
import { isUnplaced, unplacedOf, type Level } from '../../server/wire/region.ts';
import type { Dice } from './random.ts';
import type { Witness } from './witness.ts';

export type Grain = 'minute' | 'hour' | 'day';

/** What was held against each other; `differences` as text, at most a dozen. */
export interface Held { figures: number; cases: number; names: Set<string>; regions: Set<string>; differences: string[] }
export const nothingHeld = (): Held => ({ figures: 0, cases: 0, names: new Set(), regions: new Set(), differences: [] });

const HOUR = 3_600_000;
const ORDER: readonly Level[] = ['city', 'district', 'street', 'community', 'grid'];
const STAGES = ['reported', 'accepted', 'filed', 'dispatched', 'handled', 'verified', 'closed', 'void'];
/** Names that go by the day alone. */
const BY_DAY = ['urgent', 'handledTimes', 'reworked', 'closedOnTime', 'closedLate', 'overdueIn', 'overdueOut'];

/** The city, and of each level below `each` regions with their 未落格. */
export function sample(witness: Witness, dice: Dice, each: number): { code: string; depth: number }[] {
  return ORDER.flatMap((level, i) => {
    const there = witness.regions.filter((region) => region.level === level);
    const chosen = i === 0 ? there : Array.from({ length: each }, () => dice.pick(there));
    return [...new Set(chosen.map(({ code }) => code))].flatMap((code) => [{ code, depth: i + 1 }, ...(i < ORDER.length - 1 ? [{ code: unplacedOf(code), depth: i + 2 }] : [])]);
  });
}

/** How deep a name's buckets of a grain go, 1 = the city alone, 0 = it has none: as design.md point 5 and the wire's names say. */
function depthOf(name: string, grain: Grain): number {
  if (name.startsWith('department.')) return grain === 'day' ? 3 : 0;
  if (name.startsWith('category.')) return { minute: 0, hour: 3, day: 4 }[grain];
  if (name.startsWith('source.')) return { minute: 0, hour: 4, day: 5 }[grain];
  if (STAGES.includes(name)) return grain === 'day' ? 5 : 4;
  return grain === 'day' && BY_DAY.includes(name) ? 5 : 0;
}

/** Every named bucket in [from, upto) of each region. `upto` must lie in the past by more than a page. */
export async function holdBuckets(witness: Witness, zone: string, grain: Grain, regions: readonly { code: string; depth: number }[], from: number, upto: number, held: Held): Promise<void> {
  const days: string[] = [];
  for (let at = from; at < upto; at += 12 * HOUR) days.push(new Date(localDay(zone, at) * 24 * HOUR).toISOString().slice(0, 10));
  const range: Record<string, string> = grain === 'day' ? { days: [...new Set(days)].join(',') } : { [`${grain}s`]: `${from},${upto}` };
  await witness.atCursor(async (asked, store) => {
    const truth = await witness.truth({ ...asked, families: 'case', regions: regions.map(({ code }) => code).join(','), ...range });
    const told = (code: string): Record<string, Record<string, number>> => truth.regions[code]?.[`${grain}s`] ?? {};
    const names = [...new Set([...STAGES, ...BY_DAY, ...regions.flatMap(({ code }) => Object.values(told(code)).flatMap(Object.keys))])];
    const mine: Held = nothingHeld();
    for (const { code, depth } of regions) {
      const wanted = names.filter((name) => depthOf(name, grain) >= depth);
      if (wanted.length === 0) continue;
      const buckets = await store.readBuckets(code, wanted, grain, from, upto);
      mine.regions.add(code);
      buckets.starts.forEach((start, i) => {
        const key = grain === 'day' ? new Date(localDay(zone, start) * 24 * HOUR).toISOString().slice(0, 10) : String(start);
        for (const name of wanted) {
          const expected = told(code)[key]?.[name] ?? 0, found = buckets.series[name]?.[i] ?? 0;
          mine.figures += 1;
          mine.cases += expected;
          if (expected > 0) mine.names.add(name);
          if (expected !== found && mine.differences.length < 12) mine.differences.push(`${code}${isUnplaced(code) ? ' (未落格)' : ''} ${grain} ${key} ${name}: server ${found}, truth ${expected}`);
        }
      });
    }
    return mine;
  }).then((mine) => add(held, mine));
}

/** Heat of every hour of [from, upto) by class, each hour for itself and all together. */
export async function holdHeat(witness: Witness, from: number, upto: number, held: Held): Promise<void> {
  const mine = await witness.atCursor(async (asked, store) => {
    const { heat } = await witness.truth({ ...asked, families: 'case', heat: `${from},${upto}` });
    const told = Object.entries(heat).map(([key, count]) => { const [cell = '', hour = '', cls = ''] = key.split('|'); return { cell, hour: Number(hour), cls, count }; });
    const found = nothingHeld();
    const hold = async (lo: number, hi: number, cls: string | undefined): Promise<void> => {
      const expected = new Map<string, number>();
      for (const one of told) if (one.hour >= lo && one.hour < hi && (cls === undefined || one.cls === cls)) expected.set(one.cell, (expected.get(one.cell) ?? 0) + one.count);
      const cells = await store.readHeat(lo / HOUR, hi / HOUR, cls);
      for (const cell of new Set([...cells.keys(), ...expected.keys()])) {
        found.figures += 1;
        found.cases += expected.get(cell) ?? 0;
        if (cells.get(cell) !== expected.get(cell) && found.differences.length < 12) found.differences.push(`${cell} ${new Date(lo).toISOString()} ${cls ?? 'all'}: server ${cells.get(cell) ?? 0}, truth ${expected.get(cell) ?? 0}`);
      }
      if (cls !== undefined) found.names.add(cls);
    };
    for (const cls of [undefined, ...new Set(told.map((one) => one.cls))]) {
      await hold(from, upto, cls);
      for (let hour = from; hour < upto; hour += 3 * HOUR) await hold(hour, hour + HOUR, cls);
    }
    return found;
  });
  add(held, mine);
}

function add(held: Held, mine: Held): void {
  held.figures += mine.figures;
  held.cases += mine.cases;
  for (const name of mine.names) held.names.add(name);
  for (const code of mine.regions) held.regions.add(code);
  held.differences.push(...mine.differences);
}
