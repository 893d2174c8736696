/** One record at a time: what is made of it, why it is refused, what is noted. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Entity } from '../../server/wire/entity.ts';
import { makeNormaliser } from '../../server/normalise/normalise.ts';
import { REJECT_REASONS, type Flag, type RejectReason } from '../../server/normalise/outcome.ts';
import { makePositionGate } from '../../server/normalise/position-gate.ts';
import { caseNormaliser, FEEDS, NOW, RECORD, rules } from './city.ts';

const at = { asOf: NOW, now: NOW };
const time = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);
const normaliser = caseNormaliser();
const read = (change: Record<string, unknown>) => normaliser.normalise({ ...RECORD, ...change }, at);
function accepted(change: Record<string, unknown>) {
  const outcome = read(change);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  Entity.parse(outcome.entity);
  return outcome;
}

describe('a case', () => {
  test('is read whole', () => {
    const { entity, flags } = accepted({});
    expect(entity).toEqual({
      kind: 'case', id: 'A1', version: { by: 'revision', value: 3 }, updatedAt: time('2024-07-10 19:00:00'), region: '770101001', category: '1-0101', source: 'S1',
      urgent: false, supervised: false, status: 'open', stage: 'accepted', times: { reported: time('2024-07-10 18:00:00'), accepted: time('2024-07-10 18:10:00') },
      suspendedSeconds: 0, reworks: 0, address: '某路1号', deadline: time('2024-07-11 18:00:00'), lng: 118.25, lat: 29.1,
    });
    expect(flags).toEqual([]);
  });

  test.each([
    ['closed means the stage 结案', { st: '2', end: '2024-07-10 18:30:00' }, { status: 'closed', stage: 'closed' }],
    ['a time of closing that the state contradicts is none', { end: '2024-07-10 18:30:00' }, { status: 'open', stage: 'accepted', times: { reported: time('2024-07-10 18:00:00'), accepted: time('2024-07-10 18:10:00') } }],
    ['void keeps the furthest stage', { st: '3', vd: '2024-07-10 18:30:00' }, { status: 'void', stage: 'accepted' }],
    ['suspended has a beginning, at worst its last change', { st: '4' }, { status: 'suspended', suspendedSince: time('2024-07-10 19:00:00') }],
    ['a number may be text', { rev: '7', sat: '5' }, { version: { by: 'revision', value: 7 }, satisfaction: 5 }],
    ['an empty text is no value', { limit: '', sat: ' ', addr: null }, { address: '' }],
  ])('%s', (_what, change, expected) => {
    expect(accepted(change).entity).toMatchObject(expected);
  });

  test.each<[string, Record<string, unknown>, string, Flag[]]>([
    ['by its lowest known code', { street: '770101002' }, '770101002', []],
    ['by the next code where the lowest is unknown', { street: '770101999' }, '770101', ['unknownCode']],
    ['by the higher code where the two contradict each other', { street: '770102001' }, '770101', ['codeConflict']],
    ['by its point where no code is known', { street: null, district: '999999' }, '770101001', ['unknownCode']],
    ['by its point, mended where the numbers are swapped', { street: null, district: null, x: 29.1, y: 118.25 }, '770101001', ['swapped']],
    ['in the lowest region that holds the point', { street: null, district: null, x: 118.75, y: 29.4 }, '770102', []],
    ['by code though its point is elsewhere', { x: 100, y: 20 }, '770101001', ['outside']],
    ['by code though it has no point', { x: 0, y: 0 }, '770101001', ['noPoint']],
    ['nowhere', { street: null, district: null, x: null }, '7700', ['noPoint', 'unplaced']],
  ])('is placed %s', (_what, change, region, flags) => {
    const outcome = accepted(change);
    expect([outcome.entity.region, [...outcome.flags]]).toEqual([region, flags]);
    if (flags.includes('outside') || flags.includes('noPoint')) expect(outcome.entity.lng).toBeUndefined();
  });

  test.each<[Flag, Record<string, unknown>]>([
    ['unclassified', { cls: '9999' }], ['truncated', { addr: '长'.repeat(300) }], ['timesOrder', { acc: '2024-07-10 17:00:00' }], ['dropped', { rw: 'many' }],
  ])('is accepted with %s noted', (flag, change) => {
    expect(accepted(change).flags).toContain(flag);
  });

  test('of gcj-02 comes back to where it was within a metre', () => {
    const feed = FEEDS.case();
    const shifted = makeNormaliser({ ...feed, map: { ...feed.map, point: { lng: 'x', lat: 'y', datum: 'gcj02' } } }, rules());
    const outcome = shifted.normalise({ ...RECORD, x: 118.254797, y: 29.097296 }, at);
    if (!outcome.ok || outcome.entity.kind !== 'case') throw new Error('refused');
    expect(Math.hypot((outcome.entity.lng ?? 0) - 118.25, (outcome.entity.lat ?? 0) - 29.1)).toBeLessThan(1e-3);
    expect(Math.hypot((outcome.entity.lng ?? 0) - 118.254797, (outcome.entity.lat ?? 0) - 29.097296)).toBeGreaterThan(3e-3);
  });
});

const long = 'x'.repeat(300);
const CASES: [RejectReason, Record<string, unknown>, string][] = [
  ['missing', { no: undefined }, 'id ← no'], ['missing', { cls: null }, 'category ← {kind}-{cls}'], ['type', { src: ['S1'] }, 'source ← src'], ['type', { cls: {} }, 'category ← {kind}-{cls}'],
  ['type', { upd: 5 }, 'updatedAt ← upd'], ['format', { rev: 'three' }, 'version ← rev'], ['format', { x: '118°' }, 'lng ← x'], ['format', { rev: 2.5 }, 'version ← rev'], ['range', { rev: -1 }, 'version ← rev'],
  ['range', { sat: 9 }, 'satisfaction ← sat'], ['time', { rpt: '2024-07-10' }, 'times.reported ← rpt'], ['time', { upd: '0001-01-01 00:00:00' }, 'updatedAt ← upd'], ['ahead', { upd: '2024-07-10 20:02:01' }, 'updatedAt ← upd'],
  ['enum', { st: '9' }, 'status ← st'], ['enum', { urg: 'perhaps' }, 'urgent ← urg'], ['tooLong', { src: long }, 'source ← src'], ['id', { no: long }, 'id ← no'], ['id', { no: 'a b' }, 'id ← no'], ['id', { no: 'a{b}' }, 'id ← no'],
];

describe('a record is refused', () => {
  test.each(CASES)('as %s: %j', (reason, change, where) => {
    const outcome = read(change);
    expect(outcome).toMatchObject({ ok: false, reason, detail: { where } });
    if (!outcome.ok) expect(outcome.detail.expected).not.toBe('');
  });

  test.each([null, undefined, 3, 'text', [], true])('as notObject: %j', (raw) => {
    expect(normaliser.normalise(raw, at)).toMatchObject({ ok: false, reason: 'notObject' });
  });

  test('as ignored, when the mapping says that it is another kind of row', () => {
    const video = makeNormaliser(FEEDS.video(), rules());
    expect(video.normalise({ id: 'a2' }, at)).toMatchObject({ ok: false, reason: 'ignored' });
    expect(video.normalise({ id: 'a1', name: 'n', on: true, x: 118.2, y: 29.1 }, at)).toMatchObject({ ok: true, entity: { region: '770101001', status: 'on', updatedAt: NOW } });
  });

  test('as outside or missing, when a position is nowhere in the city', () => {
    const position = makeNormaliser(FEEDS.position(), rules());
    const fix = { id: 'u', ts: NOW / 1000, st: 1, x: 118.25, y: 29.1 };
    expect(position.normalise(fix, at)).toMatchObject({ ok: true, entity: { duty: 'onDuty', at: NOW } });
    expect(position.normalise({ ...fix, x: 100 }, at)).toMatchObject({ ok: false, reason: 'outside' });
    expect(position.normalise({ ...fix, x: null }, at)).toMatchObject({ ok: false, reason: 'missing' });
  });

  test('as speed, until a second one agrees with it', () => {
    const gate = makePositionGate(120);
    const fix = (minute: number, lng: number) => ({ kind: 'position' as const, id: 'u', lng, lat: 29.1, at: NOW + minute * 60_000, duty: 'onDuty' as const });
    expect([gate.check(fix(0, 118.1)), gate.check(fix(0, 118.1))]).toEqual([null, 'stale']);
    expect(gate.check(fix(1, 118.4))).toMatchObject({ reason: 'speed', detail: { found: '29.2 km in 60 s', expected: 'at most 120 km/h' } });
    expect(gate.check(fix(2, 118.1))).toBeNull();
    expect(gate.check(fix(3, 118.4))).toMatchObject({ reason: 'speed' });
    expect(gate.check(fix(4, 118.401))).toBeNull();
  });

  test('for every reason there is, over these tests', () => {
    const seen = new Set<RejectReason>([...CASES.map(([reason]) => reason), 'notObject', 'ignored', 'outside', 'speed']);
    expect([...seen].sort()).toEqual([...REJECT_REASONS].sort());
  });
});

test('nothing at all makes the normaliser throw, and it is pure', () => {
  const keys = Object.keys(RECORD) as (keyof typeof RECORD)[];
  fc.assert(fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }), fc.constantFrom(...keys), (value, key) => {
    const mixed = { ...RECORD, [key]: value };
    expect(normaliser.normalise(mixed, at)).toEqual(normaliser.normalise(mixed, at));
    expect(typeof normaliser.normalise(value, at).ok).toBe('boolean');
  }), { seed: 8, numRuns: 5_000 });
});

test('a mapping with a constant that its field cannot hold is refused at the start, by name', () => {
  const feed = FEEDS.case();
  expect(() => makeNormaliser({ ...feed, map: { ...feed.map, status: { path: 'st', values: { 1: 'opened' } } } }, rules())).toThrow('feed case: map.status: found "opened", expected one of open, suspended, closed, void');
  expect(() => makeNormaliser({ ...feed, map: { ...feed.map, urgent: { const: 'yes' } } }, rules())).toThrow('feed case: map.urgent: found "yes", expected true or false');
});
