/** 交接班: whatever officers do in whatever order, a sheet is signed by two different ones, once each, outgoing first; nobody's step on a sheet that changed counts; and a restart gives the same sheets. */
import fc from 'fast-check';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Deeds, Handovers, heard, keptIn, openAudit, type Audit, type AuditLine } from '../../server/access/index.ts';
import { refuse } from '../../server/access/handovers.ts';
import { shiftOf, shiftsUntil, yearBefore, dayOfText, dayText } from '../../server/wire/shifts.ts';

const ZONE = 'Asia/Shanghai';
const RULES = [{ name: '白班', from: 480 }, { name: '夜班', from: 1200 }];
const NOW = Date.parse('2026-07-01T21:30:00+08:00');
const [NIGHT, DAYTIME] = shiftsUntil(ZONE, RULES, NOW, 2);

let dir: string;
const audits: Audit[] = [];
beforeEach(async () => { dir = await mkdtemp(join(tmpdir(), 'yp-shift-')); });
afterEach(async () => { for (const audit of audits.splice(0)) await audit.close(); await rm(dir, { recursive: true, force: true }); });

async function begin(file = 'audit.ndjson'): Promise<{ handovers: Handovers; deeds: Deeds }> {
  const lines: AuditLine[] = [];
  const deeds = new Deeds('live');
  const audit = heard(await openAudit({ file: join(dir, file), now: () => NOW, log: { warn: () => undefined }, each: (line) => { lines.push(line); } }), deeds);
  audits.push(audit);
  const handovers = new Handovers({ audit, kept: keptIn(join(dir, 'handovers')), world: 'live' });
  for (const line of lines) for (const one of [handovers, deeds]) one.take(line);
  return { handovers, deeds };
}

const NAMES = ['张三', '李四', ' 张 三 ', 'Ｗang', 'wang'];
const step = fc.record({
  sheet: fc.constantFrom(NIGHT!, DAYTIME!), name: fc.constantFrom(...NAMES), stale: fc.integer({ min: 0, max: 4 }).map((n) => (n === 0 ? 1 : 0)),
  act: fc.constantFrom('note', 'note', 'correct', 'outgoing', 'incoming'), at: fc.integer({ min: 0, max: 1000 }),
});

describe('a sheet', () => {
  it('holds under every order of officers, and is the same after a restart', async () => {
    let runs = 0;
    await fc.assert(fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 10 }), async (rounds) => {
      const file = `audit-${++runs}.ndjson`;
      const { handovers } = await begin(file);
      const frozen = new Map<string, string>();
      for (const [round, together] of rounds.entries()) {
        // All of a round look at the sheets, then act at once: of those who saw the same at most one wins.
        const seen = together.map(({ sheet }) => handovers.of(sheet));
        const answers = await Promise.all(together.map(({ sheet, name, stale, act, at }, i) => {
          const who = { name, from: 'here', at: NOW + round * 1000 + at };
          const base = seen[i]!.revision - stale;
          if (act === 'note' || act === 'correct') return handovers.note(sheet, base, who, `第 ${i} 条`, act === 'correct' ? 'figure:closed' : null);
          return handovers.sign(sheet, base, who, act as 'outgoing', (now) => Promise.resolve(JSON.stringify({ id: sheet.id, notes: now.notes.length, round })));
        }));
        for (const id of [NIGHT!.id, DAYTIME!.id]) expect(together.filter(({ sheet }, i) => sheet.id === id && 'sheet' in answers[i]!).length).toBeLessThanOrEqual(1);
        answers.forEach((answer, i) => {
          if (!('refused' in answer)) return;
          const { why, by } = answer.refused;
          if (why === 'changed' && together[i]!.stale === 0) expect(by).not.toBeNull();
          if (why === 'signed') expect(NAMES).toContain(by);
        });
        for (const shift of [NIGHT!, DAYTIME!]) {
          const { outgoing, incoming, notes, hash } = handovers.of(shift);
          if (incoming) { expect(outgoing).not.toBeNull(); expect(incoming.by.normalize('NFKC').replace(/\s/g, '').toLowerCase()).not.toBe(outgoing!.by.normalize('NFKC').replace(/\s/g, '').toLowerCase()); }
          expect(notes.map(({ id }) => id)).toEqual(notes.map((_, i) => i + 1));
          if (outgoing) for (const note of notes) if (note.at > outgoing.at) expect(note.corrects).not.toBeNull();
          // What was signed once stays what it was.
          if (hash) { const text = (await handovers.document(hash))!; expect(text.intact).toBe(true); expect(frozen.get(shift.id) ?? text.text).toBe(text.text); frozen.set(shift.id, text.text); }
        }
      }
      const live = [NIGHT!, DAYTIME!].map((shift) => handovers.of(shift));
      const { handovers: again } = await begin(file);
      expect([NIGHT!, DAYTIME!].map((shift) => again.of(shift))).toEqual(live);
    }), { seed: 7, numRuns: 40 });
  }, 120_000);

  it('tells who was first, refuses one officer twice, and a plain note once it is signed', async () => {
    const { handovers } = await begin();
    const [a, b] = [{ name: '张三', from: 'x', at: NOW }, { name: '李四', from: 'x', at: NOW + 5 }];
    const text = (): Promise<string> => Promise.resolve('{}');
    expect(await handovers.sign(DAYTIME!, 0, b, 'incoming', text)).toEqual({ refused: { why: 'order', by: null, at: null } });
    await handovers.note(DAYTIME!, 0, a, '水泵一台待修', null);
    expect(await handovers.sign(DAYTIME!, 0, a, 'outgoing', text)).toEqual({ refused: { why: 'changed', by: '张三', at: NOW } });
    await handovers.sign(DAYTIME!, 1, a, 'outgoing', text);
    expect(await handovers.sign(DAYTIME!, 2, b, 'outgoing', text)).toEqual({ refused: { why: 'signed', by: '张三', at: NOW } });
    expect(await handovers.sign(DAYTIME!, 2, { ...b, name: '张 三' }, 'incoming', text)).toMatchObject({ refused: { why: 'same' } });
    expect(await handovers.note(DAYTIME!, 2, b, '补一条', null)).toMatchObject({ refused: { why: 'corrects', by: '张三' } });
    expect(await handovers.note(DAYTIME!, 2, b, '应为两台', 'note:1')).toMatchObject({ sheet: { revision: 3, notes: [{ id: 1 }, { id: 2, corrects: 'note:1', by: '李四' }] } });
    expect(await handovers.sign(DAYTIME!, 3, b, 'incoming', text)).toMatchObject({ sheet: { incoming: { by: '李四', verified: false } } });
    expect(refuse(handovers.of(DAYTIME!), 4, '王五', { do: 'sign', as: 'incoming' })).toEqual({ why: 'signed', by: '李四', at: NOW + 5 });
  });

  it('does not count where the disk fails', async () => {
    const { handovers } = await begin();
    await audits[0]!.close();
    await expect(handovers.note(NIGHT!, 0, { name: '张三', from: 'x', at: NOW }, 'a', null)).rejects.toThrow('closed');
    expect(handovers.of(NIGHT!).revision).toBe(0);
    audits.length = 0;
  });

  it('shows that its kept file was changed, or is gone', async () => {
    const kept = keptIn(join(dir, 'k'));
    const hash = await kept.keep('{"closed":911}');
    expect(await kept.read(hash)).toEqual({ text: '{"closed":911}', intact: true });
    await writeFile(join(dir, 'k', `${hash}.json`), '{"closed":999}');
    expect(await kept.read(hash)).toEqual({ text: '{"closed":999}', intact: false });
    await rm(join(dir, 'k', `${hash}.json`));
    expect(await kept.read(hash)).toBeNull();
    expect(await kept.read('../audit')).toBeNull();
    expect(await readFile(join(dir, 'audit.ndjson'), 'utf8').catch(() => '')).toBe('');
  });
});

it('hears what officers do, and not what the server does by itself', async () => {
  const { handovers, deeds } = await begin();
  await handovers.note(NIGHT!, 0, { name: '张三', from: 'x', at: NOW }, 'a', null);
  deeds.take({ at: NOW + 1, who: 'server', action: 'start', detail: { world: 'live' } });
  deeds.take({ at: NOW + 2, who: '李四', action: 'alert.acknowledge', detail: { world: 'live', alert: 'a1' } });
  deeds.take({ at: NOW + 3, who: '李四', action: 'alert.acknowledge', detail: { world: 'demo', alert: 'a2' } });
  expect(deeds.between(NOW, NOW + 10)).toEqual([{ at: NOW, who: '张三', action: 'handover.note', subject: NIGHT!.id }, { at: NOW + 2, who: '李四', action: 'alert.acknowledge', subject: 'a1' }]);
});

describe('shifts', () => {
  it('follow one another without gap or overlap, over clock changes too, and are found again by their ids', () => fc.assert(fc.property(
    fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu'), fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }), fc.uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 1, maxLength: 4 }),
    (zone, now, starts) => {
      const rules = starts.map((from, i) => ({ name: `班${i}`, from }));
      const found = shiftsUntil(zone, rules, now, 9);
      expect(found[0]!.from <= now && now < found[0]!.to).toBe(true);
      for (const [i, shift] of found.entries()) {
        expect(shiftOf(zone, rules, shift.id)).toEqual(shift);
        if (i > 0) expect(shift.to).toBe(found[i - 1]!.from);
      }
    }), { seed: 3, numRuns: 400, examples: [['America/New_York', Date.parse('2026-03-08T12:00:00Z'), [120, 480]], ['America/New_York', Date.parse('2026-11-01T12:00:00Z'), [90, 480]]] }));
  it('are named by the local time they began at', () => {
    expect([NIGHT, DAYTIME]).toMatchObject([{ id: '2026-07-01-2000', name: '夜班', to: NOW + 10.5 * 3_600_000 }, { id: '2026-07-01-0800', name: '白班' }]);
    expect([shiftOf(ZONE, RULES, '2026-07-01-0900'), shiftOf(ZONE, RULES, '2026-13-01-0800'), shiftOf(ZONE, RULES, 'x')]).toEqual([null, null, null]);
  });
  it('a year before 29 February is the 28th', () => {
    expect([['2028-02-29', '2027-02-28'], ['2028-03-01', '2027-03-01'], ['2026-07-14', '2025-07-14']].map(([day]) => dayText(yearBefore(dayOfText(day!)!)))).toEqual(['2027-02-28', '2027-03-01', '2025-07-14']);
  });
});
