/** 案件: raw record → Case. */
import type { ConfigOf } from '../config.ts';
import { NO_CATEGORY, NO_SOURCE } from '../wire/counters.ts';
import { CASE_STAGES, CASE_STATUSES, type Case, type CaseStage, type CaseStatus } from '../wire/entity.ts';
import { compileBase, timesOf, type Build, type Rules } from './builder.ts';
import { compileOptional, compileRequired, type Read } from './expression.ts';
import type { Flag } from './outcome.ts';
import { compilePlace } from './place.ts';
import type { Row } from './row.ts';
import { number, oneOf, text, time, yesNo } from './targets.ts';

type CaseFeed = ConfigOf<'case'>;
const COUNT = { min: 0, max: 1_000_000, whole: true };
const SECONDS = { min: 0, max: 20 * 365 * 86_400, whole: true };

export function compileCase(feed: CaseFeed, rules: Rules): Build<Case> {
  const { map } = feed, words = rules.vocabulary;
  const times = timesOf(feed, rules);
  const past = time(times, true), any = time(times, false), yes = yesNo(feed.words);
  const base = compileBase(feed, rules), place = compilePlace(map, rules.tree), readTimes = compileTimes(feed, rules);
  const category = compileRequired(map.category, 'category', text(80, false));
  const source = compileRequired(map.source, 'source', text(40, false));
  const status = compileRequired(map.status, 'status', oneOf(CASE_STATUSES));
  const stage = compileOptional(map.stage, 'stage', oneOf(CASE_STAGES));
  const urgent = compileOptional(map.urgent, 'urgent', yes), supervised = compileOptional(map.supervised, 'supervised', yes);
  const deadline = compileOptional(map.deadline, 'deadline', any);
  const suspendedSeconds = compileOptional(map.suspendedSeconds, 'suspendedSeconds', number(SECONDS));
  const suspendedSince = compileOptional(map.suspendedSince, 'suspendedSince', past);
  const reworks = compileOptional(map.reworks, 'reworks', number(COUNT));
  const department = compileOptional(map.department, 'department', text(60, true));
  const satisfaction = compileOptional(map.satisfaction, 'satisfaction', number({ min: 1, max: 5, whole: true }));
  const address = compileOptional(map.address, 'address', text(200, true));
  return (row) => {
    const head = base(row);
    const reached = readTimes(row);
    const named = category(row), origin = source(row), given = status(row);
    if (head === undefined || reached === undefined || named === undefined || origin === undefined || given === undefined || row.rejected) return undefined;
    const at = place(row);
    const state = settle(given, stage(row), reached);
    if (!rules.knownCategory(named)) row.flag('unclassified');
    const key = words.admits('category', named) ? named : folded(row, 'foldedCategory', NO_CATEGORY);
    const from = words.admits('source', origin) ? origin : folded(row, 'foldedSource', NO_SOURCE);
    const entity: Case = {
      kind: 'case', id: head.id, version: head.version, updatedAt: head.updatedAt, region: at.region, category: key, source: from,
      urgent: urgent(row) ?? false, supervised: supervised(row) ?? false, status: state.status, stage: state.stage, times: reached,
      suspendedSeconds: suspendedSeconds(row) ?? 0, reworks: reworks(row) ?? 0, address: address(row) ?? '',
    };
    const limit = deadline(row), since = suspendedSince(row), office = department(row), rating = satisfaction(row);
    if (limit !== undefined) entity.deadline = limit;
    if (state.status === 'suspended') entity.suspendedSince = since ?? head.updatedAt;
    if (office !== undefined && words.admits('department', office)) entity.department = office;
    else if (office !== undefined) row.flag('foldedDepartment');
    if (rating !== undefined) entity.satisfaction = rating;
    if (at.lng !== undefined && at.lat !== undefined) { entity.lng = at.lng; entity.lat = at.lat; }
    return entity;
  };
}

function folded(row: Row, flag: Flag, key: string): string {
  row.flag(flag);
  return key;
}

const LATER = ['accepted', 'filed', 'dispatched', 'handled', 'verified', 'closed', 'void'] as const;

function compileTimes(feed: CaseFeed, rules: Rules): (row: Row) => Case['times'] | undefined {
  const past = time(timesOf(feed, rules), true);
  const reported = compileRequired(feed.map.times.reported, 'times.reported', past);
  const later: [(typeof LATER)[number], Read<number>][] = LATER.flatMap((name) => {
    const expr = feed.map.times[name];
    return expr === undefined ? [] : [[name, compileOptional(expr, `times.${name}`, past)]];
  });
  return (row) => {
    const first = reported(row);
    if (first === undefined) return undefined;
    const times: Case['times'] = { reported: first };
    for (const [name, read] of later) {
      const ms = read(row);
      if (ms === undefined) continue;
      times[name] = ms;
      if (ms < first) row.flag('timesOrder');
    }
    return times;
  };
}

/**
 * Status and stage made one: closed means the stage 结案 and the other way round; void stands above
 * all. A time of closing (or 作废) that the state contradicts is not one.
 */
function settle(given: CaseStatus, named: CaseStage | undefined, times: Case['times']): { status: CaseStatus; stage: CaseStage } {
  const status = given === 'open' && named === 'closed' ? 'closed' : given;
  if (status !== 'closed') delete times.closed;
  if (status !== 'void') delete times.void;
  if (status === 'closed') return { status, stage: 'closed' };
  return { status, stage: named !== undefined && named !== 'closed' ? named : furthest(times) };
}

function furthest(times: Case['times']): CaseStage {
  let stage: CaseStage = 'reported';
  for (const name of CASE_STAGES) if (times[name] !== undefined) stage = name;
  return stage;
}
