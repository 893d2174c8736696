/** How the desk's questions are asked: of a region, of what is in memory, each parameter read strictly. */
import type { Request, Response } from 'express';
import type { PushDeps } from '../deps.ts';
import { insideOf, noRegion } from '../inside.ts';
import type { Mirrors } from '../mirrors/index.ts';
import { BadParameter, type Query } from '../records-query.ts';

export interface State { loaded(): boolean; wall(): number; mirrors(): Mirrors }
export interface Asked { region: string; inside: (region: string) => boolean; query: Query }

/** Answers with what `answer` gives, as JSON; with nothing more where it has written the response itself and gives null. */
export async function asking(request: Request, response: Response, deps: PushDeps, state: State, answer: (asked: Asked) => object | null | Promise<object | null>): Promise<void> {
  if (!state.loaded()) { response.status(503).json({ error: 'the records are being read; ask again' }); return; }
  const { region: asked = deps.regions.city.code, ...query } = request.query;
  const inside = typeof asked === 'string' ? insideOf(deps, asked) : null;
  if (typeof asked !== 'string' || inside === null) { noRegion(response, asked); return; }
  try {
    const body = await answer({ region: asked, inside, query });
    if (body !== null) response.set('Cache-Control', 'no-store').json(body);
  } catch (error) {
    if (!(error instanceof BadParameter)) throw error;
    response.status(400).json({ error: error.message });
  }
}
