/**
 * The case platform's records without its HTTP: as it would send them, page by page, every state of
 * every case of some days.
 */
import { join } from 'node:path';
import { loadOrGenerate, makeWeather } from '../../mock-feeds/city/index.ts';
import type { City } from '../../mock-feeds/city/index.ts';
import { readCategories } from '../../mock-feeds/case/categories.ts';
import { generateCaseDay, type CaseContext, type CaseDay } from '../../mock-feeds/case/day.ts';
import { makeCaseWriter } from '../../mock-feeds/case/record.ts';
import { indexGrids } from '../../mock-feeds/case/world.ts';
import { dayOf } from '../../mock-feeds/local-time.ts';

/** A page's records, as JSON text of an array. */
export type Page = string;
export interface VendorCases {
  city: City;
  /** Cases of the day as they first come, in order of report. */
  firstReports(day: number, pageSize: number): Page[];
  /** All later states of the day's cases up to `until` (epoch ms), in order of time. */
  updates(day: number, until: number, pageSize: number): Page[];
  /** The state at `until` of each of the day's cases, as a first load brings them. */
  latest(day: number, until: number, pageSize: number): Page[];
}

export function vendorCases(options: { cityFolder: string; config: string; seed: number; scale: number; origin: number }): VendorCases {
  const { seed, scale, origin } = options;
  const city = loadOrGenerate(options.cityFolder, { seed, scale });
  const table = readCategories(join(options.config, 'categories.yaml'));
  const ctx: CaseContext = { seed, scale, city, grids: indexGrids(city), weather: makeWeather(city, { seed, origin }), table, sources: Object.keys(table.sources) };
  const writer = makeCaseWriter(ctx);
  const made = new Map<number, CaseDay>();
  const dayOfCases = (day: number): CaseDay => {
    const known = made.get(day) ?? generateCaseDay(ctx, day);
    made.set(day, known);
    return known;
  };
  const lastBefore = (day: CaseDay, index: number, until: number): number => {
    let event = (day.eventsFrom[index + 1] ?? 0) - 1;
    while (event > (day.eventsFrom[index] ?? 0) && (day.eventAt[event] ?? 0) > until) event--;
    return event;
  };
  return {
    city,
    firstReports: (number, size) => {
      const day = dayOfCases(number);
      return inPages(Array.from({ length: day.count }, (_, i) => writer.write(day, i, day.eventsFrom[i] ?? 0)), size);
    },
    updates: (number, until, size) => {
      const day = dayOfCases(number);
      const events: number[] = [];
      for (let i = 0; i < day.count; i++) {
        for (let e = (day.eventsFrom[i] ?? 0) + 1; e <= lastBefore(day, i, until); e++) events.push(e);
      }
      events.sort((a, b) => (day.eventAt[a] ?? 0) - (day.eventAt[b] ?? 0) || a - b);
      return inPages(events.map((e) => writer.write(day, day.caseOfEvent[e] ?? 0, e)), size);
    },
    latest: (number, until, size) => {
      const day = dayOfCases(number);
      return inPages(Array.from({ length: day.count }, (_, i) => writer.write(day, i, lastBefore(day, i, until))), size);
    },
  };
}

function inPages(records: string[], size: number): Page[] {
  const pages: Page[] = [];
  for (let from = 0; from < records.length; from += size) pages.push(`[${records.slice(from, from + size).join(',')}]`);
  return pages;
}

/** Local day of an instant, as the platform counts days. */
export const vendorDay = (ms: number): number => dayOf(ms);
