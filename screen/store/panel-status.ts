/**
 * What a panel says of itself. Pure. The order of the questions matters: a panel whose source is
 * down must never look like "all clear", and one that has a picture keeps it.
 */
import type { Kind } from '../../server/wire/entity.ts';
import type { FeedHealth } from '../../server/wire/messages.ts';
import { ageText } from '../look/format.ts';
import { STATUS } from '../look/words.ts';

export type PanelState = 'loading' | 'fresh' | 'stale' | 'failed' | 'absent';
export interface PanelStatus {
  state: PanelState;
  /** Time of the data (world ms), null before the first. */
  asOf: number | null;
  /** Why, in words; empty when fresh. */
  note: string;
  /** Stated reason why there is nothing to show, also where that reason itself has grown old. */
  absent: string | null;
}
export interface StatusInput {
  hasData: boolean;
  asOf: number | null;
  now: number;
  /** What keeps every figure from moving, if anything does. */
  stopped: 'link' | 'store' | null;
  refused: string | null;
  /** A panel that broke on its data. */
  broken: boolean;
  /** Stated reason why there is nothing to show. */
  absent: string | null;
  /** Health of the feeds this panel's figures come from. */
  feeds: readonly FeedHealth[];
  /** Whether the city has any of them: a feed that is not configured sends nothing, not zeros. */
  connected: boolean;
}

/** Feeds that carry any of `kinds`. A feed that does not say what it carries is taken by its name. */
export function feedsOf(feeds: readonly FeedHealth[], kinds: readonly Kind[]): FeedHealth[] {
  return feeds.filter((feed) => kinds.some((kind) => feed.kinds?.includes(kind) ?? feed.feed.includes(kind)));
}

/** Whether the city has a feed of this kind at all; before the first beat (null) nothing is known, and taken as there. */
export const carries = (feeds: readonly FeedHealth[] | null, kind: Kind): boolean =>
  feeds === null || feedsOf(feeds, [kind]).some((feed) => feed.state !== 'off');

/**
 * Up to when the figures are true: of each kind its newest feed (a roster pulled every few minutes does
 * not make positions of this second old), of the kinds the oldest. Null where no feed has data.
 */
export function asOfFeeds(feeds: readonly FeedHealth[]): number | null {
  const newest = new Map<string, number>();
  for (const { feed, kinds, asOf } of feeds) {
    if (asOf !== null) for (const kind of kinds ?? [feed]) newest.set(kind, Math.max(newest.get(kind) ?? 0, asOf));
  }
  return newest.size === 0 ? null : Math.min(...newest.values());
}

export function panelStatus(input: StatusInput): PanelStatus {
  const working = input.feeds.filter((feed) => feed.state !== 'off');
  const asOf = asOfFeeds(working) ?? input.asOf;
  const age = asOf === null ? '' : ageText(Math.max(0, input.now - asOf));
  const say = (state: PanelState, note = ''): PanelStatus => ({ state, asOf, note, absent: input.absent });

  if (!input.connected || (input.feeds.length > 0 && working.length === 0)) return say('absent', STATUS.notConnected);
  if (!input.hasData) {
    if (input.refused !== null) return say('failed', STATUS.refused);
    return input.stopped ? say('failed', STATUS.nothingYet[input.stopped]) : say('loading', STATUS.loading);
  }
  if (working.length > 0 && working.every((feed) => feed.asOf === null)) {
    const failed = working.every((feed) => feed.state === 'failed');
    return failed ? say('failed', STATUS.sourceDown) : say('loading', progressNote(working));
  }
  if (input.broken) return say('failed', STATUS.broken);
  if (input.stopped) return say('stale', STATUS.stopped(age));
  if (working.some((feed) => feed.state === 'failed')) return say('stale', STATUS.sourceStopped(age));
  if (working.some((feed) => feed.state === 'late')) return say('stale', STATUS.late(age));
  if (input.refused !== null) return say('stale', STATUS.stopped(age));
  if (input.absent !== null) return say('absent', input.absent);
  const filling = working.find((feed) => feed.state === 'loading' || feed.state === 'waiting');
  if (filling) return say('fresh', progressNote(working));
  return say('fresh');
}

function progressNote(feeds: readonly FeedHealth[]): string {
  const known = feeds.flatMap((feed) => (feed.progress === null ? [] : [feed.progress]));
  return known.length === 0 ? STATUS.waiting : STATUS.progress(Math.floor(Math.min(...known) * 100));
}
