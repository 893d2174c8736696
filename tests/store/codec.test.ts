/** What is packed comes back as it was, byte for byte the second time, and small. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contributions, type Rules } from '../../server/aggregate/index.ts';
import { Writer } from '../../server/store/bytes.ts';
import type { Indicator } from '../../server/store/index.ts';
import { binOf, quantile, valueOf } from '../../server/store/histogram.ts';
import { readText, writeText } from '../../server/store/text-codec.ts';
import { NO_COLUMN, ValueCodec, type Numbers } from '../../server/store/value-codec.ts';
import { CASE_STAGES, CASE_STATUSES, type Case } from '../../server/wire/entity.ts';

const T = Date.UTC(2026, 6, 1, 12);

/** Numbers as a shard of the full city has them: the frequent first. */
class Given implements Numbers {
  private readonly words: string[] = [''];
  private readonly indicators: Indicator[] = [];
  constructor(before = 0) { for (let i = 0; i < before; i++) this.words.push(`w${i}`); }
  numberOf(word: string): number { const n = this.words.indexOf(word); return n > 0 ? n : this.words.push(word) - 1; }
  wordOf(n: number): string { return this.words[n]!; }
  indicatorOf(i: Indicator): number { const n = this.indicators.indexOf(i); return n >= 0 ? n + 1 : this.indicators.push(i); }
  pathOf(region: string): { number: number; region: string } { return { number: 70_000, region: region === 'elsewhere' ? '' : region }; }
  regionOfPath(): string { return '99010100100101'; }
}
const RULES: Rules = { silence: { staff: 3e5, station: 12e5 }, retention: { cases: 35 * 864e5 }, departmentKey: (d) => d ?? '-', heatClass: (c) => c.slice(0, 4), cellOf: () => '8931aa5aad3ffff' };

const time = fc.integer({ min: T - 40 * 864e5, max: T + 40 * 864e5 });
const aCase: fc.Arbitrary<Case> = fc.record({
  version: fc.record({ by: fc.constantFrom('revision' as const, 'updated' as const), value: fc.nat() }), updatedAt: time,
  region: fc.constantFrom('99010100100101', 'elsewhere'), category: fc.string({ minLength: 1 }), source: fc.constantFrom('12345', '随手拍'),
  urgent: fc.boolean(), supervised: fc.boolean(), status: fc.constantFrom(...CASE_STATUSES), stage: fc.constantFrom(...CASE_STAGES),
  reported: time, later: fc.array(fc.option(time, { nil: undefined }), { minLength: 7, maxLength: 7 }),
  deadline: fc.option(time, { nil: undefined }), suspendedSince: fc.option(time, { nil: undefined }), suspendedSeconds: fc.nat(), reworks: fc.nat(9),
  department: fc.option(fc.constantFrom('城管局', '水务'), { nil: undefined }), satisfaction: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
  address: fc.string({ unit: 'binary', maxLength: 100 }), place: fc.option(fc.tuple(fc.integer({ min: -180e6, max: 180e6 }), fc.integer({ min: -90e6, max: 90e6 })), { nil: undefined }),
}).map((r): Case => {
  const c: Case = {
    kind: 'case', id: 'x', version: r.version, updatedAt: r.updatedAt, region: r.region, category: r.category, source: r.source, urgent: r.urgent,
    supervised: r.supervised, status: r.status, stage: r.stage, times: { reported: r.reported }, suspendedSeconds: r.suspendedSeconds, reworks: r.reworks, address: r.address,
  };
  (['accepted', 'filed', 'dispatched', 'handled', 'verified', 'closed', 'void'] as const).forEach((s, i) => { if (r.later[i] !== undefined) c.times[s] = r.later[i]; });
  for (const key of ['deadline', 'suspendedSince', 'department', 'satisfaction'] as const) if (r[key] !== undefined) Object.assign(c, { [key]: r[key] });
  if (r.place) { c.lng = r.place[0] / 1e6; c.lat = r.place[1] / 1e6; }
  return c;
});

describe('a stored case', () => {
  it('comes back as it was, and packs to the same bytes again', () => {
    const codec = new ValueCodec('Asia/Shanghai', new Given());
    fc.assert(fc.property(aCase, (c) => {
      const value = codec.encode(c, contributions(c, T, RULES), NO_COLUMN);
      const back = codec.decode('case', 'x', value);
      expect(back).toEqual(c);
      expect(codec.encode(back as Case, contributions(c, T, RULES), NO_COLUMN).equals(value)).toBe(true);
    }), { seed: 41, numRuns: 2000 });
  });

  it('takes at most 200 bytes all told, id included, as cities have them', () => {
    const codec = new ValueCodec('Asia/Shanghai', new Given(180));
    // So that today's counters of 85 categories have the two-byte numbers most of them will have.
    for (let i = 0; i < 85; i++) contributions({ ...closedCase(i), category: `1-${1000 + i}` }, T, RULES).stamps.forEach((s) => s.indicators.forEach((ind) => new Given().indicatorOf(ind)));
    const sizes = Array.from({ length: 400 }, (_, i) => {
      const c = closedCase(i);
      return codec.encode(c, contributions(c, T, RULES), 20_635).length + c.id.length;
    }).sort((a, b) => a - b);
    const mean = sizes.reduce((a, b) => a + b, 0) / sizes.length;
    console.info(`a closed case, id included: mean ${mean.toFixed(0)}, median ${sizes[200]}, P99 ${sizes[396]}, largest ${sizes[399]} bytes`);
    expect(mean).toBeLessThanOrEqual(200);
  });
});

const ROADS = ['平海路', '望江东路', '解放大道', '滨河西路北段', '学院路'];
const PLACES = ['公交站台旁', '小区北门对面', '', '菜市场门口', '与建国路交叉口东南角'];
/** At its fullest: closed, through every stage, to the millisecond. */
function closedCase(i: number): Case {
  const times: Record<string, number> & { reported: number } = { reported: T - 86_400_000 - i * 7919 };
  let at = times.reported;
  ['accepted', 'filed', 'dispatched', 'handled', 'verified', 'closed'].forEach((s, k) => { at += [361_207, 733_911, 540_203, 19_003_417, 4_200_119, 3_600_271][k]! + i * 13_331; times[s] = at; });
  return {
    kind: 'case', id: `AJ2026070100${String(i).padStart(4, '0')}`, version: { by: 'revision', value: 7 + (i % 4) }, updatedAt: at, region: '99010100100101',
    category: ['1-0103', '2-0108', '1-0205'][i % 3]!, source: ['12345', 'grid', 'video'][i % 3]!, urgent: i % 10 === 0, supervised: i % 30 === 0,
    status: 'closed', stage: 'closed', times, deadline: T + 3_600_000, suspendedSeconds: i % 20 === 0 ? 5400 : 0, reworks: i % 15 === 0 ? 1 : 0,
    department: `D${i % 40}`, ...(i % 4 === 0 ? { satisfaction: 5 } : {}), address: `澜江市望江街道清泉社区${ROADS[i % 5]}${(i * 7) % 900}号${PLACES[(i * 3) % 5]}`,
    lng: 118.612345, lat: 29.412345,
  };
}

it('text of any kind comes back', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    const out = new Writer();
    writeText(out, text);
    expect(readText(out.take())).toBe(text);
  }), { seed: 42, numRuns: 3000 });
  const out = new Writer();
  writeText(out, '望江街道128号');
  expect(out.length).toBe(5 * 2 + 3);
});

describe('histogram', () => {
  it('every value lies within 2 % of its bin', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (s) => { expect(Math.abs(valueOf(binOf(s)) - s)).toBeLessThanOrEqual(s * 0.02 + 1e-9); }), { seed: 43, numRuns: 5000 });
    expect([binOf(0), valueOf(0), binOf(2 ** 31 - 1) <= 539]).toEqual([0, 0, true]);
  });
  it('nothing has no quantile', () => {
    expect(quantile(new Map(), 0.5)).toBeNull();
    expect(quantile(new Map([[3, 0]]), 0.5)).toBeNull();
    expect(quantile(new Map([[0, 9], [5, 1]]), 0.9)).toBe(0);
  });
});
