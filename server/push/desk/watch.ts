/** What wants an officer's eye: hot spots, sudden increases, rising water. Looked for at most every few seconds, however many desks ask. */
import type { ApiWatch } from '../../wire/desk.ts';
import type { Case } from '../../wire/entity.ts';
import { NO_CLASS } from '../case-records.ts';
import type { PushDeps } from '../deps.ts';
import type { Mirrors } from '../mirrors/index.ts';
import type { CaseTable, Day } from './case-table.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
/** Hot spots and rows of surges that one answer holds at most: the largest. */
const MOST = 60;

interface Asked { region: string; inside(region: string): boolean; now: number; wall: number; mirrors: Mirrors }
type Deps = Pick<PushDeps, 'watch' | 'regions' | 'categories' | 'categoryName' | 'store' | 'classification'>;

export async function watch(asked: Asked, deps: Deps): Promise<ApiWatch> {
  const { region, now } = asked;
  return { region, now, hotSpots: hotSpotsOf(asked, deps), surges: await surgesOf(asked, deps), rising: risingOf(asked, deps) };
}

function hotSpotsOf({ inside, now, mirrors }: Asked, { watch: { hotSpot, hotSpots }, categoryName, store }: Deps): ApiWatch['hotSpots'] {
  // Read from the store at the first question: until then there is nothing to look at.
  const cases = new Map<string, Case>();
  const ready = mirrors.liveCases.since(store, now) !== null;
  if (ready) {
    for (const entity of mirrors.liveCases.all()) if (entity.times.reported > now - hotSpot.window && entity.status !== 'void' && inside(entity.region)) cases.set(entity.id, entity);
  }
  const located = [...cases.values()].flatMap(({ id, category, lng, lat, times }) => (lng === undefined || lat === undefined ? [] : [{ id, category, lng, lat, at: times.reported }]));
  const items = hotSpots(located, now).slice(0, MOST).map((spot) => {
    const newest = cases.get(spot.ids[0]!)!;
    return { ...spot, ids: spot.ids.slice(0, 200), count: spot.ids.length, categoryName: categoryName(spot.category), region: newest.region, address: newest.address };
  });
  return { ...hotSpot, ready, items };
}

/** Counts by region and class of the last hour, and of the same hour of each earlier day. */
async function surgesOf({ inside, now, wall, mirrors }: Asked, { watch: { surge, surgeDays, neededDays }, regions, categories, classification }: Deps): Promise<ApiWatch['surges']> {
  const to = Math.floor(now / MINUTE) * MINUTE;
  const table = mirrors.caseTable;
  const [{ categories: classes }, kept] = await Promise.all([categories(), table.days(to - (surgeDays + 1) * DAY, now, wall)]);
  const columns = new Columns(table, regions, inside, (category) => classes[category]?.[classification] ?? NO_CLASS);
  const counts = new Map<string, { now: number; earlier: number[] }>();
  const of = (key: string): { now: number; earlier: number[] } => { let at = counts.get(key); if (!at) counts.set(key, at = { now: 0, earlier: Array.from({ length: surgeDays }, () => 0) }); return at; };
  let oldest = Infinity;
  for (const day of kept) {
    for (let i = 0; i < day.count; i++) {
      const minute = day.minute[i]! * MINUTE;
      oldest = Math.min(oldest, minute);
      const back = Math.floor((to - 1 - minute) / DAY);
      if (minute >= to || back > surgeDays || to - back * DAY - minute > HOUR) continue;
      for (const key of columns.keysOf(day, i)) if (back === 0) of(key).now++; else of(key).earlier[back - 1]!++;
    }
  }
  // An hour of an earlier day counts as known when records are older than it.
  const days = Math.max(0, Math.min(surgeDays, Math.floor((to - HOUR - Math.min(oldest, to)) / DAY)));
  const items = [...counts].flatMap(([key, { now: count, earlier }]) => {
    const found = surge(count, earlier.slice(0, days));
    if (!found) return [];
    const [region, of] = key.split('\n') as [string, string];
    return [{ region, name: regions.get(region)?.name ?? region, class: of === '' ? null : of, ...found }];
  });
  items.sort((a, b) => a.chance - b.chance || b.count - a.count);
  return { days, needed: neededDays, classification, items: items.slice(0, MOST) };
}

/** Under which keys, `region\nclass`, a row is counted: its district's and its street's, by its class and all together. */
class Columns {
  private readonly known = new Map<number, string[]>();
  constructor(private readonly table: CaseTable, private readonly regions: PushDeps['regions'], private readonly inside: (region: string) => boolean, private readonly classOf: (category: string) => string) {}

  keysOf(day: Day, i: number): readonly string[] {
    const [region, category] = [day.region[i]!, day.category[i]!];
    const at = region * 65_536 + category;
    let keys = this.known.get(at);
    if (!keys) this.known.set(at, keys = this.make(this.table.regions.words[region]!, this.table.categories.words[category]!));
    return keys;
  }
  private make(region: string, category: string): string[] {
    if (!this.inside(region)) return [];
    const of = this.classOf(category);
    return this.regions.path(region).slice(1, 3).flatMap(({ code }) => [`${code}\n`, `${code}\n${of}`]);
  }
}

function risingOf({ inside, now, mirrors }: Asked, { watch: { rising } }: Deps): ApiWatch['rising'] {
  const found: ApiWatch['rising'] = [];
  for (const { id, entity, series, state } of mirrors.stations.inside(inside)) {
    const item = mirrors.stations.item(id, now)!;
    if (item.level === null || state === 'silent' || entity.type === 'rain' || entity.type === 'pump') continue;
    const thresholds = (['alert', 'warning', 'danger'] as const).flatMap((name) => { const value = item[name]; return value === null ? [] : [{ name, value }]; });
    const trend = rising(series.levels(HOUR), thresholds, entity.type === 'ponding' ? 1 : 0.01);
    if (!trend) continue;
    const { rate, low, high, reaches } = trend;
    found.push({ id, name: item.name, type: item.type, region: item.region, state, level: item.level, lng: item.lng, lat: item.lat, rate, low, high, reaches: reaches.map(({ name, ...reach }) => ({ threshold: name, ...reach })) });
  }
  const soonest = ({ reaches: [first] }: ApiWatch['rising'][number]): number => first?.likely ?? Infinity;
  return found.sort((a, b) => soonest(a) - soonest(b) || b.rate - a.rate).slice(0, MOST);
}
