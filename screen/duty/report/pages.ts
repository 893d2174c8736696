/**
 * Which rows stand on which A4 page. Heights are set, not measured, so that every browser and every printer gives the same
 * pages: a row is as many lines as its longest cell needs at the paper's type, and is drawn that high. Pure.
 */
import type { PaperCell, PaperSection } from './paper.ts';

/** mm. `first`, `later`: heights of the heads of pages; `em`: of a Hanzi of the body. */
export const PAPER = { width: 178, height: 297, side: 16, top: 12, bottom: 11, first: 31, later: 14, foot: 7, signatures: 25, title: 10.5, head: 6.4, line: 4.3, pad: 1.5, em: 3.2, cell: 1.1, note: 4.4, noteEm: 2.75 } as const;

export interface PaperBlock { section: PaperSection; /** Rows [from, to). */ from: number; to: number; /** Height of each of them, mm. */ heights: readonly number[]; continued: boolean; /** Where the note stands: after the last row. */ noted: boolean }
export interface PaperPage { blocks: PaperBlock[]; signatures: boolean }

const textOf = (cell: PaperCell): string => (typeof cell === 'string' ? cell : `■ ${cell.text}`);
/** Width in em: a Hanzi is one, a Latin letter or figure somewhat over half. */
export const ems = (text: string): number => [...text].reduce((sum, letter) => sum + (letter.codePointAt(0)! > 0x2e80 ? 1 : 0.58), 0);
/** Words are broken only between Hanzi, so a line may end early. */
const linesOf = (text: string, mm: number, em: number): number => Math.max(1, Math.ceil((ems(text) * em * 1.03) / mm));

export const rowHeight = (section: PaperSection, row: readonly PaperCell[]): number =>
  Math.max(...row.map((cell, i) => linesOf(textOf(cell), section.columns[i]!.mm - 2 * PAPER.cell, PAPER.em))) * PAPER.line + PAPER.pad;
export const noteHeight = (section: PaperSection): number => (section.note === null ? 0 : linesOf(section.note, PAPER.width, PAPER.noteEm) * PAPER.note + 1);

/** Room for rows on a page, mm. */
const room = (page: number): number => PAPER.height - PAPER.top - PAPER.bottom - PAPER.foot - (page === 0 ? PAPER.first : PAPER.later);
/** Fewer rows than this do not begin a section at the foot of a page. */
const LEAST_ROWS = 3;

export function pagesOf(sections: readonly PaperSection[]): PaperPage[] {
  const pages: PaperPage[] = [{ blocks: [], signatures: false }];
  let left = room(0);
  const turn = (): void => { pages.push({ blocks: [], signatures: false }); left = room(pages.length - 1); };
  for (const section of sections) {
    const heights = section.rows.map((row) => rowHeight(section, row));
    const note = noteHeight(section);
    const top = PAPER.title + (section.rows.length > 0 ? PAPER.head : 0);
    let from = 0;
    do {
      const begin = heights.slice(from, from + LEAST_ROWS).reduce((a, b) => a + b, 0) + (heights.length - from <= LEAST_ROWS ? note : 0);
      if (top + begin > left && pages.at(-1)!.blocks.length > 0) turn();
      let [to, used] = [from, top];
      while (to < heights.length && used + heights[to]! + (to === heights.length - 1 ? note : 0) <= left) used += heights[to++]!;
      // A last row, a sum above all, does not stand alone on the next page.
      if (to === heights.length - 1 && to - from >= LEAST_ROWS) used -= heights[--to]!;
      // A row higher than a page stands alone on it.
      if (to === from && from < heights.length) used += heights[to++]!;
      const noted = to === heights.length;
      pages.at(-1)!.blocks.push({ section, from, to, heights: heights.slice(from, to), continued: from > 0, noted });
      left -= used + (noted ? note : 0);
      from = to;
      if (!noted) turn();
    } while (from < heights.length);
  }
  if (left < PAPER.signatures) turn();
  pages.at(-1)!.signatures = true;
  return pages;
}
