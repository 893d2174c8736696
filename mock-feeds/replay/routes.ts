/**
 * A recorded upstream:
 *   GET /records?since=MS&afterId=ID&size=500   latest states that began after (since, afterId), in that order;
 *                                               no `since`: from the beginning; no `afterId`: that instant included
 *     → { now, more, next: {since, id}, rows: [the record as recorded, and _at: since when it is so] }
 *   GET /file?path=NAME                         a file of the --static folder, as it is
 */
import { readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Router } from 'express';
import { parseInstant } from '../local-time.ts';
import { BadRequest, intParam, textParam } from '../params.ts';
import { sendJson } from '../site.ts';
import type { Site } from '../site.ts';
import { compareIds } from './recording.ts';
import type { Recording, Step } from './recording.ts';

export function recordRoutes(router: Router, site: Site, recording: Recording): void {
  const { steps } = recording;
  const seenAt = (s: Step): number => s.at + site.faults.lateMs('case', s.number, s.until === Infinity ? 1 : 0);

  /** The state that is shown of a record is the last that can be seen; a late closing leaves the record open. */
  function isShown(step: Step, now: number): boolean {
    if (seenAt(step) > now) return false;
    if (step.until === Infinity) return true;
    return step.until + site.faults.lateMs('case', step.number, 1) > now;
  }

  router.get('/records', (req, res) => {
    const size = intParam(req, 'size', 500, 1, 5000);
    const text = textParam(req, 'since');
    const since = text === '' ? -Infinity : parseInstant(text);
    if (since === null) throw new BadRequest('since', text, 'epoch ms or ISO 8601');
    const now = site.clock.now();
    const found: Step[] = [];
    let more = false;
    for (let i = firstAfter(steps, since, textParam(req, 'afterId')); i < steps.length && steps[i]!.at <= now; i++) {
      if (!isShown(steps[i]!, now)) continue;
      if (found.length === size) { more = true; break; }
      found.push(steps[i]!);
    }
    const held = site.faults.holdBack('case', found.length);
    const last = held > 0 ? found[held - 1] : found.at(-1);
    if (held > 0) { found.splice(held, 1); more = true; }
    const rows = site.faults.dress('case', found.map((s) => s.row));
    const next = last ? { since: last.at, id: last.id } : { since: text === '' ? null : since, id: textParam(req, 'afterId') };
    sendJson(res, `{"now":${site.faults.skewed('case', now)},"more":${more},"next":${JSON.stringify(next)},"rows":[${rows.join(',')}]}`);
  });
}

function firstAfter(steps: readonly Step[], since: number, afterId: string): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    const step = steps[mid]!;
    const after = step.at > since || (step.at === since && (afterId === '' || compareIds(step.id, afterId) > 0));
    if (after) high = mid; else low = mid + 1;
  }
  return low;
}

export function fileRoute(router: Router, folder: string): void {
  router.get('/file', async (req, res) => {
    const name = textParam(req, 'path');
    const root = await realpath(folder);
    const path = await realpath(join(root, name)).catch(() => null);
    if (path === null || !path.startsWith(root + sep)) { res.status(404).json({ code: 404, msg: `no file ${JSON.stringify(name)}` }); return; }
    sendJson(res, await readFile(path, 'utf8'));
  });
}
