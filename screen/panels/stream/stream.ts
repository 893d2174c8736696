/** Newest cases as lines. Pure. */
import type { CaseItem, CasesData } from '../../../server/wire/messages.ts';
import { localDay } from '../../../server/wire/clock.ts';
import { minuteTime, whenText } from '../../look/format.ts';
import { categoryText } from '../../look/category.ts';
import { CASE_STATUS, STAGE, STREAM } from '../../look/words.ts';

export interface StreamRow { id: string; time: string; name: string; address: string; state: string; tone: '' | 'good' | 'attention'; mark: string }

function stateOf(item: CaseItem): { state: string; tone: StreamRow['tone'] } {
  if (item.status === 'void' || item.status === 'suspended') return { state: CASE_STATUS[item.status], tone: '' };
  if (item.status === 'closed') return { state: STAGE.closed, tone: 'good' };
  return item.overdue ? { state: STREAM.overdue, tone: 'attention' } : { state: STAGE[item.stage], tone: '' };
}

/** The column is as wide as a time: of another day the day alone is said. */
function shortWhen(zone: string, ms: number, now: number): string {
  return localDay(zone, ms) === localDay(zone, now) ? minuteTime(zone, ms) : whenText(zone, ms, now).split(' ')[0] ?? '';
}

export const streamRows = (data: CasesData, zone: string, now: number, most: number): StreamRow[] =>
  data.items.slice(0, most).map((item) => ({
    id: item.id, time: shortWhen(zone, item.reportedAt, now), name: categoryText(item), address: item.address, mark: item.urgent ? STREAM.urgent : '', ...stateOf(item),
  }));
