/** A day's report as the server has it. */
import { ApiReport } from '../../../server/wire/report.ts';
import { useAnswer, type Answered } from '../use-answer.ts';

export const reportPath = (day: string, region: string | null, kind: 'report' | 'report.xlsx' = 'report'): string =>
  `/api/desk/${kind}?${new URLSearchParams({ day, ...(region === null ? {} : { region }) }).toString()}`;
/** The page that prints it. */
export const paperPath = (day: string, region: string | null, language: string): string =>
  `/duty/report?${new URLSearchParams({ day, ...(region === null ? {} : { region }), lang: language }).toString()}`;

/** Asked again every `ms`: corrections are noticed while it is looked at. */
export const useReport = (day: () => string | null, region: () => string | null, ms: number): Answered<ApiReport> =>
  useAnswer(() => { const of = day(); return of === null ? null : reportPath(of, region()); }, (body) => ApiReport.parse(body), ms);
