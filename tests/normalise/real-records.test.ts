/** Real records, by configuration alone: all accepted, each where an even-odd test over the file puts it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { loadCity, type ConfigOf } from '../../server/config.ts';
import { makeNormaliser } from '../../server/normalise/normalise.ts';
import { makeVocabulary } from '../../server/normalise/vocabulary.ts';
import { loadRegions } from '../../server/normalise/regions.ts';
import { Entity } from '../../server/wire/entity.ts';
import { describeOnSharedData, SHARED_DATA } from '../helpers/shared-data.ts';

type Row = Record<string, string | number | undefined>;
/** New York is four hours behind in September. */
const localTime = (text: string): number => Date.parse(`${text} GMT-0400`);

describeOnSharedData('a day of New York 311', () => {
  test('maps to 9,240 cases with the status, times, class and place that the file gives', async () => {
    const config = loadCity(fileURLToPath(new URL('../cities/nyc', import.meta.url)), {});
    const tree = await loadRegions(config.regions, config.city, Date.UTC(2024, 8, 1));
    const feed = config.feeds.find((one): one is ConfigOf<'case'> => one.kind === 'case');
    if (!feed) throw new Error('no feed of cases');
    const normaliser = makeNormaliser(feed, { tree, zone: config.city.zone, ahead: config.city.ahead, knownCategory: (category) => config.categories.known(category), vocabulary: makeVocabulary(config.categories.file) });
    const now = Date.UTC(2024, 9, 1);
    const rows = gunzipSync(readFileSync(`${SHARED_DATA}/nyc/cases-2024-09-01.ndjson.gz`)).toString().trim().split('\n').map((line) => ({ ...(JSON.parse(line) as Row), _at: now }) as Row);
    const levels = new Map<string, number>();
    const wrong: unknown[] = [];
    // Not by expect() for each: it would cost more than all the rest.
    const same = (found: unknown, expected: unknown, row: Row): void => { if (found !== expected) wrong.push({ found, expected, row }); };
    for (const row of rows) {
      const outcome = normaliser.normalise(row, { asOf: now, now });
      if (!outcome.ok) throw new Error(JSON.stringify(outcome));
      const { entity } = outcome;
      Entity.parse(entity);
      same(entity.id, String(row['Unique Key']), row);
      same(entity.status === 'closed', row.Status === 'Closed', row);
      same(entity.times.reported, localTime(String(row['Created Date'])), row);
      same(entity.times.closed, row.Status === 'Closed' && row['Closed Date'] !== undefined ? localTime(String(row['Closed Date'])) : undefined, row);
      same(config.categories.classOf(entity.category, 'agency'), row.Agency, row);
      same(config.categories.nameOf(entity.category), row['Complaint Type'], row);
      // Its point decides; for a few ("Unspecified", or beside a border) the file names another borough.
      const borough = tree.ancestor(entity.region, 'district');
      const named = tree.resolve(String(row.Borough));
      if (row.Latitude === undefined) same(borough, named, row);
      else if (borough !== named) levels.set('otherBorough', (levels.get('otherBorough') ?? 0) + 1);
      const level = tree.get(entity.region)?.level ?? '?';
      levels.set(level, (levels.get(level) ?? 0) + 1);
    }
    expect(wrong).toEqual([]);
    expect(Object.fromEntries(levels)).toEqual({ community: 9141, street: 34, district: 60, city: 5, otherBorough: 21 });
  });
});
