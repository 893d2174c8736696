/** POST /api/desk/reports/DAY/sign: freezes a day's figures as they are, answered when they are on disk. */
import type { Router } from 'express';
import { SignReport } from '../../wire/report.ts';
import { dayText } from '../../wire/shifts.ts';
import { dayAsked } from '../desk/report/api.ts';
import { digestOf, makeReport, type ReportDeps } from '../desk/report/make.ts';
import type { HttpState } from '../http.ts';
import { BadParameter } from '../records-query.ts';
import { NotDone, officerPost, type OfficerDeps } from './post.ts';

export function reportActions(router: Router, deps: OfficerDeps & ReportDeps, state: Pick<HttpState, 'mirrors'>): void {
  officerPost(router, '/api/desk/reports/:day/sign', deps, SignReport, async ({ params, body, from, at }) => {
    const region = body.region ?? deps.regions.city.code;
    if (!deps.regions.get(region)) throw new NotDone(404, `region: found ${JSON.stringify(region)}, expected the code of a region of this city`);
    const day = dayOf(deps, params['day']);
    const { signed, first } = await deps.reports.sign(dayText(day), region, { name: body.name, from, at }, async () => {
      const report = await makeReport(deps, state.mirrors(), region, day);
      if (!report.finished) throw new NotDone(422, `day: found ${report.day}, which is not over, expected one that is`);
      const digest = digestOf(report);
      if (digest !== body.base) throw new NotDone(409, 'the figures are no longer those that were seen', { digest });
      return JSON.stringify(report);
    });
    if (!first) throw new NotDone(409, `signed before, by ${signed.by}`, { by: signed.by, at: signed.at });
    return signed;
  });
}

function dayOf(deps: ReportDeps, text: string | undefined): number {
  try { return dayAsked(deps, text); } catch (error) {
    if (error instanceof BadParameter) throw new NotDone(400, error.message);
    throw error;
  }
}
