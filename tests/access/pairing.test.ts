/** Codes that pair a remote, and the devices that were paired: used once, for minutes, not to be guessed, not to be forged. */
import fc from 'fast-check';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAudit, Pairing, Remotes, WallMoves, type Audit, type AuditLine } from '../../server/access/index.ts';
import { PAIRING_RULES } from '../../server/access/pairing.ts';

const MINUTE = 60_000;
describe('a code', () => {
  let next: number;
  const pairing = (): Pairing => { next = 482_911; return new Pairing(() => String(next++)); };
  it('counts for five minutes and once, on its own wall only', () => {
    const of = pairing();
    expect(of.issue('main', 0)).toEqual({ code: '482911', until: 5 * MINUTE });
    expect(of.issue('main', MINUTE)).toEqual({ code: '482911', until: 5 * MINUTE });
    of.issue('grid', 0);
    expect(of.attempt('grid', '482911', 'a', 1).right).toBe(false);
    expect(of.attempt('main', '482911', 'a', 1).right).toBe(true);
    expect(of.attempt('main', '482911', 'a', 2).right).toBe(false);
    expect(of.attempt('grid', '482912', 'a', 5 * MINUTE).right).toBe(false);
    expect(of.issue('grid', 5 * MINUTE).code).toBe('482913');
  });
  it('that the wall hides counts no more; none at all is told like a wrong one', () => {
    const of = pairing();
    of.issue('main', 0);
    of.withdraw('main');
    expect([of.shown('main', 1), of.attempt('main', '482911', 'a', 1), of.attempt('nowhere', '      ', 'a', 1)]).toEqual([null, { right: false, lockedFor: null }, { right: false, lockedFor: null }]);
  });
  it('is void after five wrong ones, and their address is locked out, also with the right one', () => {
    const of = pairing();
    of.issue('main', 0);
    const tries = Array.from({ length: 5 }, (_, i) => of.attempt('main', `00000${i}`, 'a', i));
    expect(tries.map(({ right }) => right)).toEqual([false, false, false, false, false]);
    expect(tries.at(-1)).toEqual({ right: false, lockedFor: PAIRING_RULES.lock });
    const { code } = of.issue('main', 10);
    expect(code).not.toBe('482911');
    expect(of.attempt('main', code, 'a', 11)).toMatchObject({ right: false, lockedFor: expect.any(Number) as number });
    // Somebody else is not locked by that.
    expect(of.attempt('main', code, 'b', 12)).toEqual({ right: true });
    expect(of.attempt('main', of.issue('main', PAIRING_RULES.lock + 5).code, 'a', PAIRING_RULES.lock + 5)).toEqual({ right: true });
  });
  it('whoever guesses from many addresses locks all pairing, and takes every code with it', () => {
    const of = pairing();
    for (let i = 0; i < PAIRING_RULES.overall; i++) { of.issue('main', i); of.attempt('main', '000000', `10.0.0.${i}`, i); }
    expect(of.shown('main', 30)).toBeNull();
    const { code } = of.issue('main', 30);
    expect(of.attempt('main', code, 'fresh', 31)).toMatchObject({ right: false, lockedFor: expect.any(Number) as number });
    expect(of.attempt('main', of.issue('main', PAIRING_RULES.lock + 31).code, 'fresh', PAIRING_RULES.lock + 31)).toEqual({ right: true });
  });
  it('however it is guessed at, no more than 20 guesses in ten minutes are heard', () => {
    fc.assert(fc.property(fc.array(fc.record({ from: fc.integer({ min: 0, max: 60 }), wait: fc.integer({ min: 0, max: 20_000 }) }), { maxLength: 400 }), (guesses) => {
      const of = new Pairing(() => '999999');
      let [now, heard] = [0, [] as number[]];
      for (const { from, wait } of guesses) {
        now += wait;
        of.issue('main', now);
        const before = of.attempt('main', '000000', `a${from}`, now);
        if (!before.right && before.lockedFor === null) heard = [...heard.filter((at) => now - at < PAIRING_RULES.window), now];
        expect(heard.length).toBeLessThanOrEqual(PAIRING_RULES.overall);
      }
    }), { seed: 7, numRuns: 100 });
  });
});

describe('a paired device', () => {
  let dir: string;
  let audit: Audit;
  let moves: WallMoves;
  const lines = async (): Promise<AuditLine[]> => (await readFile(join(dir, 'audit.ndjson'), 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as AuditLine);
  let chance = 0;
  const open = (): Promise<Remotes> => Remotes.open({ file: join(dir, 'remotes.json'), expires: 12 * 60 * MINUTE, moves, randomHex: (bytes) => (++chance).toString(16).padStart(bytes * 2, 'a'), log: { warn: () => undefined } });
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'yp-remote-'));
    audit = await openAudit({ file: join(dir, 'audit.ndjson'), now: () => 0, log: { warn: () => undefined } });
    moves = new WallMoves(audit, 'live');
  });
  afterEach(async () => { await audit.close(); await rm(dir, { recursive: true }); });

  it('proves itself by what only it has, also after a restart, and no longer than it was paired for', async () => {
    const remotes = await open();
    const { device, token } = await remotes.pair('main', '张三', '10.0.0.1', 1_000, 5);
    for (const kept of [remotes, await open()]) {
      expect(kept.find(token, 2_000)).toEqual(device);
      expect([kept.find(`${token}0`, 2_000), kept.find('', 2_000), kept.find(token, 1_000 + 12 * 60 * MINUTE)]).toEqual([null, null, null]);
    }
    // What lies on the disk proves nothing.
    const text = await readFile(join(dir, 'remotes.json'), 'utf8');
    expect(text).not.toContain(token);
    expect(await lines()).toMatchObject([{ who: '张三', from: '10.0.0.1', at: 5, action: 'wall.paired', detail: { wall: 'main', device: device.device, verified: false } }]);
  });
  it('is no more once it is unpaired, whatever a restart does', async () => {
    const remotes = await open();
    const [one, two] = [await remotes.pair('main', '张三', 'a', 0, 0), await remotes.pair('grid', '李四', 'b', 0, 0)];
    await remotes.unpair([one.device.device], 'wall', 'c', 9);
    for (const kept of [remotes, await open()]) expect([kept.find(one.token, 1), kept.find(two.token, 1)?.name]).toEqual([null, '李四']);
    expect((await lines()).at(-1)).toMatchObject({ who: 'wall', action: 'wall.unpaired', detail: { wall: 'main', name: '张三' } });
  });
  it('beyond twenty of a wall the oldest gives way; a file that is none pairs nobody', async () => {
    const remotes = await open();
    const all = [];
    for (let i = 0; i < 21; i++) all.push(await remotes.pair('main', `${i}`, 'a', i, i));
    expect([remotes.find(all[0]!.token, 30), remotes.devices('main', 30).length, remotes.devices('grid', 30).length]).toEqual([null, 20, 0]);
    await writeFile(join(dir, 'remotes.json'), '{');
    expect((await open()).devices('main', 30)).toEqual([]);
  });
  it('that could not be written down is none', async () => {
    const remotes = await Remotes.open({ file: join(dir, 'remotes.json'), expires: MINUTE, moves: { wrote: () => Promise.reject(new Error('disk full')) }, randomHex: (bytes) => 'b'.repeat(bytes * 2), log: { warn: () => undefined } });
    await expect(remotes.pair('main', '张三', 'a', 0, 0)).rejects.toThrow('disk full');
    expect(remotes.find('b'.repeat(64), 1)).toBeNull();
  });
  it('its commands are known to have been begun after a restart', async () => {
    await moves.wrote({ wall: 'main', who: '张三', from: 'a', at: 1, device: 'd', command: 'c1', what: 'scene', detail: { scene: 'flood' } });
    const again = new WallMoves(audit, 'live');
    for (const line of await lines()) again.take(line);
    expect([again.begun('c1'), again.begun('c2'), moves.begun('c1')]).toEqual([true, false, true]);
  });
});
