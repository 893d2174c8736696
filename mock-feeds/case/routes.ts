/**
 * The case platform: GET /case/api/v2/orders?since=&afterNo=&size=
 * Every order's latest state that changed after (since, afterNo), ordered by (updTm, orderNo).
 * No `since` begins with the oldest; `since` without `afterNo` includes that very instant.
 */
import type { Router } from 'express';
import { formatMs, parseInstant } from '../local-time.ts';
import { sendJson } from '../site.ts';
import type { Site } from '../site.ts';
import { BadRequest, intParam, textParam } from '../params.ts';
import type { CaseContext } from './day.ts';
import { orderNo } from './day.ts';
import type { Cursor, Lateness, Ledger } from './ledger.ts';
import { plannedNumber } from './insert.ts';
import { makeCaseWriter } from './record.ts';

const MOST = 2_000;

interface Page { rows: string[]; cursors: Cursor[]; more: boolean }

/** How late the platform shows its changes now; null for not at all, which is quicker. */
export const latenessOf = (site: Site): Lateness | null =>
  (site.faults.isLate('case') ? (day, event) => site.faults.lateMs('case', day, event) : null);

export function caseRoutes(router: Router, site: Site, ctx: CaseContext, ledger: Ledger): void {
  const writer = makeCaseWriter(ctx);

  function page(after: Cursor | null, size: number, now: number): Page {
    const found: Page = { rows: [], cursors: [], more: false };
    const stale: string[] = [];
    ledger.scan(after, now, latenessOf(site), ({ day, index, event, at }) => {
      if (found.rows.length === size) { found.more = true; return false; }
      found.rows.push(writer.write(day, index, event));
      found.cursors.push({ at, orderNo: orderNo(day.day, index) });
      if (event > day.eventsFrom[index]! && site.faults.stale('case', plannedNumber(day, event))) stale.push(writer.write(day, index, event - 1));
      return true;
    });
    const held = site.faults.holdBack('case', found.rows.length);
    if (held > 0) {
      found.rows.splice(held, 1);
      found.cursors.length = held;
      found.more = true;
    }
    found.rows.push(...stale);
    stampAhead(found, now);
    return found;
  }

  /** The last order of the last page once more, with a time that has not come: that is where the reader is told to go on. */
  function stampAhead(found: Page, now: number): void {
    const last = found.cursors.at(-1), row = found.rows[found.cursors.length - 1];
    const ms = last && row && !found.more ? site.faults.aheadMs('case') : 0;
    if (ms === 0 || !last || !row) return;
    const at = now + ms;
    found.rows.push(row.replace(/"updTm":"[^"]*"/, `"updTm":"${formatMs(at)}"`));
    found.cursors.push({ at, orderNo: last.orderNo });
  }

  router.get('/case/api/v2/orders', (req, res) => {
    const size = intParam(req, 'size', 500, 1, MOST);
    const after = cursorOf(textParam(req, 'since'), textParam(req, 'afterNo'));
    const now = site.clock.now();
    const found = page(after, size, now);
    const next = found.cursors.at(-1) ?? after;
    const dressed = site.faults.dress('case', found.rows);
    const data = `{"serverTm":"${formatMs(site.faults.skewed('case', now))}","more":${found.more}`
      + `,"nextSince":${next ? `"${formatMs(next.at)}"` : 'null'},"nextNo":${next ? JSON.stringify(next.orderNo) : 'null'}`
      + `,"list":[${dressed.join(',')}]}`;
    sendJson(res, `{"code":0,"msg":"ok","data":${data}}`);
  });
}

function cursorOf(since: string, afterNo: string): Cursor | null {
  if (since === '') return null;
  const at = parseInstant(since);
  if (at === null) throw new BadRequest('since', since, 'yyyy-MM-dd HH:mm:ss.SSS');
  return { at, orderNo: afterNo };
}
