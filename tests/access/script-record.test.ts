/** Who began a script and who went back is in the record of actions, in a chain that shows any later change. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Deeds, openAudit, readChain, ScriptRecord } from '../../server/access/index.ts';

it('writes every entering, leaving and interruption before it is answered', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'yp-script-'));
  const file = join(dir, 'audit.ndjson');
  try {
    const audit = await openAudit({ file, now: () => 1, log: { warn: () => undefined } });
    const record = new ScriptRecord(audit, 'live');
    await record.wrote({ deed: 'start', wall: 'main', script: 'tour', second: 0, who: '张三', at: 1_000 });
    // On disk by the time that it is answered.
    const deeds = new Deeds('live');
    expect(readChain(file, await readFile(file), (line) => { deeds.take(line); }).count).toBe(1);
    await record.wrote({ deed: 'interrupted', wall: 'main', script: 'tour', second: 12, who: 'server', at: 2_000, because: 'alert', alert: 'A1' });
    await record.wrote({ deed: 'live', wall: 'main', script: 'tour', second: 12, who: '李四', at: 3_000 });
    const lines = (await readFile(file, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as { action: string; who: string; detail: object });
    expect(lines.map(({ action, who, detail }) => ({ action, who, detail }))).toEqual([
      { action: 'demo.start', who: '张三', detail: { world: 'live', wall: 'main', script: 'tour', second: 0, verified: false } },
      { action: 'demo.interrupted', who: 'server', detail: { world: 'live', wall: 'main', script: 'tour', second: 12, because: 'alert', alert: 'A1', verified: false } },
      { action: 'demo.live', who: '李四', detail: { world: 'live', wall: 'main', script: 'tour', second: 12, verified: false } },
    ]);
    // An officer's deed stands on the handover sheet, by the wall that it was done to.
    expect(deeds.between(0, 10_000)).toEqual([{ at: 1_000, who: '张三', action: 'demo.start', subject: 'main' }]);
    await audit.close();
  } finally { await rm(dir, { recursive: true }); }
});
