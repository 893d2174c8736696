/** One case whole, with the names of all that it names, and others like it close by. */
import type { Response } from 'express';
import type { ApiDeskCase, RelatedCase } from '../../wire/case-list.ts';
import { NO_DEPARTMENT } from '../../wire/counters.ts';
import type { Case } from '../../wire/entity.ts';
import type { PushDeps } from '../deps.ts';
import type { CaseIndex } from './case-index.ts';
import { metresTo } from './case-question.ts';

const MOST_RELATED = 20;
const ID_CHARS = 64;

export async function oneCase(id: string, response: Response, index: CaseIndex, deps: PushDeps): Promise<ApiDeskCase | null> {
  const [entity] = id.length > ID_CHARS ? [null] : await deps.store.get('case', [id]);
  if (entity?.kind !== 'case') {
    response.status(404).set('Cache-Control', 'no-store').json({ error: `case: found ${JSON.stringify(id.slice(0, ID_CHARS))}, expected the id of one that is kept` });
    return null;
  }
  const now = deps.clock.now();
  const { classifications, categories, sources, departments } = await deps.categories();
  const classes = Object.entries(classifications).flatMap(([key, { name, classes: own }]) => {
    const of = categories[entity.category]?.[key];
    return of === undefined || own[of] === undefined ? [] : [{ classification: name, name: own[of] }];
  });
  const department = deps.judge.department(entity);
  return {
    now, case: entity, overdue: deps.judge.overdue(entity, now), categoryName: deps.categoryName(entity.category), sourceName: sources?.[entity.source] ?? entity.source, classes,
    department: department === NO_DEPARTMENT ? entity.department ?? null : departments[department] ?? department,
    path: deps.regions.path(entity.region).map(({ code, name, level }) => ({ code, name, level })),
    related: await related(entity, index, deps, now),
  };
}

async function related(own: Case, index: CaseIndex, { watch: { hotSpot: { distance, window } }, store }: Pick<PushDeps, 'watch' | 'store'>, now: number): Promise<ApiDeskCase['related']> {
  const ready = index.ask(store, now, []) === null;
  const about = { distance, window, ready };
  if (own.lng === undefined || own.lat === undefined) return { ...about, items: [] };
  const metres = metresTo({ lng: own.lng, lat: own.lat, metres: distance });
  const [category, from, to] = [index.names.categories.numberOf(own.category), (own.times.reported - window) / 1000, (own.times.reported + window) / 1000];
  const found: { id: string; metres: number }[] = [];
  for (const chunk of index.chunks) {
    for (let i = 0; i < chunk.count; i++) {
      if (chunk.flags[i] === 0 || chunk.category[i] !== category || chunk.reported[i]! < from || chunk.reported[i]! > to) continue;
      const far = metres(chunk, i);
      if (far <= distance) found.push({ id: chunk.ids.get(i), metres: Math.round(far) });
    }
  }
  const nearest = found.filter(({ id }) => id !== own.id).sort((a, b) => a.metres - b.metres || (a.id < b.id ? -1 : 1)).slice(0, MOST_RELATED);
  const cases = await store.get('case', nearest.map(({ id }) => id));
  const items = nearest.flatMap(({ id, metres: far }, i): RelatedCase[] => {
    const one = cases[i];
    return one?.kind === 'case' ? [{ id, address: one.address, reportedAt: one.times.reported, status: one.status, stage: one.stage, metres: far }] : [];
  });
  return { ...about, items };
}
