/** The roster: who there is, in which role, at which home grid, and since which segment unchanged. */
import type { City, Weather } from '../city/types.ts';
import type { GridIndex } from '../case/world.ts';
import { chance, hash, rngOf, textHash } from '../random.ts';
import { belongs, makeShifts } from './shifts.ts';
import type { Role, Shifts } from './shifts.ts';

export interface People {
  count: number;
  roles: Uint8Array;
  shifts: Shifts;
  uid(i: number): string;
  name(i: number): string;
  /** Of a range in which no telephone is; null for the few who gave none. */
  phone(i: number): string | null;
  onRoster(i: number, segment: number): boolean;
  /** Index of the home grid in the segment. */
  home(i: number, segment: number): number;
  /** Whether the person moves to another grid within two segments: nobody is on duty while moving. */
  moving(i: number, segment: number): boolean;
  /** The segment since which the roster entry is unchanged; every entry is touched once a week. */
  changed(i: number, segment: number): number;
  /** Codes as the roster gives them: [grid, community], the grid null for advisers, unknown for a few. */
  codes(i: number, segment: number): [string | null, string];
}

export const ROLE_COUNTS = { fullTime: 13_288, partTime: 46_808, adviser: 8_131 } as const;
const FOREVER = 1_000_000;
const SURNAMES = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙', '胡', '朱', '高', '林', '何', '郭', '马', '罗', '欧阳', '上官'];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰春梅建国志文'];
/** Two or three Hanzi, at most four. */
function nameOf(seed: number, i: number): string {
  const pick = <T>(list: readonly T[], what: number): T => list[hash(seed, i, 11, what) % list.length]!;
  return `${pick(SURNAMES, 0)}${pick(GIVEN, 1)}${chance(seed, i, 12) < 0.7 ? pick(GIVEN, 2) : ''}`;
}

export function makePeople(o: { city: City; grids: GridIndex; weather: Weather; seed: number; scale: number; originDay: number }): People {
  const own = o.seed ^ textHash('people');
  const gridCount = o.grids.codes.length;
  const scaled = (n: number): number => Math.max(2, Math.round(n * o.scale));
  const counts: [Role, number][] = [[2, scaled(ROLE_COUNTS.fullTime)], [3, scaled(ROLE_COUNTS.partTime)], [1, gridCount], [4, scaled(ROLE_COUNTS.adviser)]];
  const count = counts.reduce((sum, [, n]) => sum + n, 0);
  const roles = new Uint8Array(count);
  const homes = new Uint32Array(count);
  const joins = new Int32Array(count).fill(-FOREVER);
  const leaves = new Int32Array(count).fill(FOREVER);
  let i = 0;
  for (const [role, n] of counts) {
    for (let k = 0; k < n; k++, i++) {
      const rng = rngOf(own, i);
      roles[i] = role;
      // One for every grid first, then where the city lives.
      homes[i] = k < gridCount ? Math.floor((k * gridCount) / Math.min(n, gridCount)) : o.grids.draw(rng);
      const day = o.originDay - 25 + Math.floor(rng() * 60);
      const change = rng();
      if (change < 0.006) joins[i] = day;
      else if (change > 0.994) leaves[i] = day;
    }
  }
  const shifts = makeShifts({ roles, joins, leaves, weather: o.weather, seed: o.seed });

  const uids = Array.from({ length: count }, (_, k) => `W${20_000_000 + k * 7 + (hash(own, k, 8) % 7)}`);

  /** Homes hold for 60 days from a day of the person's own, from 08:00 on. */
  const period = (k: number, segment: number): number => Math.floor((segment - 2 + (hash(own, k, 1) % 60) * 5) / 300);
  const homeIn = (k: number, p: number): number => {
    const base = homes[k]!;
    if (roles[k] === 1 || chance(own, k, p, 2) >= 0.08) return base;
    return Math.max(0, Math.min(gridCount - 1, base + 1 + (hash(own, k, p, 3) % 3)));
  };
  const home = (k: number, segment: number): number => homeIn(k, period(k, segment));
  const moving = (k: number, segment: number): boolean => home(k, segment) !== home(k, segment + 1) || home(k, segment) !== home(k, segment - 1);

  return {
    count, roles, shifts, home, moving,
    uid: (k) => uids[k]!,
    name: (k) => nameOf(own, k),
    phone: (k) => (chance(own, k, 9) < 0.02 ? null : `101${String(hash(own, k, 10) % 100_000_000).padStart(8, '0')}`),
    onRoster: (k, segment) => belongs({ joins, leaves }, k, segment),
    changed(k, segment) {
      const week = segment - ((segment + (hash(own, k, 4) % 35)) % 35);
      for (let s = segment; s > week; s--) {
        if (shifts.expected(s)[k] !== shifts.expected(s - 1)[k] || home(k, s) !== home(k, s - 1) || s === joins[k]! * 5 + 2) return s;
      }
      return week;
    },
    codes(k, segment) {
      const code = o.grids.codes[home(k, segment)]!;
      const community = code.slice(0, 12);
      if (roles[k] === 4) return [null, community];
      return [chance(own, k, 5) < 0.004 ? `${community}98` : code, community];
    },
  };
}
