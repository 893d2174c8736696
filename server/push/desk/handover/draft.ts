/** What a handover sheet says of a shift, from the world's own data. */
import type { Alert, Case } from '../../../wire/entity.ts';
import type { CounterRow } from '../../../wire/counters.ts';
import { MOST_CASES, type HandoverContent } from '../../../wire/handover.ts';
import type { AlertItem, FeedHealth } from '../../../wire/messages.ts';
import type { Shift } from '../../../wire/shifts.ts';
import type { Judge, PushDeps } from '../../deps.ts';
import type { Mirrors } from '../../mirrors/index.ts';
import { readSpan } from '../report/day-rows.ts';

export type HandoverDeps = Pick<PushDeps, 'store' | 'regions' | 'clock' | 'acks' | 'judge' | 'feeds' | 'handovers' | 'categoryName'>;

/** Of what officers did, the latest. */
const MOST_DEEDS = 60;
const GRAVE: readonly AlertItem['colour'][] = ['red', 'orange'];

/** Of the city. null: its open cases are still being read; ask again. Rejects while the store cannot be read. */
export async function draftOf(deps: HandoverDeps, mirrors: Mirrors, shift: Shift): Promise<HandoverContent | null> {
  const { store, regions, clock, handovers } = deps;
  const now = clock.now();
  const [from, until] = [startOf(shift, handovers.all()), Math.min(now, shift.to)];
  if (mirrors.liveCases.since(store, now) === null) return null;
  const [stages, rows, acked] = await Promise.all([readSpan(store, clock.zone, regions.city.code, from, until), store.readRows([regions.city.code], now, { detail: false }), ackedIn(deps, from, until)]);
  const deeds = handovers.deeds(from, until).filter(({ action }) => !action.startsWith('handover.'));
  return {
    from, until,
    done: {
      stages: stagesOf(stages), alerts: acked,
      actions: deeds.slice(-MOST_DEEDS), moreActions: Math.max(0, deeds.length - MOST_DEEDS),
    },
    undone: { ...undone(deps, mirrors, rows[regions.city.code] ?? {}, now) },
  };
}

/** A shift that was handed over early leaves the rest of its time to the next. */
function startOf(shift: Shift, sheets: Iterable<{ shift: Shift; outgoing: { at: number } | null }>): number {
  let from = shift.from;
  for (const { shift: before, outgoing } of sheets) if (before.to === shift.from && outgoing && outgoing.at < shift.from) from = outgoing.at;
  return from;
}

function stagesOf(row: CounterRow): HandoverContent['done']['stages'] {
  const n = (name: string): number => row[`today.${name}`] ?? 0;
  return { reported: n('reported'), accepted: n('accepted'), filed: n('filed'), dispatched: n('dispatched'), handled: n('handled'), closed: n('closed'), void: n('void') };
}

async function ackedIn({ store, acks, regions }: HandoverDeps, from: number, until: number): Promise<HandoverContent['done']['alerts']> {
  const found = new Map<string, HandoverContent['done']['alerts'][number]>();
  for await (const page of store.scan('alert')) {
    for (const { entity } of page) {
      const ack = acks.of(entity);
      if (ack && ack.at >= from && ack.at < until) found.set(entity.id, alertOf(entity, regions, ack));
    }
  }
  return [...found.values()].sort((a, b) => a.ackedAt! - b.ackedAt!);
}
const alertOf = ({ id, colour, title, region, issuedAt }: Pick<Alert, 'id' | 'colour' | 'title' | 'region' | 'issuedAt'>, regions: HandoverDeps['regions'], ack: { by: string; at: number } | null): HandoverContent['done']['alerts'][number] =>
  ({ id, colour, title, region: regions.get(region)?.name ?? region, issuedAt, ackedBy: ack?.by ?? null, ackedAt: ack?.at ?? null });

function undone({ regions, judge, feeds, categoryName }: HandoverDeps, mirrors: Mirrors, row: CounterRow, now: number): HandoverContent['undone'] {
  const alerts = [...mirrors.alerts.inForce()].filter(({ colour }) => GRAVE.includes(colour))
    .sort((a, b) => GRAVE.indexOf(a.colour) - GRAVE.indexOf(b.colour) || a.issuedAt - b.issuedAt)
    .map((item) => alertOf(item, regions, item.ackedBy === null || item.ackedAt === null ? null : { by: item.ackedBy, at: item.ackedAt }));
  const cases = wanting(mirrors.liveCases.all(), judge, now);
  const place = (code: string): string => regions.path(code).slice(1, 3).map(({ name }) => name).join(' ');
  return {
    alerts, open: row['open'] ?? 0, overdue: row['overdue'] ?? 0, urgent: row['urgent'] ?? 0, supervised: row['supervised'] ?? 0,
    cases: cases.slice(0, MOST_CASES).map((c) => ({
      id: c.id, categoryName: categoryName(c.category), address: c.address, region: place(c.region), deadline: c.deadline ?? null,
      urgent: c.urgent, overdue: judge.overdue(c, now), supervised: c.supervised,
    })),
    moreCases: Math.max(0, cases.length - MOST_CASES), feeds: feeds().filter(isBehind).map(({ feed, state, asOf, error }) => ({ feed, state, asOf, error })),
  };
}

const isBehind = ({ state }: FeedHealth): boolean => state === 'late' || state === 'failed' || state === 'waiting';

/** Open cases that the next officer must know of, the most pressing first. Pure. */
export function wanting(cases: Iterable<Case>, judge: Pick<Judge, 'overdue'>, now: number): Case[] {
  const ranked: { c: Case; rank: number }[] = [];
  for (const c of cases) {
    if (c.status !== 'open' && c.status !== 'suspended') continue;
    const overdue = judge.overdue(c, now);
    if (c.supervised || overdue || c.urgent) ranked.push({ c, rank: (c.supervised ? 4 : 0) + (overdue ? 2 : 0) + (c.urgent ? 1 : 0) });
  }
  return ranked.sort((a, b) => b.rank - a.rank || (a.c.deadline ?? Infinity) - (b.c.deadline ?? Infinity) || (a.c.id < b.c.id ? -1 : 1)).map(({ c }) => c);
}
