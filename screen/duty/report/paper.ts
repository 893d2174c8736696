/** The daily report as tables of words, as paper has them. Pure: the report in, sections out; every figure by wire/report.ts. */
import { change } from '../../../server/wire/counters.ts';
import type { AlertColour } from '../../../server/wire/entity.ts';
import { CHILD_COUNTS, COUNT_NAMES, countBeside, COUNTS, DAY_RATES, DURATION_NAMES, DURATIONS, rateBeside, rateOf, type ApiReport, type Report } from '../../../server/wire/report.ts';
import { figureWord, type ReportWords } from '../../../server/wire/report-words.ts';
import { localParts, NONE, percent } from '../../look/format.ts';

/** A word, or a level's word beside its colour. */
export type PaperCell = string | { text: string; level: AlertColour };
export interface PaperColumn { head: string; /** Width; a section's add up to PAPER.width. */ mm: number; right?: boolean }
export interface PaperSection { key: string; title: string; note: string | null; columns: readonly PaperColumn[]; rows: readonly (readonly PaperCell[])[]; /** The last row is a sum. */ summed?: boolean }

const whole = new Intl.NumberFormat('en-US');
export const amount = (n: number | null): string => (n === null ? NONE : whole.format(n));
/** "93.72 %" */
export const share = (value: number | null): string => (value === null ? NONE : `${percent(value, 2)} %`);
const hours = (seconds: number | null): string => (seconds === null ? NONE : (seconds / 3600).toFixed(2));
const signed = (value: number | null): string => (value === null ? NONE : `${value > 0 ? '+' : value < 0 ? '−' : ''}${(Math.abs(value) * 100).toFixed(1)} %`);
const two = (n: number): string => String(n).padStart(2, '0');
/** "07-15 19:40" in a zone. */
export const stamp = (zone: string, ms: number): string => { const p = localParts(zone, ms); return `${two(p.mo)}-${two(p.d)} ${two(p.h)}:${two(p.mi)}`; };
/** "2026-07-15 19:40" */
export const fullStamp = (zone: string, ms: number): string => `${localParts(zone, ms).y}-${stamp(zone, ms)}`;

const TOP = 10;

export function sectionsOf({ report, revisions, signed: signature }: Pick<ApiReport, 'report' | 'revisions' | 'signed'>, words: ReportWords): PaperSection[] {
  const sections = [counts(report, words), rates(report, words), durations(report, words)];
  if (report.children.length > 0) sections.push(children(report, words));
  sections.push(...named(report, words), alerts(report, words), stations(report, words), moment(report, words));
  if (signature && revisions.length > 0) sections.push({
    key: 'revisions', title: words.parts.revisions, note: words.revisionsNote,
    columns: [{ head: words.head.figure, mm: 74 }, { head: words.head.signed, mm: 32, right: true }, { head: words.head.present, mm: 32, right: true }, { head: words.head.noticed, mm: 40, right: true }],
    rows: revisions.map((one) => [figureWord(words, report, one.figure), amount(one.signed), amount(one.present), stamp(report.zone, one.noticedAt)]),
  });
  return sections;
}

function counts(report: Report, words: ReportWords): PaperSection {
  const why = report.year.why ?? report.ring.why;
  return {
    key: 'counts', title: words.parts.counts, note: `${words.overdueNote}${why === null ? '' : `　${NONE} ${words.missing[why]}`}`,
    columns: [{ head: words.head.figure, mm: 46 }, { head: words.head.value, mm: 26, right: true }, { head: `${words.head.ring} ${report.ring.day}`, mm: 32, right: true }, { head: words.head.change, mm: 21, right: true }, { head: `${words.head.year} ${report.year.day}`, mm: 32, right: true }, { head: words.head.change, mm: 21, right: true }],
    rows: COUNT_NAMES.map((name) => {
      const value = COUNTS[name](report.row);
      const beside = (['ring', 'year'] as const).flatMap((which) => { const before = countBeside(report, which, name); return [amount(before), signed(before === null ? null : change(value, before))]; });
      return [words.counts[name], amount(value), ...beside];
    }),
  };
}

function rates(report: Report, words: ReportWords): PaperSection {
  return {
    key: 'rates', title: words.parts.rates, note: null,
    columns: [{ head: words.head.figure, mm: 30 }, { head: words.head.value, mm: 26, right: true }, { head: words.head.ofWhich, mm: 40, right: true }, { head: '', mm: 38 }, { head: words.head.ring, mm: 22, right: true }, { head: words.head.year, mm: 22, right: true }],
    rows: DAY_RATES.map((name) => {
      const { value, numerator, denominator } = rateOf(report.row, name);
      return [words.rates[name], share(value), `${amount(numerator)} / ${amount(denominator)}`, words.formulas[name], share(rateBeside(report, 'ring', name)), share(rateBeside(report, 'year', name))];
    }),
  };
}

function durations({ row, ring, year }: Report, words: ReportWords): PaperSection {
  return {
    key: 'durations', title: `${words.parts.durations}（${words.hour}）`, note: null,
    columns: [{ head: words.head.figure, mm: 70 }, { head: words.head.value, mm: 36, right: true }, { head: words.head.ring, mm: 36, right: true }, { head: words.head.year, mm: 36, right: true }],
    rows: DURATION_NAMES.map((name) => [words.durations[name], ...[row, ring.row, year.row].map((one) => hours(one && DURATIONS[name](one)))]),
  };
}

function children({ row, children: own, unplaced, reconciled }: Report, words: ReportWords): PaperSection {
  const line = (name: string, one: Report['row']): string[] => [name, ...CHILD_COUNTS.map((count) => amount(COUNTS[count](one))), share(rateOf(one, 'closing').value), share(rateOf(one, 'onTime').value)];
  return {
    key: 'children', title: words.parts.children, note: reconciled ? words.reconciled : words.notReconciled, summed: true,
    columns: [{ head: words.head.place, mm: 26 }, ...CHILD_COUNTS.map((count) => ({ head: words.child[count], mm: 14.25, right: true })), { head: words.rates.closing, mm: 18, right: true }, { head: words.rates.onTime, mm: 20, right: true }],
    rows: [...own.map((child) => line(child.name, child.row)), ...(unplaced ? [line(words.unplaced, unplaced)] : []), line(words.total, row)],
  };
}

function named({ categories, sources }: Report, words: ReportWords): PaperSection[] {
  return (['categories', 'sources'] as const).map((part): PaperSection => {
    const list = part === 'categories' ? categories : sources;
    const total = (list ?? []).reduce((sum, { count }) => sum + count, 0);
    const [shown, rest] = [(list ?? []).slice(0, TOP), (list ?? []).slice(TOP)];
    const sum = (of: 'count' | 'before'): number | null => rest.reduce<number | null>((n, one) => (n === null || one[of] === null ? null : n + one[of]), 0);
    const line = (name: string, count: number, before: number | null): string[] => [name, amount(count), share(total > 0 ? count / total : null), amount(before), signed(before === null ? null : change(count, before))];
    return {
      key: part, title: words.parts[part], note: list === null ? words.noCategories : list.length === 0 ? words.none : null,
      columns: [{ head: part === 'categories' ? words.head.category : words.head.source, mm: 66 }, { head: words.head.value, mm: 28, right: true }, { head: words.head.share, mm: 28, right: true }, { head: words.head.before, mm: 28, right: true }, { head: words.head.change, mm: 28, right: true }],
      rows: [...shown.map((one) => line(one.name, one.count, one.before)), ...(rest.length > 0 ? [line(words.others(rest.length), sum('count')!, sum('before'))] : [])],
    };
  });
}

function alerts({ alerts: all, zone }: Report, words: ReportWords): PaperSection {
  return {
    key: 'alerts', title: words.parts.alerts, note: all.length === 0 ? words.none : null,
    columns: [{ head: words.head.colour, mm: 14 }, { head: words.head.alert, mm: 62 }, { head: words.head.place, mm: 24 }, { head: words.head.issued, mm: 24 }, { head: words.head.ended, mm: 24 }, { head: words.head.acked, mm: 30 }],
    rows: all.map((a) => [{ text: words.colours[a.colour], level: a.colour }, a.title, a.region, stamp(zone, a.issuedAt), a.endedAt === null ? words.inForce : stamp(zone, a.endedAt), a.ackedBy === null || a.ackedAt === null ? words.notAcked : `${a.ackedBy} ${stamp(zone, a.ackedAt)}`]),
  };
}

function stations({ stations: all, zone }: Report, words: ReportWords): PaperSection {
  const unit = (type: string): string => (type === 'ponding' ? 'cm' : 'm');
  return {
    key: 'stations', title: words.parts.stations, note: all === null ? words.noStations : all.length === 0 ? words.none : null,
    columns: [{ head: words.head.station, mm: 70 }, { head: words.head.highest, mm: 30, right: true }, { head: words.head.at, mm: 30, right: true }, { head: words.head.warning, mm: 24, right: true }, { head: words.head.danger, mm: 24, right: true }],
    rows: (all ?? []).map((s) => [s.name, `${s.level.toFixed(2)} ${unit(s.type)}`, stamp(zone, s.at), s.warning.toFixed(2), s.danger === null ? NONE : s.danger.toFixed(2)]),
  };
}

function moment({ moment: of, madeAt, zone }: Report, words: ReportWords): PaperSection {
  return {
    key: 'moment', title: words.parts.moment, note: `${words.momentNote}（${fullStamp(zone, madeAt)}）`,
    columns: [{ head: words.head.figure, mm: 48 }, { head: words.head.present, mm: 40, right: true }, { head: words.head.ofWhich, mm: 46, right: true }, { head: '', mm: 44 }],
    rows: [
      ...(['duty', 'video'] as const).map((name) => [words.rates[name], share(of[name].value), `${amount(of[name].numerator)} / ${amount(of[name].denominator)}`, words.formulas[name]]),
      ...(['open', 'supervised'] as const).map((name) => [words.moment[name], amount(of[name]), '', '']),
    ],
  };
}
