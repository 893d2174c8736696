/**
 * 督办 on the case platform: POST /case/api/v2/supervisions
 *   { reqNo, orderNo, opType: "DB" | "QXDB", opUser, opinion, limitTm? }
 *   → { code: 0, msg: "ok", data: { orderNo, rev, updTm } }; 40401: no such order, 40901: it has ended.
 * The order's `superv`, `rev` and `updTm` move on, so that it comes with the next pull. A reqNo that was taken is
 * answered again and does nothing: who got no answer may ask until there is one.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import { formatMs, parseLocal } from '../local-time.ts';
import { sendJson } from '../site.ts';
import type { Site } from '../site.ts';
import type { CaseContext, CaseDay } from './day.ts';
import { orderNo } from './day.ts';
import type { Ledger } from './ledger.ts';
import { EVENT } from './life.ts';
import { STATE, blankState, foldCase } from './state.ts';

const Order = z.object({
  reqNo: z.string().min(1).max(64), orderNo: z.string().regex(/^AJ\d{15}$/), opType: z.enum(['DB', 'QXDB']),
  opUser: z.string().min(1).max(60), opinion: z.string().max(1000), limitTm: z.string().nullish(),
});
const Taken = z.object({ reqNo: z.string(), orderNo: z.string(), opType: z.enum(['DB', 'QXDB']), at: z.number() });
type Taken = z.infer<typeof Taken>;

/** `file`: where orders are kept over a restart; absent: they are forgotten with the process. */
export function superviseRoutes(router: Router, site: Site, ctx: CaseContext, ledger: Ledger, file: string | undefined): void {
  const answers = new Map<string, string>();
  const state = blankState();

  function put({ reqNo, orderNo: no, opType, at }: Taken): string {
    const found = find(ledger, no);
    if (!found || ledger.lastEvent(found.day, found.index, at, null) < 0) return said(40401, '工单不存在');
    const { day, index } = found;
    const last = foldCase(ctx.table, day, index, ledger.lastEvent(day, index, at, null), state);
    if (last.state === STATE.closed || last.state === STATE.void) return said(40901, '工单已办结');
    const event = ledger.insert(day, index, opType === 'DB' ? EVENT.supervise : EVENT.release, at);
    const { revision, updated } = foldCase(ctx.table, day, index, event, state);
    const answer = said(0, 'ok', `{"orderNo":"${no}","rev":${revision},"updTm":"${formatMs(updated)}"}`);
    answers.set(reqNo, answer);
    return answer;
  }

  for (const order of kept(file)) put(order);
  router.post('/case/api/v2/supervisions', express.json(), (req, res) => {
    const read = Order.safeParse(req.body);
    if (!read.success) { res.status(400).json({ code: 400, msg: z.prettifyError(read.error) }); return; }
    const { reqNo, orderNo: no, opType, limitTm } = read.data;
    if (limitTm && parseLocal(limitTm) === null) { res.status(400).json({ code: 400, msg: `limitTm: found ${JSON.stringify(limitTm)}, expected yyyy-MM-dd HH:mm:ss` }); return; }
    const known = answers.get(reqNo);
    if (known !== undefined) { sendJson(res, known); return; }
    const at = site.clock.now();
    ledger.reach(at);
    const answer = put({ reqNo, orderNo: no, opType, at });
    if (file !== undefined && answers.has(reqNo)) appendFileSync(file, `${JSON.stringify({ reqNo, orderNo: no, opType, at } satisfies Taken)}\n`);
    sendJson(res, answer);
  });
}

const said = (code: number, msg: string, data = 'null'): string => `{"code":${code},"msg":"${msg}","data":${data}}`;

/** "AJ202409010000123" → its day and its place in it. */
function find(ledger: Ledger, no: string): { day: CaseDay; index: number } | null {
  const index = Number(no.slice(10)) - 1;
  for (const day of ledger.days()) if (index >= 0 && index < day.count && orderNo(day.day, index) === no) return { day, index };
  return null;
}

/** Orders of earlier runs; a last line that a crash cut short was answered to nobody. */
function kept(file: string | undefined): Taken[] {
  if (file === undefined || !existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').flatMap((line) => {
    try { return [Taken.parse(JSON.parse(line))]; } catch { return []; }
  });
}
