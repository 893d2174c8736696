/** Acknowledgements: on disk before they count, once each, there again after a restart; and which alerts stay quiet. */
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Acknowledgements, openAudit, type Audit, type AuditLine, type TakeoverRules } from '../../server/access/index.ts';
import type { Alert } from '../../server/wire/entity.ts';

const MINUTE = 60_000;
const RULES: TakeoverRules = { colours: ['orange', 'red'], hysteresis: 10 * MINUTE, silences: [] };
const alert = (id: string, extra: Partial<Alert> = {}): Alert => ({
  kind: 'alert', id, version: { by: 'updated', value: 1 }, updatedAt: 0, region: 'c1', colour: 'orange', event: '洪水', title: 't', issuer: 'i', issuedAt: 0, station: 's1', ...extra,
});

let dir: string;
let audit: Audit;
beforeEach(async () => { dir = await mkdtemp(join(tmpdir(), 'yp-acks-')); });
afterEach(async () => { await audit.close(); await rm(dir, { recursive: true, force: true }); });

/** As server/main.ts opens it; `sync` stands before each fsync. */
async function begin(rules: Partial<TakeoverRules> = {}, sync: () => Promise<void> = () => Promise.resolve(), world = 'live'): Promise<Acknowledgements> {
  const lines: AuditLine[] = [];
  const openFile = async (path: string, flags: string, mode: number): Promise<FileHandle> => {
    const handle = await open(path, flags, mode);
    const datasync = handle.datasync.bind(handle);
    handle.datasync = async () => { await sync(); await datasync(); };
    return handle;
  };
  audit = await openAudit({ file: join(dir, 'audit.ndjson'), now: () => 0, log: { warn: () => undefined }, openFile, each: (line) => { lines.push(line); } });
  const acks = new Acknowledgements({ audit, world, rules: { ...RULES, ...rules }, within: (region, other) => region.startsWith(other) });
  for (const line of lines) acks.take(line);
  return acks;
}

describe('an acknowledgement', () => {
  it('counts only once it is on disk, and does not where the disk fails', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => { release = resolve; });
    const acks = await begin({}, () => held);
    const answer = acks.acknowledge(alert('a'), '张三', '10.0.0.1', 5);
    await Promise.resolve();
    expect([acks.of(alert('a')), acks.revision]).toEqual([null, 0]);
    release();
    expect(await answer).toEqual({ by: '张三', at: 5, first: true });
    expect([acks.of(alert('a')), acks.revision]).toEqual([{ by: '张三', at: 5 }, 1]);
    await audit.close();
    let failing = 1;
    const other = await begin({}, () => (failing-- > 0 ? Promise.reject(new Error('EIO')) : Promise.resolve()));
    const both = await Promise.allSettled([other.acknowledge(alert('b'), '张三', '', 6), other.acknowledge(alert('b'), '李四', '', 6)]);
    expect([both.map(({ status }) => status), other.of(alert('b'))]).toEqual([['rejected', 'rejected'], null]);
    expect(await other.acknowledge(alert('b'), '李四', '', 7)).toEqual({ by: '李四', at: 7, first: true });
  });

  it('is made once: who comes second, even at the same time, is told who was first', async () => {
    const acks = await begin();
    const [first, second] = await Promise.all([acks.acknowledge(alert('a'), '张三', '', 5), acks.acknowledge(alert('a'), '李四', '', 6)]);
    expect([first, second]).toEqual([{ by: '张三', at: 5, first: true }, { by: '张三', at: 5, first: false }]);
    expect(await acks.acknowledge(alert('a'), '王五', '', 9)).toEqual({ by: '张三', at: 5, first: false });
    expect(audit.count).toBe(1);
  });

  it('is there again after a restart, in its own world only', async () => {
    await (await begin()).acknowledge(alert('a'), '张三', '', 5);
    await audit.close();
    expect((await begin()).of(alert('a'))).toEqual({ by: '张三', at: 5 });
    await audit.close();
    expect((await begin({}, undefined, 'replay')).of(alert('a'))).toBeNull();
  });

  it('does not stand for a graver colour, nor for the alert issued anew', async () => {
    const acks = await begin();
    await acks.acknowledge(alert('a'), '张三', '', 5);
    expect(acks.of(alert('a', { colour: 'yellow' }))).not.toBeNull();
    expect(acks.of(alert('a', { colour: 'red' }))).toBeNull();
    expect(acks.of(alert('a', { issuedAt: 1 }))).toBeNull();
  });
});

describe('a quiet alert', () => {
  it('is of a colour that takes no wall over', async () => {
    const acks = await begin();
    expect((['blue', 'yellow', 'orange', 'red'] as const).map((colour) => acks.quiet(alert('a', { colour }), 0))).toEqual(['colour', 'colour', null, null]);
  });

  it('is the next of a swinging gauge within the hysteresis after an acknowledgement, unless it is graver or another', async () => {
    const acks = await begin();
    await acks.acknowledge(alert('a'), '张三', '', 5 * MINUTE);
    const again = (minutes: number, extra: Partial<Alert> = {}): unknown => acks.quiet(alert('b', { issuedAt: minutes * MINUTE, ...extra }), minutes * MINUTE);
    expect([again(6), again(15), again(15.1)]).toEqual(['swing', 'swing', null]);
    expect([again(6, { colour: 'red' }), again(6, { station: 's2' }), again(6, { event: '暴雨' })]).toEqual([null, null, null]);
    // What stood beside the acknowledged one all along does not swing.
    expect(again(0)).toBeNull();
    // The same id, issued anew.
    expect(acks.quiet(alert('a', { issuedAt: 6 * MINUTE }), 6 * MINUTE)).toBe('swing');
    await audit.close();
    expect((await begin()).quiet(alert('b', { issuedAt: 6 * MINUTE }), 6 * MINUTE)).toBe('swing');
  });

  it('of a gauge whose last one ended a moment ago unsigned must first stand for the hysteresis, unless it is of another colour or takes that one\'s place', async () => {
    const acks = await begin();
    const last = alert('a', { revokedAt: 5 * MINUTE });
    const again = (issued: number, minutes: number, extra: Partial<Alert> = {}, ended: Alert[] = [last]): unknown => acks.quiet(alert('b', { issuedAt: issued * MINUTE, ...extra }), minutes * MINUTE, ended);
    expect([again(6, 6), again(6, 15.9), again(6, 16), again(15, 15), again(15.1, 15.1)]).toEqual(['swing', 'swing', null, 'swing', null]);
    expect([again(5, 5), again(6, 6, { colour: 'red' }), again(6, 6, { station: 's2' }), again(6, 6, {}, []), again(6, 6, {}, [alert('a', { expiresAt: 5 * MINUTE })])]).toEqual([null, null, null, null, null]);
    await acks.acknowledge(alert('b', { issuedAt: 6 * MINUTE }), '张三', '', 7 * MINUTE);
    expect(again(6, 8)).toBeNull();
  });

  it('of no station swings by its region', async () => {
    const acks = await begin();
    const { station: _none, ...regional } = alert('a');
    await acks.acknowledge(regional, '张三', '', 0);
    expect(acks.quiet({ ...regional, id: 'b', issuedAt: 1 }, 1)).toBe('swing');
    expect(acks.quiet({ ...regional, id: 'b', issuedAt: 1, region: 'c2' }, 1)).toBeNull();
  });

  it('lies under a maintenance silence of its station or region, from its beginning to before its end', async () => {
    const acks = await begin({ silences: [{ from: 10, to: 20, station: 's1' }, { from: 30, to: 40, region: 'c1' }, { from: 50, to: 60 }] });
    const at = (now: number, extra: Partial<Alert> = {}): unknown => acks.quiet(alert('a', extra), now);
    expect([9, 10, 19, 20].map((now) => at(now))).toEqual([null, 'silence', 'silence', null]);
    expect([at(15, { station: 's2' }), at(35, { region: 'c12' }), at(35, { region: 'c2' }), at(55, { region: 'c2', station: 's9' })]).toEqual([null, 'silence', null, 'silence']);
  });
});
