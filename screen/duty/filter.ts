/**
 * What the desk looks at: a window of time and any filters at once. It stands in the address, so that it can be kept,
 * sent and gone back to. Pure: an address's parameters in and out, and the question they make.
 */
import { CASE_STATUSES, type CaseStatus } from '../../server/wire/entity.ts';
import type { Near } from '../map/types.ts';

/** Windows by their hours. */
export const WINDOWS = [1, 24, 168, 720] as const;
export type Hours = (typeof WINDOWS)[number];

export interface DeskFilter {
  /** The last so many hours, or from one time to another, world's ms. */
  window: { hours: Hours } | { from: number; to: number };
  /** Beside the same length of time before. */
  compare: boolean;
  status: readonly CaseStatus[];
  /** `classification:class` */
  class: string | null;
  source: string | null;
  urgent: boolean;
  overdue: boolean;
  supervised: boolean;
  /** Cases about a place. */
  near: Near | null;
}

export const EVERYTHING: DeskFilter = { window: { hours: 24 }, compare: false, status: [], class: null, source: null, urgent: false, overdue: false, supervised: false, near: null };

type Params = Readonly<Record<string, string>>;
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Parameters that are left out or unreadable stand for no filter: an address typed by hand still opens. */
export function filterOf(params: Params): DeskFilter {
  const hours = WINDOWS.find((one) => String(one) === params['hours']) ?? 24;
  const [from, to] = [params['from'], params['to']].map((text) => (text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null));
  const near = (params['near'] ?? '').split(',').map(Number);
  return {
    window: from != null && to != null && from < to ? { from, to } : { hours },
    compare: params['compare'] === '1',
    status: CASE_STATUSES.filter((one) => (params['status'] ?? '').split(',').includes(one)),
    class: params['class'] || null, source: params['source'] || null,
    urgent: params['urgent'] === '1', overdue: params['overdue'] === '1', supervised: params['supervised'] === '1',
    near: near.length === 3 && near.every(Number.isFinite) ? { lng: near[0]!, lat: near[1]!, metres: near[2]! } : null,
  };
}

/** What of a filter is about the cases themselves: the same words as the server's. */
function aboutCases({ status, class: of, source, urgent, overdue, supervised }: DeskFilter): Record<string, string> {
  return {
    ...(status.length > 0 ? { status: status.join(',') } : {}), ...(of === null ? {} : { class: of }), ...(source === null ? {} : { source }),
    ...(urgent ? { urgent: '1' } : {}), ...(overdue ? { overdue: '1' } : {}), ...(supervised ? { supervised: '1' } : {}),
  };
}
const nearText = ({ lng, lat, metres }: Near): string => `${lng.toFixed(6)},${lat.toFixed(6)},${Math.round(metres)}`;

/** The address's parameters; what is as usual is left out. */
export function paramsOf(filter: DeskFilter): Record<string, string> {
  const { window, compare, near } = filter;
  return {
    ...('hours' in window ? (window.hours === 24 ? {} : { hours: String(window.hours) }) : { from: String(window.from), to: String(window.to) }),
    ...(compare ? { compare: '1' } : {}), ...aboutCases(filter), ...(near === null ? {} : { near: nearText(near) }),
  };
}

/** Names of the parameters that are the filter's own. */
export const PARAMS = ['hours', 'from', 'to', 'compare', 'status', 'class', 'source', 'urgent', 'overdue', 'supervised', 'near'] as const;

/** From when to when, in whole minutes; `now` in ms of the world's clock. A window that ends now takes the running minute in. */
export function spanOf({ window }: DeskFilter, now: number): { from: number; to: number } {
  if (!('hours' in window)) return window;
  const to = Math.floor(now / MINUTE) * MINUTE + MINUTE;
  return { from: to - window.hours * HOUR, to };
}

/** The question for heat, and for the same length of time before where both are compared. */
export function heatQuestions(filter: DeskFilter, region: string, now: number): { now: string; before: string | null } {
  const { from, to } = spanOf(filter, now);
  const ask = (a: number, b: number): string => `/api/heat?${new URLSearchParams({ region, from: String(a), to: String(b), ...aboutCases(filter) }).toString()}`;
  return { now: ask(from, to), before: filter.compare ? ask(2 * from - to, from) : null };
}

/** The question for records: cases of the window, of the place where one is chosen. */
export function caseParams(filter: DeskFilter, region: string, now: number): Record<string, string> {
  const { from, to } = spanOf(filter, now);
  return { region, from: String(from), to: String(to), ...aboutCases(filter), ...(filter.near === null ? {} : { near: nearText(filter.near) }) };
}

/** How many filters are on, beside the window. */
export const filtersOn = (filter: DeskFilter): number => Object.keys(aboutCases(filter)).length + (filter.near === null ? 0 : 1);
