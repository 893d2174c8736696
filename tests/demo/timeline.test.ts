/** A script second by second: in order, and the same however a second was reached. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backFrom, briefOf, chapterAt, cuesOf, momentAt, nextFrom, playingAt, worldAt } from '../../server/demo/timeline.ts';
import { ORIGIN, three } from './scripts.ts';

const script = three();
const minutes = (n: number): number => n * 60_000;

describe('the time of a script', () => {
  it('is as long as its chapters, each with its own pace of the world', () => {
    expect([script.seconds, worldAt(script, 0), worldAt(script, 10) - ORIGIN, worldAt(script, 11) - ORIGIN, worldAt(script, 35) - ORIGIN])
      .toEqual([35, ORIGIN, 100_000, 160_000, 100_000 + minutes(20) + 50_000]);
    expect([0, 9, 10, 29, 30, 34, 35].map((second) => chapterAt(script, second))).toEqual([0, 0, 1, 1, 2, 2, 2]);
  });

  it('shows all that a second shows: scene, place, layers, colour, what is lit and said', () => {
    expect(momentAt(script, 12)).toEqual({
      second: 12, chapter: 1, at: ORIGIN + 220_000, takeover: true, highlights: ['stations'],
      view: { scene: 'b', region: '770102', layers: ['rain', 'stations'], indicator: 'urgent', camera: null },
      cues: [{ at: 12, ref: 'flood', kind: 'case', category: '2-0405', region: '770101', title: '积水', source: 'S01', urgent: true }],
    });
    expect(playingAt(script, 12, 'running')).toEqual({
      script: 'three', title: script.title, chapter: 1, chapters: 3, second: 12, seconds: 35, mode: 'running', world: 'demo',
      caption: script.chapters[1]!.caption, next: script.chapters[2]!.caption, highlights: ['stations'], takeover: true,
    });
    expect(playingAt(script, 34, 'ended').next).toBeNull();
  });

  it('follows the camera from sight to sight, as large on any wall', () => {
    expect([3, 4, 5, 6, 9].map((second) => { const { region, camera } = momentAt(script, second).view; return [region, camera]; }))
      .toEqual([[null, null], ['770101', null], ['770101', null], ['770101', { x: 100, y: -50, k: 0.02 }], ['770101', { x: 100, y: -50, k: 0.02 }]]);
    expect(momentAt(script, 6, 3840).view.camera).toEqual({ x: 100, y: -50, k: 0.04 });
  });

  it('makes things happen at the times of its world', () => {
    expect(cuesOf(script).map(({ at, kind }) => [at - ORIGIN, kind])).toEqual([[220_000, 'case'], [340_000, 'gauge'], [700_000, 'arrive'], [1_310_000, 'close']]);
    expect(cuesOf(script)[2]).toEqual({ at: ORIGIN + 700_000, kind: 'arrive', case: 'flood', within: minutes(9) });
  });

  it('steps to the next chapter, to the beginning of this one, or just after that to the one before', () => {
    expect([0, 9, 10, 33].map((second) => nextFrom(script, second))).toEqual([10, 10, 30, null]);
    expect([0, 2, 3, 9, 10, 12, 13, 31].map((second) => backFrom(script, second))).toEqual([0, 0, 0, 0, 0, 0, 10, 10]);
  });

  it('tells the presenter how it goes', () => {
    expect(briefOf(script)).toMatchObject({ id: 'three', seconds: 35, chapters: [{ seconds: 10 }, { seconds: 20 }, { seconds: 5 }] });
  });

  it('never goes back in the world, and shows a second alike however it was reached', () => {
    const rates = fc.array(fc.record({ rate: fc.double({ min: 0, max: 3_600, noNaN: true }), dwell: fc.integer({ min: 1, max: 90 }) }), { minLength: 1, maxLength: 12 });
    fc.assert(fc.property(rates, fc.array(fc.nat(1_200), { maxLength: 40 }), (list, visits) => {
      let from = 0;
      const chapters = list.map(({ rate, dwell }, i) => { const one = { ...script.chapters[i % 3]!, camera: [], cues: [], rate, from, seconds: dwell }; from += dwell; return one; });
      const any = { ...script, chapters, seconds: from };
      for (let second = 1; second <= from; second++) expect(worldAt(any, second)).toBeGreaterThanOrEqual(worldAt(any, second - 1));
      const straight = Array.from({ length: from }, (_, second) => momentAt(any, second));
      for (const second of visits.map((visit) => visit % from)) expect(momentAt(any, second)).toEqual(straight[second]);
      for (const [second, { chapter }] of straight.entries()) expect(second - chapters[chapter]!.from).toBeLessThan(chapters[chapter]!.seconds);
    }), { seed: 5, numRuns: 60 });
  });
});
