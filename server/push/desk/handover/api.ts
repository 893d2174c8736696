/** GET /api/desk/handovers and /api/desk/handovers/ID: the sheets of the shifts, as they stand or as they were signed. */
import type { Express } from 'express';
import { HandoverDocument, type ApiHandover, type ApiHandovers } from '../../../wire/handover.ts';
import { shiftOf, shiftsUntil, type Shift } from '../../../wire/shifts.ts';
import type { HandoverSheet } from '../../deps.ts';
import type { Mirrors } from '../../mirrors/index.ts';
import { draftOf, type HandoverDeps } from './draft.ts';

interface State { loaded(): boolean; mirrors(): Mirrors }

/** Shifts that are listed though nobody has written on their sheet. */
const LATELY = 6;
const MOST = 200;

export function handoverRoutes(app: Express, deps: HandoverDeps, state: State): void {
  app.get('/api/desk/handovers', (_request, response) => { response.set('Cache-Control', 'no-store').json(listOf(deps)); });
  app.get('/api/desk/handovers/:id', async (request, response) => {
    response.set('Cache-Control', 'no-store');
    if (!state.loaded()) { response.status(503).json({ error: 'the records are being read; ask again' }); return; }
    const shift = shiftAsked(deps, request.params.id);
    if (!shift) { response.status(404).json({ error: notFound(request.params.id) }); return; }
    const answer = await sheetOf(deps, state.mirrors(), shift);
    if (answer) response.json(answer); else response.status(503).json({ error: 'the open cases are being read; ask again' });
  });
}

export const notFound = (id: string): string => `handover: found ${JSON.stringify(id.slice(0, 64))}, expected YYYY-MM-DD-HHMM, when a shift of this city began`;

/** A shift that has begun: of the city's rules, or of a sheet that was written under earlier ones. */
export function shiftAsked({ handovers, clock }: Pick<HandoverDeps, 'handovers' | 'clock'>, id: string): Shift | null {
  const shift = handovers.find(id)?.shift ?? shiftOf(clock.zone, handovers.rules, id);
  return shift && shift.from <= clock.now() ? shift : null;
}

function listOf({ handovers, clock }: HandoverDeps): ApiHandovers {
  const now = clock.now();
  const lately = shiftsUntil(clock.zone, handovers.rules, now, LATELY);
  const sheets = new Map([...handovers.all()].map((sheet) => [sheet.shift.id, sheet]));
  for (const shift of lately) if (!sheets.has(shift.id)) sheets.set(shift.id, handovers.of(shift));
  const items = [...sheets.values()].sort((a, b) => b.shift.from - a.shift.from).slice(0, MOST).map((sheet) => ({ ...headOf(sheet), notes: sheet.notes.length }));
  return { now, current: lately[0]!.id, items };
}

const headOf = ({ shift, revision, changed, outgoing, incoming }: HandoverSheet): Omit<ApiHandovers['items'][number], 'notes'> => ({ ...shift, revision, changed, outgoing, incoming });

/** null: what an open sheet is drafted from is still being read. */
export async function sheetOf(deps: HandoverDeps, mirrors: Mirrors, shift: Shift): Promise<ApiHandover | null> {
  const sheet = deps.handovers.of(shift);
  const now = deps.clock.now();
  const head = { ...headOf(sheet), now, running: now >= shift.from && now < shift.to, notes: [...sheet.notes] };
  if (sheet.hash === null) {
    const content = await draftOf(deps, mirrors, shift);
    return content && { ...head, content, hash: null, intact: null };
  }
  const kept = await deps.handovers.document(sheet.hash);
  const document = kept && read(kept.text);
  return { ...head, content: document?.content ?? null, hash: sheet.hash, intact: kept?.intact === true && document !== null };
}

export function read(text: string): HandoverDocument | null {
  try { return HandoverDocument.parse(JSON.parse(text)); } catch { return null; }
}
