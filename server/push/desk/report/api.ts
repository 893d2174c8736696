/** GET /api/desk/report, /api/desk/report.xlsx, /api/desk/reports: a day's report as it was signed or stands now, and what has been signed. */
import type { Express, Request, Response } from 'express';
import { LANGUAGES, type Language } from '../../../wire/language.ts';
import { differences, figuresOf, Report, type ApiReport, type ApiReports } from '../../../wire/report.ts';
import { dayOfText, dayText } from '../../../wire/shifts.ts';
import type { PushDeps } from '../../deps.ts';
import { noRegion } from '../../inside.ts';
import type { Mirrors } from '../../mirrors/index.ts';
import { BadParameter, only, someOf, type Query } from '../../records-query.ts';
import { daysKept, digestOf, makeReport, type ReportDeps } from './make.ts';
import { workbook } from './xlsx.ts';

interface State { loaded(): boolean; wall(): number; mirrors(): Mirrors }
type Deps = ReportDeps & Pick<PushDeps, 'language'>;

/** However many ask, a report is made this seldom, ms. */
const KEPT_MS = 1_000;
const MOST_KEPT = 32;

export function reportRoutes(app: Express, deps: Deps, state: State): void {
  const kept = new Map<string, { at: number; answer: Promise<ApiReport> }>();
  const answerOf = (day: number, region: string): Promise<ApiReport> => {
    const [wall, key] = [state.wall(), `${day} ${region}`];
    for (const [other, { at }] of kept) if (wall - at >= KEPT_MS || kept.size > MOST_KEPT) kept.delete(other);
    const known = kept.get(key) ?? { at: wall, answer: report(deps, state.mirrors(), day, region) };
    kept.set(key, known);
    known.answer.catch(() => { kept.delete(key); });
    return known.answer;
  };
  app.get('/api/desk/report', (request, response) => asking(request, response, deps, state, ['day'], async ({ day, region }) => { response.json(await answerOf(day, region)); }));
  app.get('/api/desk/report.xlsx', (request, response) => asking(request, response, deps, state, ['day', 'lang'], async ({ day, region, query }) => {
    const [language = deps.language] = someOf<Language>(query, 'lang', LANGUAGES) ?? [];
    const answer = await answerOf(day, region);
    const name = `${answer.report.region.name}-${answer.report.day}.xlsx`;
    response.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .set('Content-Disposition', `attachment; filename="report-${answer.report.day}.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`).send(await workbook(answer, language));
  }));
  app.get('/api/desk/reports', (_request, response) => { response.set('Cache-Control', 'no-store').json(list(deps)); });
}

/** `day` of a text within what is kept; throws BadParameter. */
export function dayAsked(deps: Pick<Deps, 'clock' | 'reports'>, text: unknown): number {
  const { first, last } = daysKept(deps);
  const day = typeof text === 'string' ? dayOfText(text) : null;
  if (day === null || day < first || day > last) throw new BadParameter('day', text, `YYYY-MM-DD from ${dayText(first)} to ${dayText(last)}`);
  return day;
}

interface Asked { day: number; region: string; query: Query }
async function asking(request: Request, response: Response, deps: Deps, state: State, names: string[], answer: (asked: Asked) => Promise<void>): Promise<void> {
  if (!state.loaded()) { response.status(503).json({ error: 'the records are being read; ask again' }); return; }
  const { region = deps.regions.city.code, ...query } = request.query;
  if (typeof region !== 'string' || !deps.regions.get(region)) { noRegion(response, region); return; }
  try {
    only(query, names);
    response.set('Cache-Control', 'no-store');
    await answer({ day: dayAsked(deps, query['day'] ?? dayText(daysKept(deps).last)), region, query });
  } catch (error) {
    if (!(error instanceof BadParameter)) throw error;
    response.status(400).json({ error: error.message });
  }
}

/** As it was signed, with what has changed since; else as it stands now. */
async function report(deps: Deps, mirrors: Mirrors, day: number, region: string): Promise<ApiReport> {
  const present = await makeReport(deps, mirrors, region, day);
  const [now, digest] = [deps.clock.now(), digestOf(present)];
  const signed = deps.reports.find(present.day, region);
  if (!signed) return { now, report: present, digest, signed: null, revisions: [] };
  const text = await deps.reports.document(signed.hash);
  const kept = text && read(text.text);
  const { by, at, hash, verified } = signed;
  const intact = text?.intact === true && kept !== null;
  if (intact) await notice(deps, mirrors, day, kept, present);
  return { now, report: kept ?? present, digest, signed: { by, at, verified, hash, intact }, revisions: deps.reports.revisionsOf(present.day, region) };
}

function read(text: string): Report | null {
  try { return Report.parse(JSON.parse(text)); } catch { return null; }
}

/** A difference counts when it is seen twice: a record may come in the midst of a reading. */
async function notice(deps: Deps, mirrors: Mirrors, day: number, signed: Report, present: Report): Promise<void> {
  const { code } = signed.region;
  let found = differences(figuresOf(signed), figuresOf(present));
  const known = deps.reports.revisionsOf(signed.day, code);
  if (found.size === known.length && known.every(({ figure, present: last }) => found.get(figure)?.[1] === last)) return;
  const again = differences(figuresOf(signed), figuresOf(await makeReport(deps, mirrors, code, day)));
  found = new Map([...found].filter(([figure, [, value]]) => again.get(figure)?.[1] === value));
  await deps.reports.notice(signed.day, code, found, deps.clock.now());
}

function list(deps: Deps): ApiReports {
  const { first, last } = daysKept(deps);
  const items = [...deps.reports.all()].sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : a.at - b.at)).slice(0, 500)
    .map(({ day, region, by, at, hash, verified }) => ({ day, region, regionName: deps.regions.get(region)?.name ?? region, by, at, hash, verified }));
  return { now: deps.clock.now(), today: dayText(last), first: dayText(first), items };
}
