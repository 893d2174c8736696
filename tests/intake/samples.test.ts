/** What the dead letters hold of a record: what the mapping reads, and of a person no more than the city lets a screen have. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCity, type FeedConfig } from '../../server/config.ts';
import { makeSampler } from '../../server/intake/samples.ts';
import type { Contacts } from '../../server/wire/nearby.ts';

const CITY = loadCity(fileURLToPath(new URL('../../config/lanjiang', import.meta.url)), { YIPING_CITY_DATA: '/x' });
const feedOf = (kind: string): FeedConfig => CITY.feeds.find((feed) => feed.kind === kind)!;
const detail = { where: 'role ← roleCd', found: '"9"', expected: 'one of 1, 2' };
const ROSTER = { uid: 'u1', roleCd: '9', shift: 'Y', nm: '王建国', tel: '13812340042', idCard: '330102199001011234', gridCd: 'g1' };

describe('a sample', () => {
  it.each<[Contacts, RegExp, RegExp | null]>([['masked', /"nm":"\*\*\*","tel":"\*\*\*"/, /王|1381234/], ['none', /"nm":"\*\*\*"/, /王|1381234/], ['full', /"nm":"王建国","tel":"13812340042"/, null]])('of the roster, contacts %s', (contacts, shows, hides) => {
    const sample = makeSampler(feedOf('staff'), contacts).of(detail, ROSTER);
    expect(sample).toMatch(/^role ← roleCd: found "9", expected one of 1, 2 \| /);
    expect(sample).toMatch(shows);
    if (hides) expect(sample).not.toMatch(hides);
    // No mapping reads it: nobody knows what it is.
    expect(sample).not.toContain('330102');
  });

  it('of the roster hides also what is wrong with a name, and a row that is no object', () => {
    const { of } = makeSampler(feedOf('staff'), 'masked');
    expect(of({ where: 'name ← nm', found: '["王建国"]', expected: 'a text' }, { ...ROSTER, nm: ['王建国'] })).not.toContain('王');
    expect(of({ where: '', found: '["u1","王建国"]', expected: 'an object' }, ['u1', '王建国'])).toBe(': found ***, expected an object | object');
  });

  it('of a case shows where it lies and no telephone, wherever that stands', () => {
    const sample = makeSampler(feedOf('case'), 'masked').of(detail, { orderNo: 'A1', addr: '某路1号 王先生13812340042', caller: '王建国', updTm: 'x', x: 118.2 });
    expect(sample).toContain('"orderNo":"A1"');
    expect(sample).toContain('138****0042');
    expect(sample).not.toMatch(/13812340042|王建国/);
  });

  it('is cut, field by field and whole', () => {
    const { of } = makeSampler(feedOf('case'), 'masked');
    expect(JSON.parse(of(null, { orderNo: 'A1', addr: '长'.repeat(20_000), updTm: 'u' }))).toEqual({ orderNo: 'A1', addr: `${'长'.repeat(79)}…`, updTm: 'u' });
    expect(of(detail, Object.fromEntries(Object.keys(feedOf('case').map).map((key) => [key, 'x'.repeat(300)]))).length).toBeLessThanOrEqual(1_000);
  });

  it('of a record that comes with every pull is kept once, until another of its reason comes between', () => {
    const sampler = makeSampler(feedOf('case'), 'masked');
    const counts = (no: string, until: string) => [{ reason: 'ahead', count: 2, sample: sampler.of({ where: 'updatedAt ← updTm', found: '"9999"', expected: `a time not after ${until}` }, { orderNo: no }) }];
    const first = counts('A1', '10:00');
    expect(sampler.fresh(first)).toEqual(first);
    sampler.kept(first);
    expect(sampler.fresh(counts('A1', '10:03'))).toEqual([{ reason: 'ahead', count: 2 }]);
    const other = counts('A2', '10:06');
    expect(sampler.fresh(other)).toEqual(other);
  });
});
