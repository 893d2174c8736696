/** Children of the place against each other, by one indicator. Pure. */
import { RATES, type CounterRow } from '../../../server/wire/counters.ts';
import { unplacedOf, type Region } from '../../../server/wire/region.ts';
import { ends, type BarRow } from '../../charts/bars.ts';
import { count, fixed, percent } from '../../look/format.ts';
import { LEAGUE, UNPLACED } from '../../look/words.ts';

export type LeagueIndicator = keyof typeof LEAGUE.indicators;
export const LEAGUE_INDICATORS = Object.keys(LEAGUE.indicators) as LeagueIndicator[];

interface Score { value: number | null; text: string; part?: string }
interface Rule { score: (row: CounterRow, region: Region) => Score; /** More is better. */ high: boolean; /** Bars run from here, so that 97 and 88 differ to the eye. */ rate: boolean }

const rate = (name: keyof typeof RATES): Rule => ({
  high: true, rate: true,
  score: (row) => {
    const { value, numerator, denominator } = RATES[name](row);
    return { value, text: percent(value), part: `${count(numerator)} / ${count(denominator)}` };
  },
});
const amount = (name: string, high: boolean): Rule => ({ high, rate: false, score: (row) => ({ value: row[name] ?? 0, text: count(row[name] ?? 0) }) });

const RULES: Record<LeagueIndicator, Rule> = {
  onTime: rate('onTime'),
  closing: rate('closing'),
  reported: amount('today.reported', true),
  perResidents: {
    high: false, rate: false,
    score: (row, { residents }) => {
      const value = residents ? ((row['today.reported'] ?? 0) / residents) * 10_000 : null;
      return { value, text: fixed(value, value !== null && value < 10 ? 2 : 1) };
    },
  },
  overdue: amount('overdue', false),
  video: rate('video'),
  duty: rate('duty'),
};

/** Bars of a rate start at the worst less a margin; of an amount at zero. */
function share(value: number, rule: Rule, least: number, most: number): number {
  if (!rule.rate) return most > 0 ? value / most : 0;
  const from = Math.max(0, least - (1 - least) * 0.6 - 0.02);
  return most > from ? (value - from) / (Math.max(most, from + 0.001) - from) : 1;
}

/**
 * Best first. Where a rate's worst lies clearly behind (under 95 % of the median), it asks for attention. Children
 * without data stand last with —.
 */
export function leagueRows(place: string, children: readonly Region[], rows: Readonly<Record<string, CounterRow>>, indicator: LeagueIndicator, most: number): BarRow[] {
  const rule = RULES[indicator];
  const unplaced = unplacedRow(place, rows, rule);
  const scored = children.map((region) => ({ region, ...rule.score(rows[region.code] ?? {}, region) }));
  const known = scored.filter((s): s is typeof s & { value: number } => s.value !== null)
    .sort((a, b) => (rule.high ? b.value - a.value : a.value - b.value) || (a.region.code < b.region.code ? -1 : 1));
  const values = known.map((s) => s.value);
  const [least, largest] = [Math.min(...values), Math.max(...values)];
  const middle = values[Math.floor(values.length / 2)] ?? 0;
  const toRow = (s: (typeof known)[number]): BarRow => ({
    key: s.region.code, label: s.region.name, share: share(s.value, rule, least, largest), text: s.text, touch: true,
    ...(s.part === undefined ? {} : { part: s.part }),
    ...(rule.rate && s.value < middle * 0.95 ? { tone: 'attention' as const } : {}),
  });
  const unknown: BarRow[] = scored.filter((s) => s.value === null).map((s) => ({ key: s.region.code, label: s.region.name, share: null, text: '—', tone: 'quiet' as const, touch: true }));
  const { head, hidden, tail } = ends([...known.map(toRow), ...unknown], most - unplaced.length);
  return hidden === 0 ? [...head, ...tail, ...unplaced] : [...head, { key: 'rest', label: LEAGUE.rest(hidden), share: null, text: '', tone: 'quiet' }, ...tail, ...unplaced];
}

/** What lies in the place and in none of its children: shown below the ranking, so that the parts add up. */
function unplacedRow(place: string, rows: Readonly<Record<string, CounterRow>>, rule: Rule): BarRow[] {
  const row = rows[unplacedOf(place)];
  if (row === undefined || rule.score(row, NOWHERE).value === null) return [];
  const { value, text, part } = rule.score(row, NOWHERE);
  return value === 0 && !rule.rate ? [] : [{ key: unplacedOf(place), label: UNPLACED, share: null, text, tone: 'quiet', ...(part === undefined ? {} : { part }) }];
}
const NOWHERE: Region = { code: '', name: '', level: 'grid', parent: null, bbox: [0, 0, 0, 0], label: [0, 0] };
