/**
 * Records as nobody should send them: one to three changes of a kind that real interfaces have been
 * seen to make. Deterministic by seed.
 */

export type Rng = () => number;

/** mulberry32: small, fast, good enough to choose mutations by. */
export function seeded(seed: number): Rng {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Raw = Record<string, unknown>;
const pick = <T>(rng: Rng, list: readonly T[]): T => list[Math.floor(rng() * list.length)] as T;

const WRONG: readonly unknown[] = [
  null, undefined, '', '   ', 'null', 'NaN', '-', '\u0000', '\uFFFD', '\uD83D', '‮文', '<b>?</b>', "'; DROP TABLE x; --", '{}', 'x'.repeat(70), 'z'.repeat(20_000), 0, -1, 1, 7, 2.5, 1e308, -1e308,
  2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, true, false, [], {}, [[1]], { toString: 'no' }, ['a', 1], '0', '1e9', '１２', '0x10', '2024', '９９０１',
];
const TIMES: readonly unknown[] = [
  '0000-00-00 00:00:00', '9999-12-31 23:59:59.999', '2024-13-45 25:61:61', '2023-02-29 00:00:00', '1/9/24', '2024-07-10', '2024-07-10T20:06:00Z', '2099-01-01 00:00:00', '2099-01-01 00:00:00.000',
  '2099-01-01T00:00:00', '1970-01-01 00:00:00', -1, 0, 4_102_444_800, 4_070_908_800_000, 1.5e18,
];
const KEYS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '字段'] as const;

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

type Mutation = (rng: Rng, record: Raw, keys: string[]) => void;
const MUTATIONS: readonly Mutation[] = [
  (rng, record, keys) => { record[pick(rng, keys)] = pick(rng, WRONG); },
  (rng, record, keys) => { record[pick(rng, keys)] = pick(rng, WRONG); },
  (rng, record, keys) => { delete record[pick(rng, keys)]; },
  (rng, record, keys) => { const a = pick(rng, keys), b = pick(rng, keys); [record[a], record[b]] = [record[b], record[a]]; },
  (rng, record, keys) => { const key = pick(rng, keys), value = record[key]; record[key] = typeof value === 'string' ? value.slice(0, Math.floor(rng() * value.length)) : [value]; },
  (rng, record, keys) => { const key = pick(rng, keys), value = record[key]; if (typeof value === 'number') record[key] = value * pick(rng, [-1, 0, 1e-6, 1.0001, 10, 1e6]); else record[key] = `${textOf(value)}${pick(rng, [' ', '0', 'é', '\n', '{', 'x'.repeat(100)])}`; },
  (rng, record, keys) => { const dated = keys.filter((key) => /^\d{4}-\d\d-\d\d/.test(textOf(record[key])) || Number(textOf(record[key])) > 1e9); record[pick(rng, dated.length > 0 ? dated : keys)] = pick(rng, TIMES); },
  // Set by definition, so that "__proto__" is a field and not the prototype.
  (rng, record) => { Object.defineProperty(record, pick(rng, KEYS), { value: pick(rng, WRONG), enumerable: true, configurable: true, writable: true }); },
  (rng, record, keys) => { const key = keys.find((one) => /^(x|lon|Longitude|LGTD)$/.test(one)) ?? pick(rng, keys); record[key] = pick(rng, [0, 100, '118,5', 29.3, -118.5, '１１８']); },
  (_rng, record, keys) => { const [x, y] = [keys.find((one) => /^(x|lon|Longitude|LGTD)$/.test(one)), keys.find((one) => /^(y|lat|Latitude|LTTD)$/.test(one))]; if (x !== undefined && y !== undefined) [record[x], record[y]] = [record[y], record[x]]; },
];

/** A mutated copy; seldom something that is no object at all. */
export function mutate(rng: Rng, base: Readonly<Raw>): unknown {
  if (rng() < 0.01) return pick(rng, WRONG);
  const record: Raw = { ...base };
  // A small record has few fields that may be spoilt and still leave it one.
  const small = Object.keys(base).length < 8;
  if (small && rng() < 0.15) return record;
  const times = small || rng() < 0.6 ? 1 : rng() < 0.7 ? 2 : 3;
  for (let i = 0; i < times; i += 1) pick(rng, MUTATIONS)(rng, record, Object.keys(base));
  return record;
}
