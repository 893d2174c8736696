/** Hydrology: stations and what they read. */
import type { ConfigOf } from '../config.ts';
import { fromLocal, localDay } from '../wire/clock.ts';
import { STATION_TYPES, type Station } from '../wire/entity.ts';
import { compileBase, present, type Build, type Rules } from './builder.ts';
import { compileOptional, compileRequired } from './expression.ts';
import type { StationReading } from './outcome.ts';
import { compilePath } from '../config/path.ts';
import { compilePlace } from './place.ts';
import { show, type Row } from './row.ts';
import { number, oneOf, text, yesNo } from './targets.ts';

/** Metres above datum, or centimetres of water. */
const LEVEL = number({ min: -500, max: 9_000 });
const FLOW = number({ min: -100_000, max: 500_000 });
const RAIN = number({ min: 0, max: 3_000 });

export function compileStation(feed: ConfigOf<'station'>, rules: Rules): Build<Station> {
  const { map } = feed;
  const base = compileBase(feed, rules), place = compilePlace(map, rules.tree);
  const type = compileRequired(map.type, 'type', oneOf(STATION_TYPES));
  const name = compileRequired(map.name, 'name', text(200, true));
  const river = compileOptional(map.river, 'river', text(100, true));
  const alert = compileOptional(map.thresholds.alert, 'thresholds.alert', LEVEL);
  const warning = compileOptional(map.thresholds.warning, 'thresholds.warning', LEVEL);
  const danger = compileOptional(map.thresholds.danger, 'thresholds.danger', LEVEL);
  const dated = map.datedLimits ? compileDatedLimits(map.datedLimits, feed.zone ?? rules.zone) : () => undefined;
  return (row) => {
    const head = base(row), kind = type(row), called = name(row), water = river(row), limits = dated(row);
    const given = { alert: alert(row), warning: warning(row), danger: danger(row) };
    if (head === undefined || kind === undefined || called === undefined || row.rejected) return undefined;
    const at = place(row);
    const usual = map.typeThresholds[kind] ?? {};
    const entity: Station = {
      kind: 'station', ...head, region: at.region, type: kind, name: called,
      thresholds: present({ alert: given.alert ?? usual.alert, warning: given.warning ?? usual.warning, danger: given.danger ?? usual.danger }),
    };
    if (water !== undefined) entity.river = water;
    if (at.lng !== undefined && at.lat !== undefined) { entity.lng = at.lng; entity.lat = at.lat; }
    if (limits !== undefined && limits.length > 0) entity.datedLimits = limits;
    return entity;
  };
}

type Limits = NonNullable<Station['datedLimits']>;

/** A limit by day of the year, written out for last year, this and the next, so that one is always in force. */
function compileDatedLimits(mapping: { list: string; from: string; limit: string }, zone: string): (row: Row) => Limits | undefined {
  const list = compilePath(mapping.list), from = compilePath(mapping.from), limit = compilePath(mapping.limit);
  const where = `datedLimits ← ${mapping.list}`;
  return (row) => {
    const raw = list(row.raw);
    if (raw === undefined || raw === null) return undefined;
    if (!Array.isArray(raw)) return row.fail('type', where, raw, 'a list');
    const year = new Date(localDay(zone, row.now) * 86_400_000).getUTCFullYear();
    const limits: Limits = [];
    for (const one of raw as unknown[]) {
      const day = from(one), height = limit(one);
      const date = typeof day === 'string' ? /^(\d\d)-(\d\d)$/.exec(day) : null;
      const month = Number(date?.[1]), dayOfMonth = Number(date?.[2]);
      if (!date || month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31) return row.fail('time', `${where}.${mapping.from}`, day, 'a day as MM-dd');
      const warning = typeof height === 'number' ? height : typeof height === 'string' && height.trim() !== '' ? Number(height) : Number.NaN;
      if (!(Math.abs(warning) <= 9_000)) return row.fail('format', `${where}.${mapping.limit}`, show(height), 'a level in m');
      for (const y of [year - 1, year, year + 1]) limits.push({ from: fromLocal(zone, y, month, dayOfMonth), warning });
    }
    return limits.sort((a, b) => a.from - b.from);
  };
}

export function compileReading(feed: ConfigOf<'reading'>, rules: Rules): Build<StationReading> {
  const { map } = feed;
  const base = compileBase(feed, rules);
  const level = compileOptional(map.level, 'level', LEVEL), flow = compileOptional(map.flow, 'flow', FLOW);
  const rain5m = compileOptional(map.rain5m, 'rain5m', RAIN), rain1h = compileOptional(map.rain1h, 'rain1h', RAIN);
  const rain24h = compileOptional(map.rain24h, 'rain24h', RAIN), running = compileOptional(map.running, 'running', yesNo(feed.words));
  return (row) => {
    const head = base(row);
    const values = present({ level: level(row), flow: flow(row), rain5m: rain5m(row), rain1h: rain1h(row), rain24h: rain24h(row), running: running(row) });
    return head === undefined ? undefined : { kind: 'reading', ...head, reading: { at: head.updatedAt, ...values } };
  };
}
