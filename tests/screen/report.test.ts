/** The daily report on paper: the figures of domain.md as they are printed, tables as wide as the paper, pages that hold every row once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences, figuresOf, Report, type ApiReport } from '../../server/wire/report.ts';
import { WORDS } from '../../screen/look/words.ts';
import { figureWord, marksOf, REPORT_WORDS } from '../../server/wire/report-words.ts';
import { LANGUAGES } from '../../server/wire/language.ts';
import { ems, noteHeight, PAPER, pagesOf, rowHeight } from '../../screen/duty/report/pages.ts';
import { amount, sectionsOf, share, type PaperSection } from '../../screen/duty/report/paper.ts';

const words = REPORT_WORDS['zh-CN'];
const FROM = Date.parse('2016-12-31T00:00:00+08:00');
export const REPORT: Report = Report.parse({
  day: '2016-12-31', region: { code: 'c', name: '试城', path: ['试城'] }, city: { code: 'c', name: '试城', title: '试城一网统管' }, world: 'live', simulated: true, zone: 'Asia/Shanghai',
  from: FROM, to: FROM + 86_400_000, finished: true, madeAt: FROM + 90_000_000, asOf: FROM + 89_990_000,
  // Tianmen, December 2016 (domain.md §2): 应结 972 = 结案 911 + 61 overdue and open.
  row: { 'today.accepted': 996, 'today.filed': 996, 'today.closed': 911, 'today.closedOnTime': 737, 'today.closedLate': 174, overdue: 61, 'today.handled': 930, 'today.handledTimes': 940, 'today.reworked': 10, 'today.durationSum': 911 * 7200, 'today.durationCount': 911, 'today.durationMedian': 5400, 'today.durationP90': 14_400 },
  ring: { day: '2016-12-30', row: { 'today.accepted': 800, 'today.filed': 760 }, why: null }, year: { day: '2015-12-31', row: null, why: 'notKept' },
  categories: [{ key: '1-0101', name: '上水井盖', count: 3, before: 2 }], sources: [{ key: 'S01', name: '12345热线', count: 3, before: 0 }],
  children: [{ code: 'c1', name: '东区', row: { 'today.closed': 900, overdue: 60 } }], unplaced: { 'today.closed': 11, overdue: 1 }, reconciled: true,
  alerts: [{ id: 'a', colour: 'orange', title: '暴雨橙色预警', issuer: '气象台', region: '东区', issuedAt: FROM + 3_600_000, endedAt: null, ackedBy: '张三', ackedAt: FROM + 3_700_000 }],
  stations: null, moment: { duty: { value: 0.9, numerator: 9, denominator: 10 }, video: { value: null, numerator: 0, denominator: 0 }, open: 5, supervised: 1 },
});
const answer = (report: Report, extra: Partial<ApiReport> = {}): Pick<ApiReport, 'report' | 'revisions' | 'signed'> => ({ report, revisions: [], signed: null, ...extra });
const printed = (sections: readonly PaperSection[], key: string): string[][] => sections.find((section) => section.key === key)!.rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell : `${cell.text} ${cell.level}`)));

describe('what is printed', () => {
  const sections = sectionsOf(answer(REPORT), words);
  it('are Tianmen\'s figures as published', () => {
    const rates = printed(sections, 'rates');
    expect(rates[1]).toEqual(['结案率', '93.72 %', '911 / 972', '结案 / 应结案', '—', '—']);
    expect(rates[2]).toEqual(['按期结案率', '75.82 %', '737 / 972', '按期结案 / 应结案', '—', '—']);
    expect(rates[0]).toEqual(['立案率', '100.00 %', '996 / 996', '立案 / 受理', '95.00 %', '—']);
    const counts = Object.fromEntries(printed(sections, 'counts').map(([name, ...rest]) => [name, rest]));
    expect([counts['立案'], counts['应结案'], counts['结案'], counts['按期结案'], counts['超期未结'], counts['超期结案']].map((row) => row![0])).toEqual(['996', '972', '911', '737', '61', '174']);
    expect(counts['立案']).toEqual(['996', '760', '+31.1 %', '—', '—']);
    // A zero base says nothing.
    expect(counts['结案']).toEqual(['911', '0', '—', '—', '—']);
  });
  it('adds up by district, says what is left out, and marks a level with more than its colour', () => {
    expect(printed(sections, 'children').map((row) => [row[0], row[4], row[5], row[8]])).toEqual([['东区', '900', '960', '60'], ['未落格', '11', '12', '1'], ['合计', '911', '972', '61']]);
    expect(sections.find(({ key }) => key === 'stations')).toMatchObject({ rows: [], note: words.noStations });
    expect(printed(sections, 'alerts')[0]!.slice(0, 2)).toEqual(['橙 orange', '暴雨橙色预警']);
    expect(printed(sections, 'moment')[1]).toEqual(['视频在线率', '—', '0 / 0', '在线 / 接入']);
    expect(printed(sections, 'durations').map((row) => row[1])).toEqual(['2.00', '1.50', '4.00']);
    expect([share(null), share(0.5), amount(1234567)]).toEqual(['—', '50.00 %', '1,234,567']);
  });
  it('has the revisions of a signed one, in words', () => {
    const revised = sectionsOf(answer(REPORT, { signed: { by: '张三', at: FROM, verified: false, hash: 'h', intact: true }, revisions: [{ figure: 'child.-.closed', signed: 11, present: 12, noticedAt: FROM + 3_600_000 }, { figure: 'category.1-0101', signed: 3, present: 2, noticedAt: FROM }] }), words);
    expect(printed(revised, 'revisions')).toEqual([['未落格 结案', '11', '12', '12-31 01:00'], ['小类 上水井盖', '3', '2', '12-31 00:00']]);
  });
  it.each(LANGUAGES)('is as wide as the paper and marked as simulated in %s', (language) => {
    for (const section of sectionsOf(answer(REPORT), REPORT_WORDS[language])) {
      expect([section.key, Math.round(section.columns.reduce((sum, { mm }) => sum + mm, 0) * 100) / 100]).toEqual([section.key, PAPER.width]);
      for (const row of section.rows) expect(row).toHaveLength(section.columns.length);
    }
    expect(marksOf(REPORT_WORDS[language], { world: 'demo', simulated: true })).toHaveLength(2);
    // A recorded day that a script shows is no playback.
    expect(marksOf(REPORT_WORDS[language], { world: 'replay', masked: true, simulated: false })).toEqual([WORDS[language].SCRIPT.recorded]);
    expect(marksOf(REPORT_WORDS[language], { world: 'demo', simulated: false })).toEqual([WORDS[language].WALL.world.demo]);
    for (const name of Object.keys(figuresOf(REPORT))) expect(figureWord(REPORT_WORDS[language], REPORT, name)).not.toBe(name);
  });
});

it('says in each language its own words: none of the mainland in Taiwan, no Chinese in English', () => {
  const said = (language: (typeof LANGUAGES)[number]): string => JSON.stringify(REPORT_WORDS[language]);
  expect(said('zh-TW').match(/上報|數據|視頻|在線率|作廢|演示|派遣|处|结|报|数/g)).toBeNull();
  expect(said('en')).not.toMatch(/\p{Script=Han}/u);
});

it('tells every figure that differs, and none that does not', () => {
  const figures = figuresOf(REPORT);
  expect(differences(figures, figures).size).toBe(0);
  const { closed: _closed, ...less } = figures;
  expect([...differences(figures, { ...less, new: 2 })]).toEqual([['closed', [911, 0]], ['new', [0, 2]]]);
});

it('fills pages: every row once, in order, none over the edge, and room to sign on the last', () => {
  const cell = fc.string({ unit: fc.constantFrom('案', '件', 'a', '1', ' '), maxLength: 60 });
  const section = fc.record({ rows: fc.array(fc.tuple(cell, cell), { maxLength: 90 }), note: fc.option(cell) }).map(({ rows, note }, i = 0): PaperSection => ({ key: `s${i}`, title: 't', note, columns: [{ head: 'a', mm: 60 }, { head: 'b', mm: 118 }], rows }));
  fc.assert(fc.property(fc.array(section, { minLength: 1, maxLength: 8 }), (sections) => {
    const pages = pagesOf(sections);
    for (const one of sections) {
      const blocks = pages.flatMap((page) => page.blocks).filter((block) => block.section === one);
      expect(blocks.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i))).toEqual(one.rows.map((_, i) => i));
      expect(blocks.map(({ noted }) => noted)).toEqual(blocks.map((_, i) => i === blocks.length - 1));
    }
    pages.forEach((page, at) => {
      expect(page.signatures).toBe(at === pages.length - 1);
      const used = page.blocks.reduce((sum, { section: of, heights, noted }) => sum + PAPER.title + (of.rows.length > 0 ? PAPER.head : 0) + heights.reduce((a, b) => a + b, 0) + (noted ? noteHeight(of) : 0), 0);
      expect(used + (at === 0 ? PAPER.first : PAPER.later) + PAPER.foot + PAPER.top + PAPER.bottom + (page.signatures ? PAPER.signatures : 0)).toBeLessThanOrEqual(PAPER.height + 1e-6);
    });
  }), { seed: 5, numRuns: 300 });
  expect(ems('案a')).toBeCloseTo(1.58);
  expect(rowHeight({ key: '', title: '', note: null, columns: [{ head: '', mm: 30 }], rows: [] }, ['一二三四五六七八九十'])).toBeCloseTo(2 * PAPER.line + PAPER.pad);
});
