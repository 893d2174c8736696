/** The program as it is run: from the command line, killed and started again, over the generated city. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChild } from '../helpers/child.ts';
import type { TestChild } from '../helpers/child.ts';

let city: string;
beforeAll(async () => { city = await mkdtemp(join(tmpdir(), 'yiping-feeds-')); });
afterAll(() => rm(city, { recursive: true }));

const WORDS = ['mock-feeds/main.ts', 'serve', '--scale', '0.01', '--seed', '5', '--speed', '0', '--origin', '2025-07-15T20:06:00+08:00', '--history-days', '5'];

async function serve(): Promise<{ child: TestChild; url: string }> {
  const child = await startChild({ name: 'mock-feeds', args: [...WORDS, '--city', city] });
  const url = await child.until('listening', (line) => (line.startsWith('{"listening"') ? (JSON.parse(line) as { listening: string }).listening : undefined), 60_000);
  return { child, url };
}

const PATHS = ['/case/api/v2/orders?size=2000', '/video/catalog', '/hydro/stations', '/hydro/readings', '/hydro/warnings', '/staff/roster', '/staff/positions', '/truth'];
const all = (url: string): Promise<string[]> => Promise.all(PATHS.map(async (path) => (await fetch(url + path)).text()));

describe('mock-feeds serve', () => {
  it('serves the same after kill -9, in every system', async () => {
    const first = await serve();
    const before = await all(first.url);
    await first.child.kill();
    const second = await serve();
    const after = await all(second.url);
    await second.child.stop();
    PATHS.forEach((path, i) => expect(after[i], path).toBe(before[i]));
    for (const [i, text] of before.entries()) expect(text.length, PATHS[i]).toBeGreaterThan(500);
  });

  it('holds parent = Σ children + unplaced over the generated city', async () => {
    const { child, url } = await serve();
    const truth = await (await fetch(`${url}/truth`)).json() as { regions: Record<string, { counters: Record<string, number> }> };
    await child.stop();
    const districts = Object.keys(truth.regions).filter((code) => /^\d{6}$/.test(code) && code !== '990100');
    expect(districts.length).toBeGreaterThan(2);
    for (const name of ['open', 'today.closed', 'video.total', 'station.total', 'staff.total', 'staff.expectedOn', 'alert.active']) {
      const sum = [...districts, '990100/-'].reduce((n, code) => n + (truth.regions[code]?.counters[name] ?? 0), 0);
      expect(sum, name).toBe(truth.regions['990100']!.counters[name]);
      expect(sum, name).toBeGreaterThan(0);
    }
  });

  it.each([
    [['mock-feeds/main.ts', 'serve'], '--city is needed'],
    [[...WORDS, '--city', 'x', '--speed', 'fast'], '--speed: found "fast", expected a number'],
    [[...WORDS, '--city', 'x', '--faults', 'terrible'], 'expected none, mild, wild, ahead or JSON'],
    [['mock-feeds/main.ts', 'server'], 'server is no command'],
  ])('says what is wrong with %j', async (args, expected) => {
    const child = await startChild({ name: 'mock-feeds', args: args.map((word) => (word === 'x' ? city : word)) });
    expect(await child.ended).toBe(1);
    expect(child.lines().join('\n')).toContain(expected);
  });
});
