/**
 * Raw records → entities or counted rejects. Pure but for the words admitted before (vocabulary.ts): the same
 * record, mapping, regions and time give the same outcome. A mapping is compiled once; a record costs some microseconds.
 */
import type { ConfigOf, FeedConfig, FeedKind } from '../config.ts';
import { compileAlert } from './alert.ts';
import type { Build, Rules } from './builder.ts';
import { compileCase } from './case.ts';
import type { EntityOf, Outcome } from './outcome.ts';
import { Row } from './row.ts';
import { compilePosition, compileStaff } from './staff.ts';
import { compileReading, compileStation } from './station.ts';
import { compileVideo, compileVideoStatus } from './video.ts';

export interface NormaliserRules extends Rules {
  /** ms: a record's time further ahead of `now` is quarantined. */
  ahead: number;
}

/** What the record came in: the upstream's time of the answer, and the world's time now (epoch ms). */
export interface Received { asOf: number; now: number }

export interface Normaliser<K extends FeedKind> {
  readonly feed: string;
  readonly kind: K;
  /** Never throws, whatever the record is. */
  normalise(raw: unknown, at: Received): Outcome<EntityOf[K]>;
}

type Compilers = { [K in FeedKind]: (feed: ConfigOf<K>, rules: Rules) => Build<EntityOf[K]> };
const COMPILERS: Compilers = {
  case: compileCase, video: compileVideo, 'video-status': compileVideoStatus, station: compileStation, reading: compileReading,
  alert: compileAlert, staff: compileStaff, position: compilePosition,
};

/** Throws, naming feed and field, when the mapping has a constant that its field cannot hold. */
export function makeNormaliser<K extends FeedKind>(feed: FeedConfig & { kind: K }, rules: NormaliserRules): Normaliser<K> {
  const build = compileFeed<K>(feed as FeedConfig, rules);
  const row = new Row();
  return {
    feed: feed.name,
    kind: feed.kind,
    normalise(raw, at) {
      if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
        row.begin({}, at.asOf, at.now, rules.ahead);
        row.fail('notObject', '', raw, 'an object');
      } else row.begin(raw as Record<string, unknown>, at.asOf, at.now, rules.ahead);
      const entity = row.rejected === null ? build(row) : undefined;
      if (entity !== undefined && row.rejected === null) return { ok: true, entity, flags: row.flags };
      return row.rejected ?? { ok: false, reason: 'missing', detail: { where: '', found: 'nothing', expected: 'an entity' } };
    },
  };
}

function compileFeed<K extends FeedKind>(feed: FeedConfig, rules: Rules): Build<EntityOf[K]> {
  const compile = COMPILERS[feed.kind] as unknown as (feed: FeedConfig, rules: Rules) => Build<EntityOf[K]>;
  try { return compile(feed, rules); } catch (cause) {
    throw new Error(`feed ${feed.name}: map.${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
