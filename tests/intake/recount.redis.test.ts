/** Rules of counting that changed while the data stood: what is stored is counted anew, once, and not at a first start. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contributions, makeRules } from '../../server/aggregate/index.ts';
import { loadCity, type CityConfig } from '../../server/config.ts';
import { rebuildIfCountedOtherwise } from '../../server/intake/recount.ts';
import { loadRegions } from '../../server/normalise/regions.ts';
import { startRedis, type TestRedis } from '../helpers/redis.ts';
import { writeFolder, type Folder } from '../config/folder.ts';
import { aCase, MIN, open, row, T } from '../store/small-city.ts';

let redis: TestRedis;
const folders: Folder[] = [];
beforeAll(async () => { redis = await startRedis(); });
afterAll(async () => { await redis.stop(); for (const folder of folders) folder.remove(); });

function cityOf(departments: string): CityConfig {
  const folder = writeFolder({ 'categories.yaml': `classifications: { gb: { name: 大类, classes: {} } }\ndepartments: { ${departments} }\n` });
  folders.push(folder);
  return loadCity(folder.dir, {});
}

it('a department that the table has gained leaves 未归口 with its cases; one that it has lost goes there', async () => {
  const store = await open(redis.url);
  const logged: string[] = [];
  const start = async (config: CityConfig): Promise<void> => {
    const tree = await loadRegions(config.regions, config.city, T);
    const log = { info: (...words: unknown[]) => { logged.push(String(words.at(-1))); } };
    await rebuildIfCountedOtherwise({ store, clock: { now: () => T, zone: 'Asia/Shanghai', rate: 1 }, rules: makeRules(config), config, tree, log: log as never });
  };
  const departments = async (): Promise<Record<string, number>> => Object.fromEntries(Object.entries(await row(store, 'C', T)).filter(([name]) => name.includes('department.')));
  const before = cityOf('D1: 城管局');
  await start(before);
  const entities = [aCase('a', { department: 'D1' }), aCase('b', { department: 'D2', deadline: T - MIN }), aCase('c', { department: 'D2', status: 'closed', stage: 'closed', times: { reported: T - 2 * MIN, closed: T - MIN } })];
  await store.put('case', entities.map((entity) => ({ entity, contribution: contributions(entity, T, makeRules(before)) })), { feed: 'case', now: T });
  await start(before);
  expect([await departments(), logged]).toEqual([{ 'department.open.D1': 1, 'department.open.-': 1, 'department.overdue.-': 1, 'today.department.closed.-': 1 }, []]);
  await start(cityOf('D2: 水利局'));
  expect(await departments()).toEqual({ 'department.open.-': 1, 'department.open.D2': 1, 'department.overdue.D2': 1, 'today.department.closed.D2': 1 });
  expect(logged.at(-1)).toBe('counted anew');
  await store.close();
});
