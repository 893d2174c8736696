import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSimClock, type SimClock } from '../../mock-feeds/clock.ts';
import { readFaults } from '../../mock-feeds/faults.ts';
import { makeReplay } from '../../mock-feeds/replay/command.ts';
import { readRecording } from '../../mock-feeds/replay/recording.ts';
import { zonedReader } from '../../mock-feeds/replay/zone.ts';

const OPTIONS = {
  id: 'Unique Key', created: 'Created Date', closed: 'Closed Date', status: 'Status', openWord: 'Open', closedWord: 'Closed',
  blank: ['Resolution Description'], zone: 'America/New_York',
};
const RECORDS = [
  { 'Unique Key': 12, 'Created Date': '09/01/2024 12:00:00 AM', 'Closed Date': '09/01/2024 02:00:00 PM', Status: 'Closed', 'Resolution Description': 'done', Borough: 'BRONX' },
  { 'Unique Key': 9, 'Created Date': '09/01/2024 12:00:00 AM', Status: 'In Progress', Borough: 'QUEENS' },
  { 'Unique Key': 30, 'Created Date': '09/01/2024 01:00:00 AM', 'Closed Date': '09/01/2024 01:00:00 AM', Status: 'Closed', Borough: 'BRONX' },
  { 'Unique Key': 31, 'Created Date': '09/01/2024 01:00:00 AM', 'Closed Date': '09/02/2024 01:00:00 AM', Status: 'Open', Borough: 'BRONX' },
];
const at = (text: string): number => Date.parse(`${text}-04:00`);

interface Answer { now: number; more: boolean; next: { since: number | null; id: string }; rows: Record<string, unknown>[] }
let server: Server;
let clock: SimClock;
let folder: string;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'replay-'));
  writeFileSync(join(folder, 'day.ndjson'), RECORDS.map((r) => JSON.stringify(r)).join('\n'));
  writeFileSync(join(folder, 'cameras.json'), '[{"id":"c1"}]');
  clock = makeSimClock({ origin: at('2024-09-01T00:30:00'), startedAt: 0, rate: 0 }, Date.now);
  const recording = readRecording({ ...OPTIONS, file: join(folder, 'day.ndjson') });
  server = createServer(makeReplay({ recording, clock, faults: readFaults('none'), seed: 1, wall: Date.now, folder }));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

const get = async (path: string): Promise<Answer> => await (await fetch(url + path)).json() as Answer;

describe('replay', () => {
  it('shows a record open from its creation, without what closing added, and closed from its closing', async () => {
    clock.set({ now: at('2024-09-01T13:59:59') });
    const before = await get('/records');
    expect(before.rows.map((r) => [r['Unique Key'], r['Status']])).toEqual([[9, 'In Progress'], [12, 'Open'], [30, 'Closed'], [31, 'Open']]);
    expect(before.rows[1]).toEqual({ 'Unique Key': 12, 'Created Date': '09/01/2024 12:00:00 AM', Status: 'Open', Borough: 'BRONX', _at: at('2024-09-01T00:00:00') });
    clock.set({ now: at('2024-09-01T14:00:00') });
    const changed = await get(`/records?since=${before.next.since}&afterId=${before.next.id}`);
    expect(changed.rows).toEqual([{ ...RECORDS[0], _at: at('2024-09-01T14:00:00') }]);
    expect((await get('/records')).rows.length).toBe(4);
  });

  it('pages by (time, id) and includes the instant when no id is given', async () => {
    clock.set({ now: at('2024-09-01T02:00:00') });
    const first = await get('/records?size=1');
    expect([first.more, first.rows[0]!['Unique Key']]).toEqual([true, 9]);
    const second = await get(`/records?size=5&since=${first.next.since}&afterId=${first.next.id}`);
    expect(second.rows.map((r) => r['Unique Key'])).toEqual([12, 30, 31]);
    expect((await get(`/records?since=${first.next.since}`)).rows.length).toBe(4);
    expect((await fetch(`${url}/records?since=tomorrow`)).status).toBe(400);
  });

  it('serves files of its folder and none beside it', async () => {
    expect(await (await fetch(`${url}/file?path=cameras.json`)).json()).toEqual([{ id: 'c1' }]);
    expect((await fetch(`${url}/file?path=../../etc/passwd`)).status).toBe(404);
    expect((await fetch(`${url}/file?path=none.json`)).status).toBe(404);
  });

  it('reads times of the zone, summer and winter', () => {
    const read = zonedReader('America/New_York');
    expect(read('09/01/2024 12:00:00 AM')).toBe(Date.parse('2024-09-01T00:00:00-04:00'));
    expect(read('12/31/2024 11:59:59 PM')).toBe(Date.parse('2024-12-31T23:59:59-05:00'));
    expect(read('soon')).toBeNull();
  });

  it('says which line of a file is wrong', () => {
    writeFileSync(join(folder, 'bad.ndjson'), '{"Unique Key":1,"Created Date":"yesterday"}\n');
    expect(() => readRecording({ ...OPTIONS, file: join(folder, 'bad.ndjson') })).toThrow('bad.ndjson:1: Created Date: found "yesterday"');
  });
});
