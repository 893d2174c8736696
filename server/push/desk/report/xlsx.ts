/** The daily report as a workbook: a sheet a part, numbers as numbers, every sheet marked. From the same JSON as the paper. */
import writeXlsxFile, { type Cell, type SheetData } from 'write-excel-file/node';
import { change } from '../../../wire/counters.ts';
import type { Language } from '../../../wire/language.ts';
import { CHILD_COUNTS, COUNT_NAMES, countBeside, COUNTS, DAY_RATES, DURATION_NAMES, DURATIONS, rateBeside, rateOf, type ApiReport, type Report } from '../../../wire/report.ts';
import { figureWord, marksOf, REPORT_WORDS, type ReportWords } from '../../../wire/report-words.ts';
import { zoneOffset } from '../../../wire/clock.ts';

const [WHOLE, SHARE, HOURS, LEVEL] = ['#,##0', '0.00%', '0.00', '0.00'];

const text = (value: string): Cell => ({ value, type: String });
const head = (value: string): Cell => ({ value, type: String, fontWeight: 'bold', backgroundColor: '#E8EDF2', bottomBorderStyle: 'thin' });
/** An empty cell stands for what there is not: never a zero. */
const number = (value: number | null, format = WHOLE): Cell => (value === null ? null : { value, type: Number, format });

interface Part { name: string; columns: string[]; widths: number[]; rows: Cell[][]; note?: string }

export async function workbook({ report, signed, revisions }: ApiReport, language: Language): Promise<Buffer> {
  const words = REPORT_WORDS[language];
  const when = timeIn(report.zone);
  const top = heading(report, signed, words, when);
  const parts = [countsOf(report, words), ratesOf(report, words), durationsOf(report, words), childrenOf(report, words), ...namedOf(report, words), alertsOf(report, words, when), stationsOf(report, words, when), momentOf(report, words)];
  if (signed) parts.push({ name: words.parts.revisions, columns: [words.head.figure, words.head.signed, words.head.present, words.head.noticed], widths: [34, 14, 14, 20], note: words.revisionsNote, rows: revisions.map((one) => [text(figureWord(words, report, one.figure)), number(one.signed), number(one.present), text(when(one.noticedAt))]) });
  const sheets = parts.map(({ name, columns, widths, rows, note }) => ({
    sheet: name, columns: widths.map((width) => ({ width })), stickyRowsCount: top.length + 1, orientation: 'landscape' as const,
    data: [...top.map((row) => [row]), columns.map(head), ...rows, ...(note === undefined ? [] : [[text(note)]])] as SheetData,
  }));
  return writeXlsxFile(sheets, { fontFamily: 'Microsoft YaHei', fontSize: 10 }).toBuffer();
}

/** "2026-07-15 19:40" in a zone. */
const timeIn = (zone: string) => (ms: number): string => new Date(ms + zoneOffset(zone)(ms)).toISOString().slice(0, 16).replace('T', ' ');

function heading(report: Report, signed: ApiReport['signed'], words: ReportWords, when: (ms: number) => string): Cell[] {
  const marks = marksOf(words, report);
  return [
    ...(marks.length > 0 ? [{ value: `【${marks.join(' · ')}】`, type: String, fontWeight: 'bold' as const, fontSize: 14, textColor: '#C00000' }] : []),
    { value: `${words.title(report.region.path.join(' / '))} ${report.day}${report.finished ? '' : `（${words.unfinished}）`}`, type: String, fontWeight: 'bold', fontSize: 13 },
    text(`${words.asOf} ${report.asOf === null ? '—' : when(report.asOf)}　${words.made} ${when(report.madeAt)}　${signed ? words.signedBy(signed.by, when(signed.at)) : words.unsigned}${signed && !signed.intact ? `　${words.tampered}` : ''}`),
  ];
}

function countsOf(report: Report, words: ReportWords): Part {
  return {
    name: words.parts.counts, widths: [22, 12, 12, 12, 12, 12], note: words.overdueNote,
    columns: [words.head.figure, words.head.value, `${words.head.ring} ${report.ring.day}`, words.head.change, `${words.head.year} ${report.year.day}`, words.head.change],
    rows: COUNT_NAMES.map((name) => {
      const value = COUNTS[name](report.row);
      const beside = (['ring', 'year'] as const).flatMap((which) => {
        const before = countBeside(report, which, name);
        return [number(before), number(before === null ? null : change(value, before), SHARE)];
      });
      return [text(words.counts[name]), number(value), ...beside];
    }),
  };
}

function ratesOf(report: Report, words: ReportWords): Part {
  return {
    name: words.parts.rates, columns: [words.head.figure, words.head.value, words.head.ofWhich, '', '', words.head.ring, words.head.year], widths: [16, 12, 24, 12, 12, 12, 12],
    rows: DAY_RATES.map((name) => {
      const { value, numerator, denominator } = rateOf(report.row, name);
      return [text(words.rates[name]), number(value, SHARE), text(words.formulas[name]), number(numerator), number(denominator), ...(['ring', 'year'] as const).map((which) => number(rateBeside(report, which, name), SHARE))];
    }),
  };
}

function durationsOf({ row, ring, year }: Report, words: ReportWords): Part {
  const hours = (seconds: number | null): Cell => number(seconds === null ? null : seconds / 3600, HOURS);
  return {
    name: words.parts.durations, columns: [words.head.figure, `${words.head.value} ${words.hour}`, words.head.ring, words.head.year], widths: [22, 14, 14, 14],
    rows: DURATION_NAMES.map((name) => [text(words.durations[name]), ...[row, ring.row, year.row].map((one) => hours(one && DURATIONS[name](one)))]),
  };
}

function childrenOf({ region, row, children, unplaced, reconciled }: Report, words: ReportWords): Part {
  const line = (name: string, one: Report['row']): Cell[] => [text(name), ...CHILD_COUNTS.map((count) => number(COUNTS[count](one))), number(rateOf(one, 'closing').value, SHARE), number(rateOf(one, 'onTime').value, SHARE)];
  return {
    name: words.parts.children, columns: [words.head.place, ...CHILD_COUNTS.map((count) => words.child[count]), words.rates.closing, words.rates.onTime], widths: [18, ...CHILD_COUNTS.map(() => 10), 10, 12],
    note: reconciled ? words.reconciled : words.notReconciled,
    rows: [...children.map((child) => line(child.name, child.row)), ...(unplaced ? [line(words.unplaced, unplaced)] : []), line(`${region.name} ${words.total}`, row)],
  };
}

function namedOf({ categories, sources }: Report, words: ReportWords): Part[] {
  return ([['categories', words.head.category, categories], ['sources', words.head.source, sources]] as const).map(([part, column, list]): Part => {
    const total = (list ?? []).reduce((sum, { count }) => sum + count, 0);
    return {
      name: words.parts[part], columns: [column, words.head.value, words.head.share, words.head.before, words.head.change], widths: [24, 12, 12, 12, 12], ...(list === null ? { note: words.noCategories } : {}),
      rows: (list ?? []).map(({ name, count, before }) => [text(name), number(count), number(total > 0 ? count / total : null, SHARE), number(before), number(before === null ? null : change(count, before), SHARE)]),
    };
  });
}

function alertsOf({ alerts }: Report, words: ReportWords, when: (ms: number) => string): Part {
  return {
    name: words.parts.alerts, columns: [words.head.colour, words.head.alert, words.head.place, words.head.issued, words.head.ended, words.head.acked], widths: [8, 44, 16, 18, 18, 28],
    rows: alerts.map((a) => [words.colours[a.colour], a.title, a.region, when(a.issuedAt), a.endedAt === null ? words.inForce : when(a.endedAt), a.ackedBy === null || a.ackedAt === null ? words.notAcked : `${a.ackedBy} ${when(a.ackedAt)}`].map(text)),
  };
}

function stationsOf({ stations }: Report, words: ReportWords, when: (ms: number) => string): Part {
  return {
    name: words.parts.stations, columns: [words.head.station, words.head.highest, words.head.at, words.head.warning, words.head.danger], widths: [24, 10, 18, 10, 10], ...(stations === null ? { note: words.noStations } : {}),
    rows: (stations ?? []).map((s) => [text(s.name), number(s.level, LEVEL), text(when(s.at)), number(s.warning, LEVEL), number(s.danger, LEVEL)]),
  };
}

function momentOf({ moment }: Report, words: ReportWords): Part {
  return {
    name: words.parts.moment, columns: [words.head.figure, words.head.present, words.head.ofWhich, '', ''], widths: [18, 12, 22, 12, 12], note: words.momentNote,
    rows: [
      ...(['duty', 'video'] as const).map((name): Cell[] => [text(words.rates[name]), number(moment[name].value, SHARE), text(words.formulas[name]), number(moment[name].numerator), number(moment[name].denominator)]),
      ...(['open', 'supervised'] as const).map((name): Cell[] => [text(words.moment[name]), number(moment[name])]),
    ],
  };
}
