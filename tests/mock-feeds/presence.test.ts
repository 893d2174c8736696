import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR, MINUTE, parseLocal } from '../../mock-feeds/local-time.ts';
import { ORIGIN, startSimulator } from './start.ts';
import type { Running } from './start.ts';

let run: Running;
beforeAll(async () => { run = await startSimulator({ scale: 0.05, historyDays: 1, stations: 60 }); });
afterAll(() => run.stop());

interface Device { DeviceID: string; Status?: string; ParentID: string; CivilCode: string; Longitude?: string; Latitude?: string; UpdTime?: string }
interface Catalogue { sumNum: number; num: number; page: number; asOf: string; deviceList: Device[] }
interface StatusList { seq: number; list: { DeviceID: string; Status: string; tm: string }[] }

async function catalogue(size: number): Promise<Device[]> {
  const all: Device[] = [];
  for (let page = 1; ; page++) {
    const got = await run.get(`/video/catalog?page=${page}&pageSize=${size}`) as Catalogue;
    expect(got.num).toBe(got.deviceList.length);
    all.push(...got.deviceList);
    if (all.length >= got.sumNum) return all;
  }
}

describe('video platform', () => {
  it('has ids of GB/T 28181 structure, nodes that are no points, and every fault of a real catalogue', async () => {
    await run.at(ORIGIN);
    const devices = await catalogue(100);
    expect(new Set(devices.map((d) => d.DeviceID)).size).toBe(devices.length);
    for (const d of devices) expect(d.DeviceID).toMatch(/^9901\d\d\d\d\d\d(131|132|200|215|216)\d{7}$/);
    const type = (d: Device): string => d.DeviceID.slice(10, 13);
    expect(devices.filter((d) => type(d) === '200').length).toBe(3);
    expect(devices.filter((d) => type(d) === '216').length).toBe(6);
    const cameras = devices.filter((d) => /13[12]/.test(type(d)));
    expect(cameras.length).toBeGreaterThan(950);
    expect(cameras.every((c) => c.ParentID.split('/').length === 3)).toBe(true);
    expect(cameras.filter((c) => c.Longitude === '').length).toBeGreaterThan(5);
    expect(cameras.filter((c) => Number(c.Longitude) > 20 && Number(c.Longitude) < 40).length).toBeGreaterThan(2);
  });

  it('says 304 to who has it, and tells changes that add up to the catalogue', async () => {
    await run.at(ORIGIN - 8 * HOUR);
    const path = '/video/catalog?page=1&pageSize=2000';
    const first = await fetch(run.url + path);
    const etag = first.headers.get('etag')!;
    const known = new Map((await first.json() as Catalogue).deviceList.map((d) => [d.DeviceID, d.Status]));
    expect((await fetch(run.url + path, { headers: { 'if-none-match': etag } })).status).toBe(304);
    let seq = (await run.get('/video/status') as StatusList).seq;
    let changes = 0;
    for (let step = 1; step <= 8; step++) {
      await run.at(ORIGIN - (8 - step) * HOUR);
      const got = await run.get(`/video/status?since=${seq}`) as StatusList;
      seq = got.seq;
      changes += got.list.length;
      for (const c of got.list) known.set(c.DeviceID, c.Status);
    }
    expect(changes).toBeGreaterThan(20);
    const now = await (await fetch(run.url + path)).json() as Catalogue;
    expect(new Map(now.deviceList.map((d) => [d.DeviceID, d.Status]))).toEqual(known);
  });

  it('loses more cameras in the storm', async () => {
    const off = async (at: number): Promise<number> => {
      await run.at(at);
      return (await run.get('/video/status') as StatusList).list.filter((c) => c.Status === 'OFF').length;
    };
    expect(await off(ORIGIN)).toBeGreaterThan(1.8 * await off(ORIGIN - 9 * HOUR));
  });
});

interface Reading { STCD: string; TM: string; Z: number | null; JSSD: number | null; DRP1H: number | null }

describe('hydrology service', () => {
  it('reads every five minutes, later than its time, and a step at a time tells all', async () => {
    await run.at(ORIGIN);
    const before = await run.get('/hydro/readings') as { rows: Reading[] };
    const known = new Map(before.rows.map((r) => [r.STCD, r]));
    let since = ORIGIN;
    for (let step = 1; step <= 12; step++) {
      await run.at(ORIGIN + step * MINUTE);
      for (const r of (await run.get(`/hydro/readings?since=${since}`) as { rows: Reading[] }).rows) {
        expect(parseLocal(r.TM)! % (5 * MINUTE)).toBe(0);
        expect(parseLocal(r.TM)).toBeGreaterThan(parseLocal(known.get(r.STCD)?.TM ?? '2000-01-01')!);
        known.set(r.STCD, r);
      }
      since = ORIGIN + step * MINUTE;
    }
    const all = await run.get('/hydro/readings') as { rows: Reading[] };
    expect(new Map(all.rows.map((r) => [r.STCD, r]))).toEqual(known);
  });

  it('has a series that ends in the latest reading', async () => {
    await run.at(ORIGIN);
    const latest = (await run.get('/hydro/readings') as { rows: Reading[] }).rows.find((r) => r.Z !== null && ORIGIN - parseLocal(r.TM)! < 10 * MINUTE)!;
    const series = (await run.get(`/hydro/series?stcd=${latest.STCD}&from=${ORIGIN - HOUR}&to=${ORIGIN}`) as { rows: Reading[] }).rows;
    expect(series.length).toBeGreaterThan(9);
    expect(series.at(-1)).toEqual(latest);
    expect((await fetch(`${run.url}/hydro/series?stcd=none`)).status).toBe(400);
  });

  it('raises, supersedes, extends, revokes and expires alerts', async () => {
    interface Row { ID: string; COLOR: string; EVENT: string; ISSUED: string; EXPIRES: string; REVOKED: string | null; VER: number; ADDVCD: string; STCD: string | null }
    const at = async (moment: number): Promise<Row[]> => {
      await run.at(moment);
      return (await run.get('/hydro/warnings') as { rows: Row[] }).rows;
    };
    const inForce = (rows: Row[], now: number): Row[] => rows.filter((r) => r.REVOKED === null && parseLocal(r.EXPIRES)! > now);
    const rain = (rows: Row[]): Row[] => rows.filter((r) => r.EVENT === '暴雨' && r.ADDVCD === '990100');
    const evening = await at(ORIGIN);
    expect(rain(inForce(evening, ORIGIN)).map((r) => r.COLOR)).toEqual(['橙']);
    expect(rain(evening).map((r) => [r.COLOR, r.VER])).toEqual([['蓝', 2], ['黄', 2], ['橙', 1]]);
    const red = inForce(await at(ORIGIN + HOUR), ORIGIN + HOUR).filter((r) => r.COLOR === '红');
    expect(red.map((r) => r.ISSUED)).toEqual(['2024-07-10 20:31:00']);
    expect(evening.find((r) => r.EVENT === '大风')).toMatchObject({ VER: 2, EXPIRES: '2024-07-11 06:00:00', REVOKED: null });
    expect(inForce(await at(ORIGIN + 11 * HOUR), ORIGIN + 11 * HOUR).filter((r) => r.EVENT === '暴雨' || r.EVENT === '大风')).toEqual([]);
    expect(evening.some((r) => r.EVENT === '洪水' && r.STCD !== null)).toBe(true);
  });
});

type Position = [string, number, number, number, number];

describe('staffing service', () => {
  const positions = async (at: number, since: number): Promise<Position[]> => {
    await run.at(at);
    return (await run.get(`/staff/positions?since=${since}`) as { rows: Position[] }).rows;
  };

  it('hears from everybody on duty every ten seconds, nobody twice, at a walking or riding pace', async () => {
    const last = new Map<string, Position>();
    const wrong: string[] = [];
    let heard = 0;
    for (let second = 0; second <= 600; second += 10) {
      const rows = await positions(ORIGIN + second * 1000, ORIGIN / 1000 + second - 10);
      if (new Set(rows.map((r) => r[0])).size !== rows.length) wrong.push(`twice at ${second}`);
      for (const row of rows) {
        const [uid, x, y, at] = row;
        if (at > ORIGIN / 1000 + second) wrong.push(`ahead: ${row.join()}`);
        const was = last.get(uid);
        const pace = was ? Math.hypot((x - was[1]) * 97_000, (y - was[2]) * 111_000) / (at - was[3]) : 0;
        if (!(pace < 33)) wrong.push(`${pace} m/s: ${was!.join()} → ${row.join()}`);
        last.set(uid, row);
      }
      heard += rows.length;
    }
    expect(wrong).toEqual([]);
    const expected = (await run.get('/staff/roster?size=10000') as { items: { shift: string }[] }).items.filter((i) => i.shift === 'Y').length;
    expect(heard / 61 / expected).toBeGreaterThan(0.88);
    expect(new Set([...last.values()].map((r) => r[4]))).toEqual(new Set([1, 2, 3]));
  });

  it('has people who fall silent, who sign off, and a roster that changes at shifts only', async () => {
    interface Item { uid: string; nm: string; tel: string | null; roleCd: string; gridCd: string | null; commCd: string; shift: string; ver: number }
    const roster = async (at: number): Promise<Map<string, Item>> => {
      await run.at(at);
      return new Map((await run.get('/staff/roster?size=10000') as { items: Item[] }).items.map((i) => [i.uid, i]));
    };
    const night = await roster(ORIGIN + 10 * HOUR - 7 * MINUTE);
    expect(await roster(ORIGIN + 8 * HOUR)).toEqual(night);
    // Nobody real is called, whoever dials.
    const people = [...night.values()];
    expect(people.filter(({ nm, tel }) => !/^\p{Script=Han}{2,4}$/u.test(nm) || !(tel === null || /^101\d{8}$/.test(tel)))).toEqual([]);
    expect([new Set(people.map(({ nm }) => nm)).size > 200, people.some(({ tel }) => tel === null)]).toEqual([true, true]);
    const morning = await roster(ORIGIN + 12 * HOUR);
    expect(morning).not.toEqual(night);
    for (const [uid, item] of morning) {
      const was = night.get(uid);
      if (was && was.ver === item.ver) expect(item).toEqual(was);
      if (was) expect(item.ver).toBeGreaterThanOrEqual(was.ver);
    }
    const rows = await positions(ORIGIN + 10 * HOUR, 0);
    const second = (ORIGIN + 10 * HOUR) / 1000;
    expect(rows.filter((r) => r[4] === 0).length).toBeGreaterThan(rows.length / 2);
    const silent = (await positions(ORIGIN + HOUR, 0)).filter((r) => r[4] > 0 && ORIGIN / 1000 + 3600 - r[3] > 300);
    expect(silent.length).toBeGreaterThan(0);
    expect(rows.every((r) => r[3] > second - 86_400 * 2)).toBe(true);
  });

  it('is the same after a restart', async () => {
    const a = await positions(ORIGIN + 2 * HOUR, 0);
    const other = await startSimulator({ scale: 0.05, historyDays: 1, stations: 60, now: ORIGIN + 2 * HOUR });
    const b = (await other.get('/staff/positions?since=0') as { rows: Position[] }).rows;
    await other.stop();
    expect(b).toEqual(a);
  });
});
