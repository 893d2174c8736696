/** POST /api/desk/handovers/ID/notes and /sign: answered when what was written is on disk. */
import type { Router } from 'express';
import { NoteRequest, refsOf, SignRequest, type HandoverDocument } from '../../wire/handover.ts';
import type { Shift } from '../../wire/shifts.ts';
import type { HandoverAnswer } from '../deps.ts';
import { notFound, read, shiftAsked } from '../desk/handover/api.ts';
import { draftOf, type HandoverDeps } from '../desk/handover/draft.ts';
import type { HttpState } from '../http.ts';
import { NotDone, officerPost, type OfficerDeps } from './post.ts';

/** A shift is handed over towards its end, or later: so long before it at most, ms. */
const EARLY_MS = 3_600_000;

export function handoverActions(router: Router, deps: OfficerDeps & HandoverDeps, state: Pick<HttpState, 'mirrors' | 'loaded'>): void {
  officerPost(router, '/api/desk/handovers/:id/notes', deps, NoteRequest, async ({ params, body, from, at }) => {
    const shift = shiftOr404(deps, params['id']);
    if (body.corrects !== undefined) await known(deps, shift, body.corrects);
    return done(await deps.handovers.note(shift, body.base, { name: body.name, from, at }, body.text, body.corrects ?? null));
  });
  officerPost(router, '/api/desk/handovers/:id/sign', deps, SignRequest, async ({ params, body, from, at }) => {
    const shift = shiftOr404(deps, params['id']);
    if (at < shift.to - EARLY_MS) throw new NotDone(422, `the shift ends ${new Date(shift.to).toISOString()}: it is handed over in its last hour or later`);
    return done(await deps.handovers.sign(shift, body.base, { name: body.name, from, at }, body.as, async (sheet) => {
      const content = state.loaded() ? await draftOf(deps, state.mirrors(), shift) : null;
      if (!content) throw new NotDone(503, 'the open cases are being read; ask again');
      return JSON.stringify({ shift, content, notes: [...sheet.notes], outgoing: { by: body.name, at, verified: false } } satisfies HandoverDocument);
    }));
  });
}

function shiftOr404(deps: HandoverDeps, id = ''): Shift {
  const shift = shiftAsked(deps, id);
  if (!shift) throw new NotDone(404, notFound(id));
  return shift;
}

/** What a note corrects must stand on the sheet that was signed, or be one of its notes. */
async function known({ handovers }: HandoverDeps, shift: Shift, ref: string): Promise<void> {
  const sheet = handovers.of(shift);
  if (sheet.hash === null) throw new NotDone(422, 'corrects: the sheet is not signed yet, expected a plain note');
  const kept = await handovers.document(sheet.hash);
  const document = kept && read(kept.text);
  const refs = [...(document ? refsOf(document) : []), ...sheet.notes.map(({ id }) => `note:${id}`)];
  if (!refs.includes(ref)) throw new NotDone(422, `corrects: found ${JSON.stringify(ref)}, expected what stands on the sheet, such as ${refs.slice(0, 3).join(', ')}`);
}

const WORDS = {
  changed: 'the sheet was changed meanwhile', signed: 'signed before', order: 'the outgoing officer signs first',
  same: 'the incoming officer is another than the outgoing', corrects: 'the sheet is signed: a note must name what it corrects',
} as const;

function done(answer: HandoverAnswer): object {
  if ('sheet' in answer) { const { sheet: { shift, notes, ...rest } } = answer; return { ...shift, ...rest, notes: notes.length }; }
  const { why, by, at } = answer.refused;
  throw new NotDone(why === 'same' || why === 'corrects' ? 422 : 409, by === null ? WORDS[why] : `${WORDS[why]}, by ${by}`, { why, by, at });
}
