/** What a city says of its officers' duty and of orders to its case platform: defaults, and mistakes named. */
import { afterEach, describe, expect, it } from 'vitest';
import { ConfigError, loadCity } from '../../server/config.ts';
import { Orders } from '../../server/config/orders.ts';
import { bodyOf } from '../../server/orders/send.ts';
import { CITY, writeFolder, type Folder } from './folder.ts';

let folder: Folder | null = null;
afterEach(() => { folder?.remove(); folder = null; });
function problems(city: string): string[] {
  folder = writeFolder({ 'city.yaml': `${CITY}${city}\n` });
  try { loadCity(folder.dir, {}); } catch (cause) {
    if (cause instanceof ConfigError) return cause.problems.map((line) => line.replace(`${folder?.dir}/`, ''));
    throw cause;
  }
  return [];
}

describe('duty in city.yaml', () => {
  it('has the demo city\'s values where nothing is said, and escalates to nobody that is not named', () => {
    folder = writeFolder({});
    expect(loadCity(folder.dir, {}).city.duty).toEqual({
      shifts: [{ name: '白班', from: 480 }, { name: '夜班', from: 1200 }], report: { colours: ['orange', 'red'], from: 'issued', phone: 900_000, written: 2_100_000 }, escalate: { red: [], orange: [], yellow: [], blue: [] }, supervise: { hours: 4, most: 72 },
    });
  });
  it.each([
    ['duty: { report: { phone: 15 minutes } }', 'duty.report.phone: found "15 minutes", expected a duration such as 250ms, 30s, 5m, 25h or 35d'],
    ['duty: { report: { from: later } }', 'duty.report.from: found "later", expected one of issued, signed'],
    ['duty: { escalate: { red: [{ after: 5m }] } }', 'duty.escalate.red.0.to: found nothing, expected a string'],
    ['duty: { supervise: { hours: 80 } }', 'duty.supervise.hours: found 80, expected no more than most'],
  ])('%s is named', (text, expected) => { expect(problems(text)[0]).toContain(expected); });
});

describe('orders of a case feed', () => {
  const right = { url: 'http://127.0.0.1:1/orders', body: { id: '{order}', no: '{case}', n: 1 } };
  const wrong = (orders: object): string => Orders.safeParse(orders).error?.issues[0]?.message ?? 'nothing';
  it('name an order in their body, and what it is of; without an address they are not connected', () => {
    expect(Orders.parse(right)).toMatchObject({ method: 'POST', act: { supervise: 'supervise' }, time: 'iso', timeout: 10_000, backoff: { base: 1_000, cap: 60_000 } });
    expect(Orders.parse({ ...right, url: '/orders' }).url).toBe('');
    expect([wrong({ ...right, body: { no: '{case}' } }), wrong({ ...right, body: { id: '{order}' } }), wrong({ ...right, body: { id: '{order}', no: '{case}', x: '{what}' } })])
      .toEqual([expect.stringContaining('{order}'), expect.stringContaining('{case}'), expect.stringContaining('words in braces of order, case')]);
    expect(wrong({ ...right, url: 'ftp://x' })).toContain('an http(s) address');
  });
  it('are filled in once: what an officer writes is no template', () => {
    const words = { order: 'o1', case: 'A', act: 'DB', name: '{order}', note: '$& {case}', at: '', deadline: 'T', hours: '4' };
    expect(bodyOf({ id: '{order}-{act}', by: '{name}', why: '{note}', n: 1, yes: true }, words)).toEqual({ id: 'o1-DB', by: '{order}', why: '$& {case}', n: 1, yes: true });
  });
});
