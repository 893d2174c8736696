/** 督办 under way in a place, soonest deadline first, and what ended lately; or the last one of a case. */
import type { Case } from '../../wire/entity.ts';
import type { CaseRecord } from '../../wire/records.ts';
import { isOver, type ApiSupervisions, type Supervision } from '../../wire/supervision.ts';
import type { PushDeps } from '../deps.ts';
import type { Mirrors } from '../mirrors/index.ts';
import { keys, only, type Query } from '../records-query.ts';

const ENDED_MS = 48 * 3_600_000;
/** Rows of one answer. */
const MOST = 500;

type Deps = Pick<PushDeps, 'supervisions' | 'store' | 'regions'>;

export async function supervisionsOf(query: Query, region: string, inside: (region: string) => boolean, now: number, { cases }: Mirrors, { supervisions, store, regions }: Deps): Promise<ApiSupervisions> {
  only(query, ['case']);
  const asked = keys(query, 'case');
  const chosen = asked ? [...asked].slice(0, MOST).flatMap((id) => supervisions.of(id) ?? []) : supervisions.all().filter((one) => !isOver(one) || endedAt(one) >= now - ENDED_MS);
  const entities = await store.get('case', chosen.map((one) => one.case));
  const recordOf = (entity: Case): CaseRecord => ({ ...cases.item(entity, now), supervised: entity.supervised, deadline: entity.deadline ?? null });
  const items = chosen.flatMap((one, i): ApiSupervisions['items'] => {
    const entity = entities[i];
    const found = entity?.kind === 'case' ? entity : null;
    // One whose case is no longer kept concerns the whole city.
    if (asked === null && !inside(found?.region ?? regions.city.code)) return [];
    return [{ ...one, record: found && recordOf(found), place: found ? regions.path(found.region).slice(1).map(({ name }) => name).join(' ') : '' }];
  });
  items.sort((a, b) => Number(isOver(a)) - Number(isOver(b)) || (isOver(a) ? endedAt(b) - endedAt(a) : a.deadline - b.deadline) || (a.order < b.order ? -1 : 1));
  return { region, now, connected: supervisions.connected, lifts: supervisions.lifts, hours: supervisions.hours, items: items.slice(0, MOST) };
}

const endedAt = ({ lift, finishedAt, refusedAt, at }: Supervision): number => lift?.landedAt ?? finishedAt ?? refusedAt ?? at;
