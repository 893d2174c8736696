/** What a card says of a figure, from its 口径 and the numbers of this moment. Pure. */
import type { ApiCategories } from '../../server/wire/categories.ts';
import { dayStart, localDay } from '../../server/wire/clock.ts';
import { dueToday, NO_DEPARTMENT, rate, RATES, type CounterRow, type Rate } from '../../server/wire/counters.ts';
import type { FeedHealth } from '../../server/wire/messages.ts';
import { ageText, count, durationText, minuteTime, percent } from '../look/format.ts';
import { ANSWER as W, DEPARTMENTS, FEEDS, UNCLASSIFIED, UNPLACED } from '../look/words.ts';
import { asOfFeeds, feedsOf } from '../store/panel-status.ts';
import type { Asked } from './figure.ts';
import type { Answer } from './registry.ts';

export interface Source { feed: string; name: string; state: FeedHealth['state']; word: string; text: string }
export interface Card {
  title: string; definition: string; formula: string; numbers: string[]; window: string; caveat: string | null;
  asOf: number | null; sources: Source[]; missing: string[];
}
export interface CardInput {
  answer: Answer; asked: Asked; row: CounterRow | null;
  /** What lies in the place and in none of its children; null where it is not known, or the figure is a child's. */
  unplaced: CounterRow | null;
  residents: number | null;
  feeds: readonly FeedHealth[]; categories: ApiCategories | null; zone: string; now: number;
}

export function cardOf(input: CardInput): Card {
  const { answer, asked, now } = input;
  const feeds = asked.key === 'feed' ? input.feeds.filter(({ feed }) => feed === asked.of) : feedsOf(input.feeds, answer.kinds);
  return {
    title: asked.name === null || asked.name === answer.name ? answer.name : `${answer.name} · ${asked.name}`,
    definition: answer.definition, formula: answer.formula, numbers: numbersOf(input), window: windowText(answer, input.zone, now), caveat: answer.caveat ?? null,
    asOf: asOfFeeds(feeds.filter(({ state }) => state !== 'off')),
    sources: feeds.map((feed) => sourceOf(feed, now)), missing: missingOf(input, feeds),
  };
}

/** `{of}`, `{0}`, `{1}` filled in. */
export const filled = (text: string, of: string | null, encode: (value: string) => string = (value) => value): string =>
  text.replace(/\{(of|\d)\}/g, (_, name: string) => encode(name === 'of' ? of ?? '' : (of ?? '').split('.')[Number(name)] ?? ''));

function rateOf({ rate: name, share }: Answer, of: string | null, row: CounterRow): Rate | null {
  if (name !== undefined) return RATES[name](row);
  if (share === undefined || of === null) return null;
  const [numerator, denominator] = share.map((counter) => row[filled(counter, of)] ?? 0);
  return rate(numerator ?? 0, denominator ?? 0);
}

function numbersOf({ answer, asked, row, residents }: CardInput): string[] {
  if (row === null) return [];
  const n = (name: string): number => row[name] ?? 0;
  const out: string[] = [];
  const share = rateOf(answer, asked.of, row);
  if (share !== null) {
    const { value, numerator, denominator } = share;
    out.push(`${count(numerator)} / ${count(denominator)} = ${percent(value)}${value === null ? '' : ' %'}`);
  }
  const parts = (answer.parts ?? []).filter(([, name]) => asked.of !== null || !name.includes('{')).map(([label, name]) => `${label} ${count(n(filled(name, asked.of)))}`);
  if (answer.rate === 'onTime' || answer.rate === 'closing') parts.push(`${W.due} ${count(dueToday(row))}`);
  if (asked.key === 'perResidents' || asked.key === 'reportedPerResidents') parts.push(residents === null ? W.noResidents : W.residents(count(residents)));
  if (asked.key === 'duration' && n('today.durationCount') > 0) {
    parts.push(W.duration(durationText(n('today.durationSum') / n('today.durationCount')), durationText(n('today.durationMedian')), durationText(n('today.durationP90'))));
  }
  if (parts.length > 0) out.push(parts.join(' · '));
  return out;
}

function windowText({ window }: Answer, zone: string, now: number): string {
  return window === 'now' ? W.windows.now : window === 'today' ? W.windows.today(minuteTime(zone, now)) : W.windows.day24(minuteTime(zone, now));
}

function sourceOf(feed: FeedHealth, now: number): Source {
  const parts = [...(feed.asOf === null ? [] : [W.age(ageText(Math.max(0, now - feed.asOf)))]), ...(feed.coverage === null ? [] : [FEEDS.coverage(percent(feed.coverage))])];
  return { feed: feed.feed, name: FEEDS.names[feed.feed] ?? feed.feed, state: feed.state, word: FEEDS.states[feed.state], text: parts.join(' · ') };
}

/** Which counter of 未落格 tells what the parts of a place leave out. */
const UNPLACED_OF = { case: { now: 'open', today: 'today.reported', day24: 'today.reported' }, video: 'video.total', station: 'station.total', staff: 'staff.total', alert: 'alert.active' } as const;

function missingOf({ answer, asked, row, unplaced, categories }: CardInput, feeds: readonly FeedHealth[]): string[] {
  const out: string[] = [];
  const [kind] = answer.kinds;
  if (unplaced !== null && kind !== undefined && answer.kinds.length === 1) {
    const counter = kind === 'case' ? UNPLACED_OF.case[answer.window] : UNPLACED_OF[kind];
    out.push(`${UNPLACED} ${count(unplaced[counter] ?? 0)}`);
  }
  if (asked.key === 'class' && row !== null && categories !== null) out.push(`${UNCLASSIFIED} ${count(unclassified(row, categories, (asked.of ?? '').split(':')[0] ?? ''))}`);
  if (asked.key.startsWith('department') && row !== null) out.push(`${DEPARTMENTS.nobody} ${count(row[`${answer.window === 'today' ? 'today.department.closed' : 'department.open'}.${NO_DEPARTMENT}`] ?? 0)}`);
  for (const { feed, state } of feeds) if (state !== 'fresh') out.push(`${FEEDS.names[feed] ?? feed}${FEEDS.states[state]}`);
  const refused = feeds.reduce((sum, { rejected, reasons }) => sum + rejected - (reasons['ignored'] ?? 0), 0);
  if (refused > 0) out.push(FEEDS.refused(count(refused)));
  if (answer.kinds.length > 0 && feeds.length === 0) out.push(FEEDS.states.off);
  return out;
}

function unclassified(row: CounterRow, { categories }: ApiCategories, classification: string): number {
  const prefix = 'today.category.';
  return Object.entries(row).reduce((sum, [name, n]) => sum + (name.startsWith(prefix) && categories[name.slice(prefix.length)]?.[classification] === undefined ? n : 0), 0);
}

/** The address of the records behind a figure; null where it has none. */
export function recordsPath({ records, window }: Answer, { of }: Asked, region: string, zone: string, now: number): string | null {
  if (!records || (of === null && /\{/.test(`${records.query}${records.at ?? ''}`))) return null;
  const parts = [`region=${encodeURIComponent(region)}`, 'limit=200'];
  if (records.query !== '') parts.push(filled(records.query, of, encodeURIComponent));
  if (records.at !== undefined) {
    // A day's window ends with the clock, not with the next record: what comes later is not yet.
    const from = window === 'today' ? dayStart(zone, localDay(zone, now)) : now - 86_400_000;
    parts.push(`at=${filled(records.at, of, encodeURIComponent)}`, `from=${from}`);
  }
  return `/api/${records.list}?${parts.join('&')}`;
}
