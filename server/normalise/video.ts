/** 视频点位 and changes of their status. */
import type { ConfigOf } from '../config.ts';
import type { VideoPoint } from '../wire/entity.ts';
import { compileBase, type Build, type Rules } from './builder.ts';
import { compileOptional, compileRequired } from './expression.ts';
import type { VideoStatus } from './outcome.ts';
import { compilePlace } from './place.ts';
import { oneOf, text, yesNo } from './targets.ts';

const STATUSES = ['on', 'off'] as const;

export function compileVideo(feed: ConfigOf<'video'>, rules: Rules): Build<VideoPoint> {
  const { map } = feed;
  const base = compileBase(feed, rules), place = compilePlace(map, rules.tree);
  const keep = compileOptional(map.keep, 'keep', yesNo(feed.words));
  const name = compileRequired(map.name, 'name', text(200, true));
  const status = compileRequired(map.status, 'status', oneOf(STATUSES));
  const stream = compileOptional(map.stream, 'stream', text(500, false));
  return (row) => {
    // First, for a row that is no point has none of the other fields either.
    if (keep(row) === false) return row.fail('ignored', 'keep', 'another kind of row', 'a video point');
    const head = base(row);
    const called = name(row), state = status(row), address = stream(row);
    if (head === undefined || called === undefined || state === undefined || row.rejected) return undefined;
    const at = place(row);
    const entity: VideoPoint = { kind: 'video', ...head, region: at.region, name: called, status: state };
    if (at.lng !== undefined && at.lat !== undefined) { entity.lng = at.lng; entity.lat = at.lat; }
    if (address !== undefined) entity.stream = address;
    return entity;
  };
}

export function compileVideoStatus(feed: ConfigOf<'video-status'>, rules: Rules): Build<VideoStatus> {
  const base = compileBase(feed, rules);
  const status = compileRequired(feed.map.status, 'status', oneOf(STATUSES));
  return (row) => {
    const head = base(row), state = status(row);
    return head === undefined || state === undefined ? undefined : { kind: 'video-status', ...head, status: state };
  };
}
