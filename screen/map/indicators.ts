/** What a region can be coloured by. A new indicator is a new line here. */
import { RATES, type CounterRow } from '../../server/wire/counters.ts';

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
  reportedPerArea: { title: '今日上报密度', unit: '件/km²', digits: 1, value: perArea('today.reported') },
  reportedPerResidents: {
    title: '万人发案率', unit: '件/万人', digits: 1,
    value: (row, { residents }) => (residents ? ((row['today.reported'] ?? 0) / residents) * 10_000 : null),
  },
  reported: { title: '今日上报', unit: '件', digits: 0, value: count('today.reported') },
  open: { title: '在办案件', unit: '件', digits: 0, value: count('open') },
  openPerArea: { title: '在办密度', unit: '件/km²', digits: 1, value: perArea('open') },
  overdue: { title: '超期未结', unit: '件', digits: 0, value: count('overdue') },
  urgent: { title: '紧急在办', unit: '件', digits: 0, value: count('urgent') },
  onTime: { title: '按期结案率', unit: '%', digits: 1, value: percent('onTime') },
  closing: { title: '结案率', unit: '%', digits: 1, value: percent('closing') },
  video: { title: '视频在线率', unit: '%', digits: 1, value: percent('video') },
  duty: { title: '网格在岗率', unit: '%', digits: 1, value: percent('duty') },
  staff: { title: '网格力量密度', unit: '人/km²', digits: 1, value: perArea('staff.expectedOn') },
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
