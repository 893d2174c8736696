import { appendFile, mkdtemp, open, readdir, readFile, rm, truncate, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAudit, readChain, type Audit, type AuditRecord } from '../../server/access/index.ts';

let dir: string;
let file: string;
let warnings: { fields: object; text: string }[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'yp-audit-'));
  file = join(dir, 'actions.log');
  warnings = [];
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const record = (n: number): AuditRecord => ({ at: n, who: `officer ${n}`, from: '10.0.0.1', action: 'alert.acknowledge', detail: { alert: `a${n}`, remark: '已签收\n"引号"' } });
const opened = (openFile?: (path: string, flags: string, mode: number) => Promise<FileHandle>): Promise<Audit> =>
  openAudit({ file, now: () => 42, log: { warn: (fields, text) => warnings.push({ fields, text }) }, ...(openFile ? { openFile } : {}) });
const lines = async (): Promise<string[]> => (await readFile(file, 'utf8')).split('\n').filter(Boolean);

/** A file handle whose calls go through `before`, which may throw or wait. */
const watched = (before: (call: string) => Promise<void> | void) => async (path: string, flags: string, mode: number): Promise<FileHandle> => {
  const handle = await open(path, flags, mode);
  return new Proxy(handle, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => { await before(String(name)); return Reflect.apply(value, target, args) as unknown; };
    },
  });
};

describe('audit', () => {
  it('chains lines, across restarts too', async () => {
    let audit = await opened();
    await Promise.all([1, 2, 3].map((n) => audit.append(record(n))));
    await audit.close();
    audit = await opened();
    expect(audit.count).toBe(3);
    const fourth = await audit.append(record(4));
    await audit.close();
    expect(fourth.seq).toBe(4);
    expect(await lines()).toHaveLength(4);
    expect(readChain(file, await readFile(file))).toMatchObject({ count: 4, hash: fourth.hash });
    expect(warnings).toEqual([]);
  });

  it('acknowledges only after the sync, and many at once with one', async () => {
    const calls: string[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => { release = resolve; });
    const audit = await opened(watched(async (call) => { calls.push(call); if (call === 'datasync') await held; }));
    let told = 0;
    const all = [1, 2, 3, 4, 5].map((n) => audit.append(record(n)).then(() => { told++; }));
    await expect.poll(() => calls).toContain('datasync');
    expect(told).toBe(0);
    release();
    await Promise.all(all);
    // The first goes alone, the others came while it was written.
    expect(calls.filter((call) => call === 'datasync')).toHaveLength(2);
    await audit.close();
  });

  it('refuses when the disk fails, leaves no trace of it, and goes on', async () => {
    let failing = false;
    const audit = await opened(watched((call) => { if (failing && call === 'datasync') { failing = false; throw new Error('EIO'); } }));
    await audit.append(record(1));
    failing = true;
    await expect(audit.append(record(2))).rejects.toThrow('EIO');
    expect(await lines()).toHaveLength(1);
    expect((await audit.append(record(3))).seq).toBe(2);
    await audit.close();
    expect(readChain(file, await readFile(file)).count).toBe(2);
  });

  it('writes nothing more once it cannot take back what failed', async () => {
    let failing = false;
    const audit = await opened(watched((call) => { if (failing && call !== 'close') throw new Error('EIO'); }));
    failing = true;
    await expect(audit.append(record(1))).rejects.toThrow('EIO');
    failing = false;
    await expect(audit.append(record(2))).rejects.toThrow('opened anew');
    await audit.close();
  });

  it('mends an end torn at any byte, keeps the rest and says so', async () => {
    const audit = await opened();
    for (let n = 1; n <= 3; n++) await audit.append(record(n));
    await audit.close();
    const whole = await readFile(file);
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: whole.length - 1 }), fc.boolean(), async (cut, zeros) => {
      await writeFile(file, whole);
      await truncate(file, cut);
      if (zeros) await appendFile(file, Buffer.alloc(9));
      warnings = [];
      const before = readChain(file, whole.subarray(0, cut));
      const again = await opened();
      const mended = zeros || before.torn.length > 0;
      expect(again.count).toBe(before.count + (mended ? 1 : 0));
      expect(warnings).toHaveLength(mended ? 1 : 0);
      await again.append(record(9));
      await again.close();
      expect(readChain(file, await readFile(file))).toMatchObject({ count: again.count, torn: Buffer.alloc(0) });
    }), { seed: 7, numRuns: 60 });
    expect((await readdir(dir)).some((name) => name.includes('.torn-'))).toBe(true);
  });

  it.each([
    ['changed', (all: string[]) => [all[0]!, all[1]!.replace('officer 2', 'officer 7'), all[2]!]],
    ['taken out', (all: string[]) => [all[0]!, all[2]!]],
    ['moved', (all: string[]) => [all[1]!, all[0]!, all[2]!]],
  ])('does not open a record in which a line was %s', async (_what, forge) => {
    const audit = await opened();
    for (let n = 1; n <= 3; n++) await audit.append(record(n));
    await audit.close();
    await writeFile(file, `${forge(await lines()).join('\n')}\n`);
    await expect(opened()).rejects.toThrow(/actions\.log: line \d.*changed from outside/);
  });

  it('takes no record of another shape', async () => {
    const audit = await opened();
    await expect(audit.append({ ...record(1), who: '' })).rejects.toThrow('audit: who');
    await audit.close();
    await expect(audit.append(record(1))).rejects.toThrow('closed');
  });
});
