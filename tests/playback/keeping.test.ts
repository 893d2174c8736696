/** What recordings take on disk, what is thinned within it, how long they are kept, and a disk that fails. */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detailOf } from '../../server/playback/budget.ts';
import { CounterNames } from '../../server/playback/names.ts';
import { RowTable } from '../../server/playback/row-table.ts';
import { WallPlaybackRecord, type AuditRecord } from '../../server/access/index.ts';
import type { CounterRow } from '../../server/wire/counters.ts';
import { KINDS } from '../../server/wire/entity.ts';
import { makeDice } from '../helpers/random.ts';
import { aStaff } from '../push/small-city.ts';
import { libraryAt, player, record } from './recording.ts';

const HOUR = 3_600_000;

describe('the bytes of a day', () => {
  it('are spent on everything until they run ahead of the day, then not on places, then not at all', () => {
    expect([detailOf(0, 100, 0), detailOf(69, 100, 0.1), detailOf(75, 100, 0.1), detailOf(90, 100, 0.1), detailOf(100, 100, 1)]).toEqual(['all', 'all', 'sparse', 'still', 'nothing']);
    // At nine tenths of the day nine tenths of the bytes are no reason to save.
    expect([detailOf(84, 100, 0.9), detailOf(88, 100, 0.9)]).toEqual(['all', 'still']);
  });

  it('are counted as they lie on disk, and at their end nothing more is recorded until the next day', async () => {
    const recording = await record({ bytesPerDay: 12_000 });
    const { hands, recorder, library, folder } = recording;
    for (let i = 0; recorder.recording && i < 2_000; i++) { hands.store.change('c', { open: i + 1, [`category.${i}`]: i + 1 }); await recording.tick(250); await recorder.written(); }
    expect(recorder.recording).toBe(false);
    expect(recorder.thinned).toEqual(KINDS);
    await expect.poll(async () => (await readdir(folder)).every((name) => name.endsWith('.rec'))).toBe(true);
    const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
    expect(library.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
    expect(library.bytes).toBeLessThan(12_000 * 1.3);
    const [{ to } = { to: 0 }] = library.stretches();
    await recording.tick(24 * HOUR);
    await expect.poll(() => recorder.recording).toBe(true);
    await expect.poll(async () => { await recording.tick(250); return library.stretches().length; }).toBe(2);
    expect(recorder.thinned).toEqual([]);
    expect(library.stretches()[1]!.from).toBeGreaterThan(to + 23 * HOUR);
    await recording.close();
  });
});

describe('places of staff', () => {
  it('are written once a minute each, their duty at once', async () => {
    const recording = await record();
    const { hands, engine, recorder, library } = recording;
    recording.put(aStaff('s', 'c1111', 1, { seenAt: hands.now }));
    const walk = async (lng: number, duty: 'patrol' | 'onDuty'): Promise<number> => { engine.positions([{ id: 's', lng, lat: 29.3, at: hands.now, duty }]); await recording.tick(10_000); return hands.now; };
    const first = await walk(118.1, 'onDuty');
    const second = await walk(118.2, 'onDuty');
    const third = await walk(118.3, 'patrol');
    for (let i = 0; i < 5; i++) await walk(118.4 + i / 100, 'patrol');
    const last = hands.now;
    await recorder.written();
    const { cursor, engine: shown, seek } = await player(library, hands);
    const at = async (moment: number): Promise<[number, number]> => { await seek(moment); const { points } = shown.mirrors.staff; const i = points.find('s')!; return [points.lng[i]!, points.state[i]!]; };
    expect([await at(first), await at(second), await at(third), (await at(last))[0]]).toEqual([[118.1, 0], [118.1, 0], [118.1, 1], 118.43]);
    shown.close();
    await cursor.close();
    await recording.close();
  });
});

describe('recordings', () => {
  it('are dropped when they have had their time', async () => {
    const recording = await record({ segmentMs: 1_000 });
    for (let i = 0; i < 10; i++) { recording.hands.store.change('c', { open: i + 1 }); await recording.tick(6 * HOUR); await recording.recorder.written(); }
    await recording.recorder.close();
    const { to } = recording.library.stretches()[0]!;
    const library = await libraryAt(recording.folder, 24 * HOUR);
    const files = (await readdir(recording.folder)).length;
    await library.drop(to);
    expect(library.segments.every((segment) => segment.to >= to - 24 * HOUR)).toBe(true);
    expect((await readdir(recording.folder)).length).toBe(library.segments.length);
    expect(library.segments.length).toBeLessThan(files);
    await recording.close();
  });

  it('that cannot be written are said and tried again, and nobody is held up', async () => {
    const recording = await record({ segmentMs: 1_000 });
    const { hands, recorder, library, folder } = recording;
    await rm(folder, { recursive: true });
    for (let i = 0; i < 8 && recorder.thinned.length === 0; i++) { hands.store.change('c', { open: i + 1 }); await recording.tick(2_000); await recorder.written(); }
    expect(recorder.thinned).toEqual(KINDS);
    await mkdir(folder);
    const before = library.segments.length;
    await expect.poll(async () => { await recording.tick(61_000); return library.segments.length > before && recorder.thinned.length === 0; }, { timeout: 10_000 }).toBe(true);
    await recording.close();
  });
});

it('a table of rows holds what was put into it, however often rows outgrow their places', () => {
  const dice = makeDice(11);
  const names = new CounterNames();
  const table = new RowTable(names);
  const plain = new Map<number, CounterRow>();
  for (let i = 0; i < 60_000; i++) {
    const [row, word, value] = [dice.int(0, 900), `n${dice.int(0, 120)}`, dice.int(0, 5)];
    table.set(row, names.numberOf(word), value);
    const kept = plain.get(row) ?? {};
    if (value === 0) delete kept[word]; else kept[word] = value;
    plain.set(row, kept);
  }
  for (const one of [table, table.copy()]) for (const [row, kept] of plain) expect(one.row(row, 0, true)).toEqual(kept);
});

it('a row of another day says nothing of today, nor does one without details take any away', () => {
  const names = new CounterNames();
  const table = new RowTable(names);
  table.take(0, 10, { open: 1, 'today.closed': 2, 'category.a': 3, 'yesterday.closed': 4 }, true);
  expect(table.row(0, 10, true)).toEqual({ open: 1, 'today.closed': 2, 'category.a': 3 });
  expect(table.row(0, 10, false)).toEqual({ open: 1, 'today.closed': 2 });
  expect(table.row(0, 11, true)).toEqual({ open: 1, 'category.a': 3 });
  expect(table.take(0, 11, { open: 5 }, false).map(({ before, after }) => [before, after])).toEqual([[1, 5]]);
  expect(table.row(0, 11, true)).toEqual({ open: 5, 'category.a': 3 });
});

it('what the wall was made to show is written with before and after, and a server that begins says that it shows the present', async () => {
  const lines: AuditRecord[] = [];
  const audit = { append: (line: AuditRecord) => { lines.push(line); return Promise.resolve({ ...line, seq: lines.length, prev: '', hash: '' }); } };
  const record = new WallPlaybackRecord(audit, 'live');
  await record.began(1);
  expect(lines).toEqual([]);
  const present = { at: null, rate: 1, by: null, since: null };
  await record.wrote({ who: '王芳', from: '::1', at: 2, before: present, after: { at: 1, rate: 60, by: '王芳', since: 2 } });
  expect(lines.at(-1)).toEqual({ at: 2, who: '王芳', from: '::1', action: 'playback.wall', detail: { world: 'live', before: null, beforeRate: 1, after: 1, afterRate: 60, verified: false } });
  const next = new WallPlaybackRecord(audit, 'live');
  for (const line of lines) next.take(line);
  await next.began(3);
  expect(lines.at(-1)).toMatchObject({ at: 3, who: 'server', detail: { before: 1, after: null } });
  await next.began(4);
  expect(lines).toHaveLength(2);
});
