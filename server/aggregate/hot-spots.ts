/**
 * Hot spots (聚集): cases of one category close together in place and time. Pure. Two cases are linked where they lie
 * within a distance of each other; what is linked, over any number of steps, is one spot.
 */

export interface Occurrence { id: string; category: string; lng: number; lat: number; /** When it was reported, epoch ms. */ at: number }

export interface HotSpotRules {
  /** Metres between two cases of a spot. */
  distance: number;
  /** ms: only cases reported since so long count. */
  window: number;
  /** Cases that make a spot. */
  least: number;
}

export interface HotSpot {
  category: string;
  /** Newest first. */
  ids: string[];
  /** Their middle, and how far the farthest lies from it, metres. */
  lng: number;
  lat: number;
  radius: number;
  first: number;
  last: number;
  /** Cases of the window's last quarter, and of the quarter before: more of them, and the spot grows. */
  recent: number;
  before: number;
}

/** Metres of one degree of latitude; a sphere is exact enough over the length of a street. */
const DEGREE = 111_195;

/** Largest first, then the latest. O(n) for cases that are spread out. */
export function hotSpots(cases: Iterable<Occurrence>, rules: HotSpotRules, now: number): HotSpot[] {
  const byCategory = new Map<string, Occurrence[]>();
  for (const one of cases) {
    if (one.at <= now - rules.window || one.at > now) continue;
    const list = byCategory.get(one.category);
    if (list) list.push(one); else byCategory.set(one.category, [one]);
  }
  const spots: HotSpot[] = [];
  for (const list of byCategory.values()) {
    if (list.length < rules.least) continue;
    for (const members of linked(list, rules.distance)) if (members.length >= rules.least) spots.push(spotOf(members, rules.window, now));
  }
  return spots.sort((a, b) => b.ids.length - a.ids.length || b.last - a.last || (a.category < b.category ? -1 : 1));
}

/** Connected components. Cases are sorted into squares of the distance: a neighbour lies in one of nine. */
function linked(list: readonly Occurrence[], distance: number): Occurrence[][] {
  const east = DEGREE * Math.cos((list[0]!.lat * Math.PI) / 180);
  const points = list.map(({ lng, lat }) => ({ x: lng * east, y: lat * DEGREE }));
  const squares = new Map<string, number[]>();
  const root = points.map((_, i) => i);
  const find = (i: number): number => { let at = i; while (root[at] !== at) at = root[at] = root[root[at]!]!; return at; };
  points.forEach(({ x, y }, i) => {
    const [column, row] = [Math.floor(x / distance), Math.floor(y / distance)];
    for (let c = column - 1; c <= column + 1; c++) for (let r = row - 1; r <= row + 1; r++) {
      for (const j of squares.get(`${c} ${r}`) ?? []) if (Math.hypot(x - points[j]!.x, y - points[j]!.y) <= distance) root[find(i)] = find(j);
    }
    const key = `${column} ${row}`;
    const square = squares.get(key);
    if (square) square.push(i); else squares.set(key, [i]);
  });
  const groups = new Map<number, Occurrence[]>();
  list.forEach((one, i) => {
    const group = groups.get(find(i));
    if (group) group.push(one); else groups.set(find(i), [one]);
  });
  return [...groups.values()];
}

function spotOf(members: Occurrence[], window: number, now: number): HotSpot {
  members.sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
  const mean = (of: (one: Occurrence) => number): number => members.reduce((sum, one) => sum + of(one), 0) / members.length;
  const [lng, lat] = [mean((one) => one.lng), mean((one) => one.lat)];
  const east = DEGREE * Math.cos((lat * Math.PI) / 180);
  const since = (quarters: number): number => members.filter(({ at }) => at > now - (window * quarters) / 4).length;
  return {
    category: members[0]!.category, ids: members.map(({ id }) => id), lng, lat,
    radius: Math.max(...members.map((one) => Math.hypot((one.lng - lng) * east, (one.lat - lat) * DEGREE))),
    first: members.at(-1)!.at, last: members[0]!.at, recent: since(1), before: since(2) - since(1),
  };
}
