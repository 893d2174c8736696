/** What a region can be coloured by. A new indicator is a new line here. */
import { RATES, type CounterRow } from '../../server/wire/counters.ts';
import { INDICATOR as W, UNIT } from '../look/words.ts';

/** What is known of a region besides its counters. Area in km². */
export interface Ground { area: number; residents: number | undefined }

export interface Indicator {
  title: string;
  unit: string;
  /** Decimals shown. */
  digits: number;
  /** null: no data, or a zero denominator. */
  value(row: CounterRow, ground: Ground): number | null;
}

const count = (name: string) => (row: CounterRow): number => row[name] ?? 0;
const perArea = (name: string) => (row: CounterRow, { area }: Ground): number | null => (area > 0 ? (row[name] ?? 0) / area : null);
const percent = (name: keyof typeof RATES) => (row: CounterRow): number | null => {
  const { value } = RATES[name](row);
  return value === null ? null : value * 100;
};

export const INDICATORS = {
  reportedPerArea: { title: W.reportedPerArea, unit: UNIT.casesPerArea, digits: 1, value: perArea('today.reported') },
  reportedPerResidents: {
    title: W.reportedPerResidents, unit: UNIT.casesPerResidents, digits: 1,
    value: (row, { residents }) => (residents ? ((row['today.reported'] ?? 0) / residents) * 10_000 : null),
  },
  reported: { title: W.reported, unit: UNIT.cases, digits: 0, value: count('today.reported') },
  open: { title: W.open, unit: UNIT.cases, digits: 0, value: count('open') },
  openPerArea: { title: W.openPerArea, unit: UNIT.casesPerArea, digits: 1, value: perArea('open') },
  overdue: { title: W.overdue, unit: UNIT.cases, digits: 0, value: count('overdue') },
  urgent: { title: W.urgent, unit: UNIT.cases, digits: 0, value: count('urgent') },
  onTime: { title: W.onTime, unit: '%', digits: 1, value: percent('onTime') },
  closing: { title: W.closing, unit: '%', digits: 1, value: percent('closing') },
  video: { title: W.video, unit: '%', digits: 1, value: percent('video') },
  duty: { title: W.duty, unit: '%', digits: 1, value: percent('duty') },
  staff: { title: W.staff, unit: UNIT.staffPerArea, digits: 1, value: perArea('staff.expectedOn') },
} as const satisfies Record<string, Indicator>;

export type IndicatorKey = keyof typeof INDICATORS;
export const DEFAULT_INDICATOR: IndicatorKey = 'reportedPerArea';

export function indicatorOf(key: string): Indicator {
  return key in INDICATORS ? INDICATORS[key as IndicatorKey] : INDICATORS[DEFAULT_INDICATOR];
}

/** Under which key an indicator stands; of one that is none of these, the first. */
export const keyOf = (indicator: Indicator): IndicatorKey => (Object.keys(INDICATORS) as IndicatorKey[]).find((key) => INDICATORS[key] === indicator) ?? DEFAULT_INDICATOR;

/** 12345.6 → "12,346"; keeps few enough digits to be read from the table. */
export function figure(value: number, digits: number): string {
  const shown = Math.abs(value) >= 100 ? 0 : digits;
  return value.toLocaleString('en-US', { minimumFractionDigits: shown, maximumFractionDigits: shown });
}
