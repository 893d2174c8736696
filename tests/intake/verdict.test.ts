/** The judge is judged: what it calls equal, what it forgives, and what it never forgives. */
import { describe, expect, it } from 'vitest';
import { Fault, Held, verdictOf, type FamilyVerdict, type TruthAnswer } from '../helpers/verdict.ts';

const truth = (open: number): TruthAnswer => ({ now: 0, regions: { C: { counters: { open } } }, heat: {} });
const nothing = { category: new Set<string>(), department: new Set<string>() };
const look = (server: number, ...told: number[]): FamilyVerdict => ({ ...verdictOf('case', ['C'], nothing, { C: { open: server } }, told.map(truth)), asked: true });

describe('one look', () => {
  it('is equal by every figure or not at all', () => {
    expect(look(3, 3)).toMatchObject({ compared: 1, differences: [] });
    expect(look(2, 3).differences).toEqual([{ region: 'C', name: 'open', server: 2, truth: 3 }]);
  });
  it('a figure that neither side alone has is a difference', () => {
    expect(verdictOf('case', ['C'], nothing, { C: { overdue: 1 } }, [truth(0)]).differences).toHaveLength(1);
    expect(verdictOf('case', ['C'], nothing, {}, [truth(4)]).differences).toHaveLength(1);
  });
  it('of what time changes, a figure between then and now is right, and none beyond', () => {
    expect([look(4, 5, 3), look(5, 5, 3), look(3, 5, 3)].flatMap(({ differences }) => differences)).toEqual([]);
    expect([look(6, 5, 3), look(2, 5, 3)].map(({ differences }) => differences.length)).toEqual([1, 1]);
  });
  it('a region that the server does not know is a difference', () => {
    const answer = { ...truth(1), regions: { ...truth(1).regions, X: { counters: {} } } };
    expect(verdictOf('case', ['C'], nothing, { C: { open: 1 } }, [answer]).differences).toMatchObject([{ region: 'X' }]);
  });
});

describe('many looks', () => {
  it('one lucky moment is one cursor, however often it is looked at', () => {
    const held = new Held('case');
    for (let at = 0; at < 5; at += 1) held.take(look(3, 3), 'page 1', 'same', at * 1_000);
    expect(held.cursors).toBe(1);
    held.take(look(4, 4), 'page 2', 'other', 6_000);
    expect(held.proof()).toMatchObject({ cursors: 2, moving: 0, compared: 6 });
  });
  it('a difference that moves is a page half done; one that stands is a fault, whatever would come later', () => {
    const held = new Held('case');
    held.take(look(2, 3), 'page 1', 'half', 0);
    held.take(look(1, 3), 'page 1', 'half of another', 900);
    held.take(look(1, 3), 'page 1', 'half of another', 1_800);
    expect(held.proof()).toMatchObject({ cursors: 0, moving: 3 });
    expect(() => held.take(look(1, 3), 'page 1', 'half of another', 1_901)).toThrow(Fault);
  });
  it('what waits for its time to be applied is no fault yet, and begins the time anew', () => {
    const held = new Held('case');
    held.take(look(1, 3), 'page 1', 'late', 0);
    held.take(look(1, 3), 'page 1', null, 900);
    held.take(look(1, 3), 'page 1', 'late', 1_800);
    expect(held.proof()).toMatchObject({ cursors: 0, moving: 3 });
    expect(() => held.take(look(1, 3), 'page 1', 'late', 2_801)).toThrow(Fault);
  });
  it('equality in between begins the time anew', () => {
    const held = new Held('case');
    held.take(look(1, 3), 'page 1', 'half', 0);
    held.take(look(3, 3), 'page 1', 'whole', 500);
    held.take(look(1, 3), 'page 1', 'half', 1_400);
    expect(held.cursors).toBe(1);
  });
  it('nothing compared proves nothing, but of alerts that were asked for', () => {
    const none = (family: 'case' | 'alert'): Held => { const held = new Held(family); held.take({ ...verdictOf(family, [], nothing, {}, []), asked: true }, 'page 1', '', 0); return held; };
    expect([none('case').cursors, none('alert').cursors]).toEqual([0, 1]);
  });
});
