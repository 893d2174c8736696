/** The records behind a figure, as lines. Pure. */
import { categoryText } from '../look/category.ts';
import { ApiAlerts, ApiCases, ApiStaff, ApiStations, ApiVideo } from '../../server/wire/records.ts';
import { count, fixed, whenText } from '../look/format.ts';
import { ALERT, ANSWER as W, CASE_STATUS, DUTY, ROLE, STAGE, STATION_STATE, STATION_TYPE, STREAM } from '../look/words.ts';
import type { Ask } from './registry.ts';

/** `when`: empty where the record has no time of its own. */
export interface RecordLine { id: string; when: string; name: string; place: string; state: string; tone: '' | 'good' | 'attention' }
export interface RecordList { total: string; note: string; lines: RecordLine[] }

/** `body` as the server answered it; throws where it is none of ours. */
export function recordList(list: Ask['list'], body: unknown, zone: string, now: number): RecordList {
  switch (list) {
    case 'cases': return listOf(ApiCases.parse(body), zone, now, caseLine(zone, now));
    case 'video': return listOf(ApiVideo.parse(body), zone, now, (v) => ({ id: v.id, when: '', name: v.name, place: '', state: W.online[v.status], tone: v.status === 'on' ? 'good' : 'attention' }));
    case 'stations': return listOf(ApiStations.parse(body), zone, now, (s) => ({
      id: s.id, when: s.readAt === null ? '' : whenText(zone, s.readAt, now), name: s.name, place: readingOf(s), state: STATION_STATE[s.state], tone: s.state === 'normal' ? '' : 'attention',
    }));
    case 'alerts': return listOf(ApiAlerts.parse(body), zone, now, (a) => ({ id: a.id, when: whenText(zone, a.issuedAt, now), name: `${ALERT[a.colour]} ${a.title}`, place: a.issuer, state: a.ackedBy === null ? W.unsigned : W.signed(a.ackedBy), tone: a.ackedBy === null ? 'attention' : '' }));
    case 'staff': return listOf(ApiStaff.parse(body), zone, now, (p) => ({ id: p.id, when: '', name: ROLE[p.role], place: p.expected ? W.expected : '', state: DUTY[p.duty], tone: p.duty === 'offDuty' && p.expected ? 'attention' : '' }));
  }
}

interface Whole<T> { total: number; complete: boolean; since: number | null; items: T[] }
function listOf<T>({ total, complete, since, items }: Whole<T>, zone: string, now: number, line: (item: T) => RecordLine): RecordList {
  const shown = items.length < total ? W.shown(count(items.length)) : '';
  const note = complete ? W.complete : since === null ? W.incomplete : W.since(whenText(zone, since, now));
  return { total: W.total(count(total)), note: [note, shown].filter((text) => text !== '').join(' · '), lines: items.map(line) };
}

const caseLine = (zone: string, now: number) => (c: ApiCases['items'][number]): RecordLine => ({
  id: c.id, when: whenText(zone, c.reportedAt, now), name: c.urgent ? `${STREAM.urgent} ${categoryText(c)}` : categoryText(c), place: c.address,
  state: c.status === 'open' ? (c.overdue ? `${STAGE[c.stage]} ${STREAM.overdue}` : STAGE[c.stage]) : CASE_STATUS[c.status],
  tone: c.status === 'closed' ? 'good' : c.overdue ? 'attention' : '',
});

function readingOf(s: ApiStations['items'][number]): string {
  const value = s.type === 'rain' ? s.rain1h : s.level;
  return [STATION_TYPE[s.type], ...(value === null ? [] : [`${fixed(value, s.type === 'ponding' ? 0 : s.type === 'rain' ? 1 : 2)} ${s.type === 'ponding' ? 'cm' : s.type === 'rain' ? 'mm/h' : 'm'}`])].join(' ');
}
