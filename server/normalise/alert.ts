/** 预警: raw record → Alert. The 防汛应急响应 level is another fact and never derived from it. */
import type { ConfigOf } from '../config.ts';
import { ALERT_COLOURS, type Alert } from '../wire/entity.ts';
import { compileBase, timesOf, type Build, type Rules } from './builder.ts';
import { compileOptional, compileRequired } from './expression.ts';
import { compilePlace } from './place.ts';
import { id, oneOf, text, time } from './targets.ts';

export function compileAlert(feed: ConfigOf<'alert'>, rules: Rules): Build<Alert> {
  const { map } = feed;
  const times = timesOf(feed, rules);
  const base = compileBase(feed, rules), place = compilePlace(map, rules.tree);
  const colour = compileRequired(map.colour, 'colour', oneOf(ALERT_COLOURS));
  const event = compileRequired(map.event, 'event', text(100, true));
  const title = compileRequired(map.title, 'title', text(200, true));
  const issuer = compileRequired(map.issuer, 'issuer', text(100, true));
  const issuedAt = compileRequired(map.issuedAt, 'issuedAt', time(times, true));
  const expiresAt = compileOptional(map.expiresAt, 'expiresAt', time(times, false));
  const revokedAt = compileOptional(map.revokedAt, 'revokedAt', time(times, true));
  const station = compileOptional(map.station, 'station', id(feed.idPattern));
  const words = compileOptional(map.text, 'text', text(1000, true));
  return (row) => {
    const head = base(row), shade = colour(row), what = event(row), heading = title(row), who = issuer(row), issued = issuedAt(row);
    const expires = expiresAt(row), revoked = revokedAt(row), of = station(row), body = words(row);
    if (head === undefined || shade === undefined || what === undefined || heading === undefined || who === undefined || issued === undefined || row.rejected) return undefined;
    const entity: Alert = { kind: 'alert', ...head, region: place(row).region, colour: shade, event: what, title: heading, issuer: who, issuedAt: issued };
    if (expires !== undefined) entity.expiresAt = expires;
    if (revoked !== undefined) entity.revokedAt = revoked;
    if (of !== undefined) entity.station = of;
    if (body !== undefined) entity.text = body;
    return entity;
  };
}
