/** What a demonstration wants to happen happens in every system's own answers, at its instant, in the truth too; and nothing else changes. */
import { describe, expect, it } from 'vitest';
import { parseCues } from '../../mock-feeds/cues/read.ts';
import { formatMs, formatSeconds, MINUTE } from '../../mock-feeds/local-time.ts';
import { ORIGIN, pullAll, simulators } from './start.ts';
import type { Order, Running } from './start.ts';

const { start } = simulators();

const T = ORIGIN + 10 * MINUTE;
interface Truth { regions: Record<string, { counters: Record<string, number> }> }
const truth = async (run: Running, families: string): Promise<Record<string, number>> => (await run.get(`/truth?families=${families}&regions=990100`) as Truth).regions['990100']!.counters;
const orders = async (run: Running): Promise<Map<string, Order>> => new Map((await pullAll(run)).pages.flatMap((page) => page.data.list).map((order) => [order.orderNo, order]));
interface Reading { STCD: string; TM: string; Z: number | null; JSSD: number | null }
const reading = async (run: Running, station: string): Promise<Reading> => ((await run.get('/hydro/readings')) as { rows: Reading[] }).rows.find(({ STCD }) => STCD === station)!;

describe('a gauge that is to pass a threshold', () => {
  it('is below it a second before, reports at the instant that it stands at it, rises on and comes back to its own level', async () => {
    const plain = await start();
    const gauge = plain.sim.world.hydro.gauges.find(({ type, warning, limits }) => (type === 'ZZ' || type === 'ZQ') && warning !== null && limits.length === 0)!;
    const run = await start({ cues: [{ at: T + 300, kind: 'gauge', station: gauge.code, passes: 'alert' }, { at: T + 30 * MINUTE, kind: 'gauge', station: gauge.site.name, passes: 'warning' }] });
    const level = async (at: number): Promise<number> => { await run.at(at); return (await reading(run, gauge.code)).Z!; };
    expect(await level(T + 299)).toBeLessThan(gauge.alert!);
    expect(await level(T + 300)).toBe(gauge.alert);
    expect((await reading(run, gauge.code)).TM).toBe(formatSeconds(T));
    const rise = [await level(T - 10 * MINUTE), await level(T - 5 * MINUTE), await level(T + 300), await level(T + 10 * MINUTE), await level(T + 20 * MINUTE)];
    expect(rise).toEqual([...rise].sort((a, b) => a - b));
    expect(await level(T + 30 * MINUTE - 1)).toBeLessThan(gauge.warning!);
    expect(await level(T + 30 * MINUTE)).toBe(gauge.warning);
    const before = await truth(plain, 'station');
    await plain.at(T + 30 * MINUTE);
    expect((await truth(run, 'station'))['station.warning']).toBe((before['station.warning'] ?? 0) + 1);
    for (const one of [plain, run]) await one.at(T + 5 * 60 * MINUTE);
    expect(await reading(run, gauge.code)).toEqual(await reading(plain, gauge.code));
    expect((await run.get(`/hydro/series?stcd=${gauge.code}&from=${T - 60_000}&to=${T + MINUTE}`) as { rows: Reading[] }).rows.map(({ TM }) => TM)).toContain(formatSeconds(T));
  });
});

describe('a case that is to be reported, arrived at and closed', () => {
  const cues = parseCues([
    { at: T, ref: 'underpass', kind: 'case', category: '2-0405', region: '990101', title: '下穿通道积水', source: 'S01', urgent: true },
    { at: T + 2 * MINUTE, kind: 'arrive', case: 'underpass', within: 5 * MINUTE },
    { at: T + 12 * MINUTE, kind: 'close', case: 'underpass' },
  ]);
  const added = async (run: Running, plain: Running): Promise<Order[]> => { const known = await orders(plain); return [...(await orders(run)).values()].filter(({ orderNo }) => !known.has(orderNo)); };

  it('goes through its stages in order, each at its time, and no other case is another for it', async () => {
    const [plain, run] = [await start(), await start({ cues })];
    const both = async (at: number): Promise<Order[]> => { for (const one of [plain, run]) await one.at(at); return added(run, plain); };
    expect(await both(T - 1)).toEqual([]);
    const [reported] = await both(T);
    expect(reported).toMatchObject({ rptTm: formatMs(T), stateCd: '10', urg: 'Y', srcCd: 'S01', smallCls: '0405', distCode: '990101' });
    expect((reported as unknown as { addr: string }).addr).toContain('（下穿通道积水）');
    expect((await both(T + 2 * MINUTE))[0]).toMatchObject({ stateCd: '40', dispTm: formatMs(T + 2 * MINUTE) });
    expect((await both(T + 12 * MINUTE - 1))[0]!.stateCd).toBe('60');
    expect((await truth(run, 'case'))['open']).toBe((await truth(plain, 'case'))['open']! + 1);
    const [closed] = await both(T + 12 * MINUTE);
    expect(closed).toMatchObject({ stateCd: '70', endTm: formatMs(T + 12 * MINUTE) });
    const times = [closed!.rptTm, closed!.accTm, closed!.fileTm, closed!.dispTm, closed!.handTm, closed!.chkTm, closed!.endTm];
    expect(times).toEqual([...new Set(times)].sort());
    const [with_, without] = [await orders(run), await orders(plain)];
    for (const [no, order] of without) expect(with_.get(no)).toEqual(order);
    for (const name of ['today.reported', 'today.closed']) expect((await truth(run, 'case'))[name]).toBe((await truth(plain, 'case'))[name]! + 1);
  });

  it('somebody on duty comes to its place in time and stays until it is closed', async () => {
    const [plain, run] = [await start(), await start({ cues })];
    type Rows = { rows: [string, number, number, number, number][] };
    const positions = async (one: Running, at: number): Promise<Map<string, readonly [number, number, number]>> => {
      await one.at(at);
      return new Map(((await one.get(`/staff/positions?since=${Math.floor(at / 1000) - 10}`)) as Rows).rows.map(([uid, x, y, , duty]) => [uid, [x, y, duty]]));
    };
    const away = async (at: number): Promise<[string, readonly [number, number, number]][]> => { const usual = await positions(plain, at); return [...await positions(run, at)].filter(([uid, stand]) => JSON.stringify(usual.get(uid)) !== JSON.stringify(stand)); };
    expect(await away(T + MINUTE)).toEqual([]);
    // Others go to it by themselves, as to any case near their home.
    const going = (await away(T + 3 * MINUTE)).map(([uid]) => uid);
    const order = (await added(run, plain))[0]!;
    const there = (await away(T + 7 * MINUTE)).filter(([, stand]) => JSON.stringify(stand) === JSON.stringify([order.x, order.y, 3]));
    expect(there).toHaveLength(1);
    const [uid] = there[0]!;
    expect(going).toContain(uid);
    const before = (await away(T + 6 * MINUTE)).find(([other]) => other === uid)![1];
    expect(before[2]).toBe(3);
    expect(before.slice(0, 2)).not.toEqual([order.x, order.y]);
    expect((await away(T + 12 * MINUTE - 10_000)).find(([other]) => other === uid)![1]).toEqual([order.x, order.y, 3]);
  });
});

describe('an alert and a camera', () => {
  it('are issued, superseded and switched at their instants', async () => {
    const plain = await start();
    const camera = plain.sim.world.video.cameras.find(({ dead, bornDay, goneDay }) => !dead && bornDay < 0 && goneDay > 100_000)!;
    const run = await start({ cues: [
      { at: T, kind: 'alert', type: '暴雨', colour: 'orange', region: '990101' }, { at: T + MINUTE, kind: 'alert', type: '暴雨', colour: 'red', region: '990101' },
      { at: T, kind: 'camera', id: camera.id, status: 'off' }, { at: T + MINUTE, kind: 'camera', id: camera.id, status: 'on' },
    ] });
    type Alerts = { rows: { ID: string; COLOR: string; ISSUED: string; REVOKED: string | null }[] };
    const alerts = async (at: number): Promise<Alerts['rows']> => { for (const one of [plain, run]) await one.at(at); const known = new Set(((await plain.get('/hydro/warnings')) as Alerts).rows.map(({ ID }) => ID)); return ((await run.get('/hydro/warnings')) as Alerts).rows.filter(({ ID }) => !known.has(ID)); };
    expect(await alerts(T - 1)).toEqual([]);
    expect(await alerts(T)).toMatchObject([{ COLOR: '橙', ISSUED: formatSeconds(T), REVOKED: null }]);
    expect(await alerts(T + MINUTE)).toMatchObject([{ COLOR: '橙', REVOKED: formatSeconds(T + MINUTE) }, { COLOR: '红', REVOKED: null }]);
    expect((await truth(run, 'alert'))['alert.red']).toBe(((await truth(plain, 'alert'))['alert.red'] ?? 0) + 1);
    const status = async (at: number): Promise<string> => { await run.at(at); return ((await run.get('/video/status')) as { list: { DeviceID: string; Status: string }[] }).list.find(({ DeviceID }) => DeviceID === camera.id)!.Status; };
    expect([await status(T), await status(T + MINUTE - 1), await status(T + MINUTE)]).toEqual(['OFF', 'OFF', 'ON']);
  });
});

describe('answers', () => {
  it('follow from seed, cues and clock alone, however the clock came there', async () => {
    const cues = parseCues([{ at: T, ref: 'a', kind: 'case', category: '2-0405', region: '990100', title: '积水', source: 'S01' }, { at: T + MINUTE, kind: 'arrive', case: 'a', within: MINUTE }]);
    const [one, two] = [await start({ cues }), await start({ cues })];
    for (let at = T; at <= T + 5 * MINUTE; at += 20_000) await one.at(at);
    await two.at(T + 5 * MINUTE);
    for (const path of ['/case/api/v2/orders?size=2000', '/hydro/readings', '/hydro/warnings', '/video/status', '/staff/positions', '/truth']) expect(await two.get(path)).toEqual(await one.get(path));
  });

  it('are refused by what cannot be: where, what was found, what was expected', async () => {
    const bad = (cue: object): Promise<unknown> => start({ cues: parseCues([cue]) });
    await expect(bad({ at: T, kind: 'gauge', station: '江心', passes: 'alert' })).rejects.toThrow('cues[0].station: found "江心", expected the id or the name of a station');
    await expect(bad({ at: T, kind: 'case', category: '2-9999', region: '990101', title: 'x', source: 'S01' })).rejects.toThrow('cues[0].category: found "2-9999"');
    await expect(bad({ at: T, kind: 'case', category: '2-0405', region: '110000', title: 'x', source: 'S01' })).rejects.toThrow('cues[0].region');
    await expect(bad({ at: T, kind: 'case', category: '2-0405', region: '990101', title: 'x', source: 'S01', lng: 0, lat: 0 })).rejects.toThrow('cues[0].lng');
    await expect(bad({ at: T, kind: 'close', case: 'nobody' })).rejects.toThrow('cues[0].case: found "nobody", expected the ref of a case');
    expect(() => parseCues([{ at: T, kind: 'alert', type: '暴雨', colour: 'purple', region: '990101' }], 'a.json')).toThrow(/^a\.json: \[0\]\.colour:/);
    const order = parseCues([{ at: T, ref: 'a', kind: 'case', category: '2-0405', region: '990101', title: 'x', source: 'S01' }, { at: T + MINUTE, kind: 'arrive', case: 'a', within: MINUTE }, { at: T + MINUTE, kind: 'close', case: 'a' }]);
    await expect(start({ cues: order })).rejects.toThrow('cues[2].at');
  });
});
