/** Whatever happens in whatever order: at each moment a cursor shows what the screens were shown, also of a recording that was cut short. */
import { copyFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALERT_COLOURS, DUTY_STATES, type Entity } from '../../server/wire/entity.ts';
import { makeDice } from '../helpers/random.ts';
import { aCamera, aCase, anAlert, aStaff, aStation } from '../push/small-city.ts';
import { libraryAt, player, record, type Recording } from './recording.ts';

const TOPICS = ['summary', 'cases', 'alerts', 'stations', 'cameras', 'staff'] as const;
const REGIONS = ['c', 'c1', 'c11'];
const HOMES = ['c1111', 'c1112', 'c1212', 'c2111', 'c2222', 'c2', 'c'];
const small = fc.nat({ max: 6 });
const Step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('put' as const), kind: fc.constantFrom('case', 'video', 'station', 'alert', 'staff'), id: small, home: fc.constantFrom(...HOMES), n: fc.nat({ max: 1000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), kind: fc.constantFrom('case', 'video', 'station', 'alert', 'staff'), id: small }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('walk' as const), id: small, n: fc.nat({ max: 1000 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('row' as const), code: fc.constantFrom(...REGIONS, 'c2', 'c/-'), n: small, name: fc.constantFrom('open', 'today.closed', 'today.durationSum', 'category.1', 'today.source.x') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('feed' as const), n: fc.nat({ max: 100 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('tick' as const), ms: fc.constantFrom(250, 6000, 70_000, 700_000, 8 * 3_600_000) }) },
);
type Step = typeof Step extends fc.Arbitrary<infer S> ? S : never;

function entityOf({ kind, id, home, n }: Extract<Step, { do: 'put' }>, version: number, now: number): Entity {
  const name = `${kind}${id}`;
  switch (kind) {
    case 'case': return aCase(name, home, version, { urgent: n % 2 === 0, deadline: now + n * 100, times: { reported: now - id * 1000 }, status: n % 5 === 0 ? 'closed' : 'open' });
    case 'video': return aCamera(name, home, version, { status: n % 2 === 0 ? 'on' : 'off', lng: n % 7 === 0 ? undefined : 118 + n / 1000 });
    case 'station': return aStation(name, home, version, { type: id % 2 === 0 ? 'river' : 'rain', name: n % 9 === 0 ? '改名' : name, reading: { at: now, level: n / 50, rain5m: n % 9 } });
    case 'alert': return anAlert(name, home, version, { colour: ALERT_COLOURS[n % 4]!, expiresAt: now + n * 100 });
    default: return aStaff(name, home, version, { duty: DUTY_STATES[n % 4]!, seenAt: now, name: `王${n % 3}` });
  }
}

interface Note { at: number; shown: unknown[] }

/** Plays steps, and notes at each tick what every screen shows. */
async function play(recording: Recording, steps: readonly Step[]): Promise<Note[]> {
  const { hands, engine } = recording;
  const notes = new Map<number, Note>();
  let version = 1;
  for (const step of steps) {
    switch (step.do) {
      case 'put': recording.put(entityOf(step, ++version, hands.now)); break;
      case 'remove': recording.drop(step.kind as Entity['kind'], `${step.kind}${step.id}`); break;
      case 'walk': engine.positions([{ id: `staff${step.id}`, lng: 118 + step.n / 1000, lat: 29.5, at: hands.now, duty: DUTY_STATES[step.n % 4]! }]); break;
      // What is of today counts from midnight on only: the store reads it so.
      case 'row': hands.store.change(step.code, { ...hands.store.rows.get(step.code), [step.name]: step.n + 1 }); break;
      case 'feed': hands.feeds[0] = { ...hands.feeds[0]!, asOf: hands.now, accepted: step.n }; break;
      case 'tick': {
        const before = Math.floor((hands.now + 8 * 3_600_000) / 86_400_000);
        if (Math.floor((hands.now + step.ms + 8 * 3_600_000) / 86_400_000) !== before) for (const [code, row] of hands.store.rows) hands.store.rows.set(code, Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('today.'))));
        await recording.tick(step.ms);
        notes.set(hands.now, { at: hands.now, shown: [structuredClone(hands.feeds), ...await all(recording, engine)] });
      }
    }
  }
  await recording.recorder.written();
  return [...notes.values()];
}
const all = (recording: Recording, engine: Recording['engine']): Promise<unknown[]> => Promise.all(REGIONS.flatMap((region) => TOPICS.map(async (topic) => structuredClone(await recording.shows(engine, region, topic)))));

/** How many of the notes within the recordings are shown otherwise: none. */
async function compare(recording: Recording, library: Recording['library'], notes: readonly Note[], how: 'seek' | 'forth'): Promise<number> {
  const { cursor, engine, seek } = await player(library, recording.hands);
  const inside = notes.filter(({ at }) => library.at(at) !== null);
  let begun = false;
  for (const { at, shown } of inside) {
    if (how === 'seek' || !begun) { await seek(at); begun = true; }
    else if (await cursor.advance(at, engine)) { await engine.renew(); await engine.tick(); }
    // Summaries look at what changed at the next tick, and stations at what the clock has made of them every so often.
    else for (let i = 0; i < 2; i++) { recording.hands.wall += 61_000; await engine.tick(); }
    expect({ at, held: cursor.held, shown: [cursor.feeds(), ...await all(recording, engine)] }).toEqual({ at, held: null, shown });
  }
  engine.close();
  await cursor.close();
  return inside.length;
}

const random = fc.array(Step, { minLength: 20, maxLength: 80, size: 'max' });

describe('a recording', () => {
  it('shows at each moment what was shown, by seeking and by going on, over many segments', async () => {
    let compared = 0;
    await fc.assert(fc.asyncProperty(random, fc.constantFrom(1_000, 600_000, 1e12), async (steps, segmentMs) => {
      const recording = await record({ segmentMs });
      // Somebody looks at every view, so that what is read for it is what is recorded.
      await all(recording, recording.engine);
      await recording.tick(250);
      const notes = await play(recording, steps);
      for (const how of ['seek', 'forth'] as const) compared += await compare(recording, recording.library, notes, how);
      await recording.close();
    }), { seed: 20261127, numRuns: process.env['YIPING_TESTS'] === 'full' ? 600 : 40 });
    expect(compared).toBeGreaterThan(500);
  });

  it('that a crash cut short anywhere is whole up to its last whole part', async () => {
    const dice = makeDice(4);
    const [steps] = fc.sample(random, { seed: 5, numRuns: 1 }) as [Step[]];
    const recording = await record();
    await all(recording, recording.engine);
    await recording.tick(250);
    const notes = await play(recording, steps);
    const folder = await mkdtemp(join(tmpdir(), 'yp-cut-'));
    const [name] = await readdir(recording.folder) as [string];
    const bytes = (await readFile(join(recording.folder, name))).length;
    let [shown, least] = [0, Infinity];
    for (let run = 0; run < 25; run++) {
      const path = join(folder, name);
      await copyFile(join(recording.folder, name), path);
      await truncate(path, dice.int(0, bytes));
      const library = await libraryAt(folder);
      const found = await compare(recording, library, notes, 'seek');
      [shown, least] = [Math.max(shown, found), Math.min(least, found)];
      for (const file of await readdir(folder)) await rm(join(folder, file));
    }
    expect(least).toBeLessThan(shown);
    await rm(folder, { recursive: true });
    await recording.close();
  }, 120_000);

  it('of which a part is damaged says so as a gap, and goes on with the next segment', async () => {
    const recording = await record({ segmentMs: 20_000 });
    await all(recording, recording.engine);
    for (let i = 0; i < 30; i++) { recording.hands.store.change('c', { open: i + 1 }); await recording.tick(6_000); await recording.recorder.written(); }
    await recording.recorder.close();
    const whole = recording.library.stretches();
    expect(whole).toHaveLength(1);
    expect(recording.library.segments.length).toBeGreaterThan(2);
    const { path, chunks } = recording.library.segments[1]!;
    const content = await readFile(path);
    const hurt = (chunks ?? []).filter(({ type, from }) => type === 2 && from > recording.library.segments[1]!.from)[1]!;
    content[hurt.at + hurt.length - 9]! ^= 0xff;
    await writeFile(path, content);
    const library = await libraryAt(recording.folder);
    const { cursor, engine, seek } = await player(library, recording.hands);
    await seek(hurt.to);
    expect([cursor.at, cursor.held]).toEqual([hurt.from, 'gap']);
    expect(library.stretches()).toEqual([{ from: whole[0]!.from, to: hurt.from }, { from: library.segments[2]!.from, to: whole[0]!.to }]);
    await seek(whole[0]!.to);
    expect([cursor.at, cursor.held]).toEqual([whole[0]!.to, null]);
    engine.close();
    await cursor.close();
    await recording.close();
  });
});
