/** Entities of which two feeds know a part each. */
import { describe, expect, test } from 'vitest';
import { absenceVersion, makeStaffJoin, makeStationJoin, makeVideoJoin } from '../../server/normalise/join.ts';
import type { PositionReport, StationReading } from '../../server/normalise/outcome.ts';
import type { Staff, Station, VideoPoint } from '../../server/wire/entity.ts';

const at = (value: number) => ({ version: { by: 'updated' as const, value }, updatedAt: value });
const camera = (updated: number, status: VideoPoint['status'], name = 'n'): VideoPoint => ({ kind: 'video', id: 'c', ...at(updated), region: 'r', name, status });
const station = (updated: number): Station => ({ kind: 'station', id: 's', ...at(updated), region: 'r', type: 'river', name: 'n', thresholds: { warning: 5 } });
const reading = (ms: number, level: number): StationReading => ({ kind: 'reading', id: 's', ...at(ms), reading: { at: ms, level } });
const person = (updated: number, expected = true): Staff => ({ kind: 'staff', id: 'p', ...at(updated), region: 'r', role: 'fullTime', expected, duty: 'offDuty' });
const sign = (ms: number, duty: Staff['duty']): PositionReport => ({ kind: 'position', id: 'p', lng: 1, lat: 2, at: ms, duty });

describe('a camera', () => {
  test('that a catalogue lists unchanged is nothing new', () => {
    const join = makeVideoJoin();
    expect(join.base(camera(10, 'on'))).toEqual(camera(10, 'on'));
    expect(join.base(camera(20, 'on'))).toBeNull();
    expect(join.base(camera(20, 'on', 'm'))).toMatchObject({ name: 'm', version: { value: 20 } });
  });
  test('keeps the later of two statuses, whichever feed it came by', () => {
    const join = makeVideoJoin();
    join.base(camera(10, 'on'));
    expect(join.part({ kind: 'video-status', id: 'c', ...at(30), status: 'off' })).toMatchObject({ status: 'off', version: { value: 30 } });
    expect(join.part({ kind: 'video-status', id: 'c', ...at(20), status: 'on' })).toBeNull();
    expect(join.base(camera(25, 'on'))).toBeNull();
    expect(join.base(camera(40, 'on'))).toMatchObject({ status: 'on', version: { value: 40 } });
  });
  test('that is not known yet is joined with what waits for it', () => {
    const join = makeVideoJoin();
    expect(join.part({ kind: 'video-status', id: 'c', ...at(30), status: 'off' })).toBeNull();
    expect(join.base(camera(10, 'on'))).toMatchObject({ status: 'off', version: { value: 30 } });
  });
});

describe('a station', () => {
  test('keeps its reading when its own record comes again, and its version never falls', () => {
    const join = makeStationJoin();
    join.base(station(10));
    expect(join.part(reading(5, 1))).toMatchObject({ reading: { at: 5, level: 1 }, version: { value: 10 }, updatedAt: 5 });
    expect(join.part(reading(20, 2))).toMatchObject({ reading: { level: 2 }, version: { value: 20 } });
    expect(join.part(reading(20, 2))).toBeNull();
    expect(join.part(reading(15, 3))).toBeNull();
    expect(join.base(station(30))).toBeNull();
    expect(join.base({ ...station(30), thresholds: { warning: 6 } })).toMatchObject({ reading: { level: 2 }, thresholds: { warning: 6 }, version: { value: 30 } });
  });
  test('seeded from the store goes on from there', () => {
    const join = makeStationJoin();
    join.seed({ ...station(10), reading: { at: 20, level: 2 }, ...at(20) });
    expect(join.part(reading(19, 1))).toBeNull();
    expect(join.base(station(40))).toBeNull();
  });
});

describe('a member of staff', () => {
  test('is new with a change of duty or after a silence, not with every position', () => {
    const join = makeStaffJoin(300);
    join.base(person(1000));
    expect(join.part(sign(1100, 'patrol'))).toMatchObject({ duty: 'patrol', seenAt: 1100 });
    expect(join.part(sign(1200, 'patrol'))).toBeNull();
    expect(join.part(sign(1150, 'handling'))).toBeNull();
    expect(join.latest('p')).toMatchObject({ seenAt: 1200, version: { value: 1200 } });
    expect(join.part(sign(1550, 'patrol'))).toMatchObject({ seenAt: 1550 });
    expect(join.part(sign(1560, 'offDuty'))).toMatchObject({ duty: 'offDuty' });
    expect(join.base(person(2000, false))).toMatchObject({ expected: false, duty: 'offDuty', seenAt: 1560, version: { value: 2000 } });
  });
});

test('absence from a list counts only where the list is newer than what was heard', () => {
  expect(absenceVersion(camera(10, 'on'), 9)).toBeNull();
  expect(absenceVersion(camera(10, 'on'), 20)).toEqual({ by: 'updated', value: 20 });
  expect(absenceVersion({ ...camera(10, 'on'), version: { by: 'revision', value: 3 } }, 20)).toEqual({ by: 'revision', value: 3 });
});
