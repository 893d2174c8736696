/**
 * Deliberate bugs, by name. Each must turn the tests it names red: what no test notices may be broken
 * tomorrow. Run them with `npm run mutants [-- --only name]`.
 */

export interface Mutant {
  name: string;
  /** What would go wrong on the wall. */
  why: string;
  /** Source file, from the repository root. */
  file: string;
  /** Exact text, which must occur once. */
  find: string;
  replace: string;
  /** The smallest set of test files that notices. */
  tests: readonly string[];
}

const LIB = 'server/store/scripts/lib.lua', PUT = 'server/store/scripts/put.lua', REAPPLY = 'server/store/scripts/reapply.lua';
/** Random histories against a plain recount. */
const HISTORIES = ['tests/store/sequences.redis.test.ts'];
const TIME = ['tests/store/time.redis.test.ts'];
const STEPS = ['tests/store/steps.redis.test.ts'];
const LISTS = ['tests/feed/lists.test.ts'];
const DELIVER = ['tests/intake/deliver.redis.test.ts'];
const KEPT = ['tests/playback/keeping.test.ts'], ANSWERS = ['tests/playback/store.redis.test.ts'], STAGES = ['tests/playback/stages.test.ts'];
const ABSENCE = ['tests/intake/absence.redis.test.ts'];

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'skip-the-subtract', why: 'an updated case is counted once more with every record', file: LIB,
    find: 'if before then addSet(old, before, -1, same) end', replace: 'if before and false then addSet(old, before, -1, same) end', tests: HISTORIES,
  },
  {
    name: 'ignore-the-version', why: 'whatever arrives last is taken for the latest', file: PUT,
    find: 'if newVersion ~= oldVersion then return newVersion > oldVersion end', replace: 'if newVersion ~= oldVersion then return true end', tests: HISTORIES,
  },
  {
    name: 'older-revision-wins', why: 'a late record of an older revision sets a case back', file: PUT,
    find: 'if newVersion ~= oldVersion then return newVersion > oldVersion end',
    replace: 'if newVersion ~= oldVersion then return newFlags % 2 == 1 or newVersion > oldVersion end', tests: HISTORIES,
  },
  {
    name: 'ignore-tombstones', why: 'what was deleted is back with the next repeat of its record', file: PUT,
    find: 'if old and not supersedes(value, old) then', replace: 'if old and not isTombstone(old) and not supersedes(value, old) then', tests: [...HISTORIES, 'tests/store/reads.redis.test.ts'],
  },
  {
    name: 'drop-the-cursor', why: 'the cursor is not kept with the data, so that a restart begins anew', file: LIB,
    find: "call('HSET', key, 'cursor', ARGV[at + 1], 'order', ARGV[at + 2])", replace: "call('HSET', key, 'order', ARGV[at + 2])", tests: STEPS,
  },
  {
    name: 'cursor-before-the-data', why: 'a crash within a page loses the rest of it for good', file: 'server/store/shard.ts',
    find: '...this.feedArgs(last && final ? at : null, items.length, expired, at.now)];', replace: '...this.feedArgs(from === 0 && final ? at : null, items.length, expired, at.now)];', tests: STEPS,
  },
  {
    name: 'cursor-before-the-tombstone', why: 'a crash within a move leaves the case in two districts', file: 'server/store/mover.ts',
    find: 'const ends = final && !leaving.has(shard.name);', replace: 'const ends = final;', tests: STEPS,
  },
  {
    name: 'move-without-a-tombstone', why: 'a case that moved to another district counts in both', file: 'server/store/mover.ts',
    find: 'list.filter((l) => came(l.placed)).map(', replace: 'list.slice(0, 0).map(', tests: STEPS,
  },
  {
    name: 'what-is-past-its-time-moves', why: 'a record that is not kept takes the tombstone of another district away', file: 'server/store/mover.ts',
    find: "=> outcomes[p.index] !== 'x'", replace: '=> p.index >= 0', tests: STEPS,
  },
  {
    name: 'a-cut-move-is-not-ended', why: 'a move cut short, then a reorganisation: the case counts in two districts', file: 'server/store/mover.ts',
    find: 'left.push(...everywhere.filter(([name, held]) => name !== kept && !held.tombstone)', replace: 'left.push(...everywhere.filter(() => false)', tests: STEPS,
  },
  {
    name: 'go-on-over-lost-writes', why: 'what Redis lost with the tail of its file is never pulled again', file: LIB,
    find: 'if order >= tonumber(ARGV[at + 3]) then return nil end', replace: 'if order >= 0 then return nil end', tests: ['tests/store/tail-loss.redis.test.ts'],
  },
  {
    name: 'intake-forgets-the-cursor', why: 'the cursor never reaches the store', file: 'server/intake/deliver.ts',
    find: '...(page.cursor === undefined ? {} : { cursor: page.cursor })', replace: '...({})', tests: DELIVER,
  },
  {
    name: 'trust-memory-after-a-failed-write', why: 'what was not stored never comes again, since memory holds it for known', file: 'server/intake/deliver.ts',
    find: 'parts.distrust();', replace: '', tests: DELIVER,
  },
  {
    name: 'miss-the-due-set', why: 'no case becomes overdue and no alert expires until its next record', file: PUT,
    find: "many('ZADD', due, dueAdd)", replace: '', tests: HISTORIES,
  },
  {
    name: 'overdue-at-the-time-of-processing', why: 'after downtime everything became overdue just now', file: 'server/aggregate/contributions.ts',
    find: 'stamps: caseStamps(c, keys, department, late),', replace: 'stamps: caseStamps(late ? { ...c, deadline: now } : c, keys, department, late),', tests: HISTORIES,
  },
  {
    name: 'suspended-is-overdue', why: 'a suspended case counts as overdue', file: 'server/aggregate/state.ts',
    find: "(c.status === 'open' && c.deadline !== undefined ?", replace: "((c.status === 'open' || c.status === 'suspended') && c.deadline !== undefined ?", tests: TIME,
  },
  {
    name: 'overdue-blamed-on-nobody', why: 'a department falls behind and 未归口 has the overdue cases', file: 'server/aggregate/contributions.ts',
    find: "list.push(gauge('overdue'), departmentOverdue(department))", replace: "list.push(gauge('overdue'), departmentOverdue('-'))", tests: HISTORIES,
  },
  {
    name: 'time-overwrites-a-record', why: 'a move by time sets back a record that came meanwhile', file: REAPPLY,
    find: 'or sub(old, 1, 8) ~= sub(value, 1, 8) or bodyOf(old) ~= bodyOf(value) then', replace: 'then', tests: TIME,
  },
  {
    name: 'age-takes-buckets-back', why: 'history shrinks while old cases are dropped', file: REAPPLY,
    find: 'leave(old)', replace: 'move(old, nil)', tests: TIME,
  },
  {
    name: 'subtract-below-the-watermark', why: 'negatives grow in buckets that retention has dropped', file: LIB,
    find: 'toMinute = hour >= wmHour and', replace: 'toMinute = (amount < 0 or hour >= wmHour) and', tests: TIME,
  },
  {
    name: 'histogram-not-subtracted', why: 'median and P90 drift with every correction', file: LIB,
    find: 'addTo(durations, key, (bin + 2) * 32 + inDay, sign)', replace: 'if sign > 0 then addTo(durations, key, (bin + 2) * 32 + inDay, sign) end', tests: HISTORIES,
  },
  {
    name: 'heat-not-subtracted', why: 'a case whose place is corrected glows in both', file: LIB,
    find: "addTo(heat, groupHours[g], class .. ':' .. cell, sign)", replace: "if sign > 0 then addTo(heat, groupHours[g], class .. ':' .. cell, sign) end", tests: HISTORIES,
  },
  {
    name: 'unplaced-not-counted', why: 'parent = Σ children + 未落格 does not hold', file: 'server/store/region-tree.ts',
    find: 'if (below) steps.push(', replace: 'if (below && false) steps.push(', tests: HISTORIES,
  },
  {
    name: 'ancestors-stop-at-the-district', why: 'the city shows nothing of what its districts count', file: 'server/store/registry.ts',
    find: 'const steps = this.tree.pathOf(code);', replace: 'const steps = this.tree.pathOf(code).filter((step) => step.depth > 1);', tests: HISTORIES,
  },
  {
    name: 'days-by-utc', why: 'the day turns at eight in the morning', file: 'server/store/value-codec.ts',
    find: 'offset: (offset(ms) - fraction) / 900_000 + 64 })', replace: 'offset: (offset(ms) - offset(ms)) / 900_000 + 64 })', tests: HISTORIES,
  },
  {
    name: 'incomplete-list-is-whole', why: 'a page that fails deletes the cameras on it', file: 'server/feed/catalogue.ts',
    find: 'const complete = sweep.problems.length === 0;', replace: 'const complete = sweep.ids.size >= 0;', tests: LISTS,
  },
  {
    name: 'absence-always-deletes', why: 'a feed that lists only what changed deletes everything else', file: 'server/intake/intake.ts',
    find: "config.absence === 'remove' && page.complete", replace: 'page.complete', tests: ABSENCE,
  },
  {
    name: 'absence-never-deletes', why: 'cameras that were taken down stay on the map for ever', file: 'server/intake/deliver.ts',
    find: 'const gone = page.wholeList ? absent(', replace: 'const gone = page.wholeList && page.wholeList.size < 0 ? absent(', tests: DELIVER,
  },
  {
    name: 'recorded-today-outlives-midnight', why: 'a playback shows yesterday\'s figures as today\'s after midnight', file: 'server/playback/row-table.ts',
    find: 'const today = this.days[row] === day;', replace: 'const today = true;', tests: KEPT,
  },
  {
    name: 'yesterday-ends-an-hour-early', why: 'a playback compares today with less of yesterday than the wall did', file: 'server/playback/store.ts',
    find: 'if (when < first || when >= target ||', replace: 'if (when < first || when >= partial ||', tests: ANSWERS,
  },
  {
    name: 'wall-plays-on-under-an-alert', why: 'a red alert is not seen on a wall that shows the past', file: 'server/push/stages/index.ts',
    find: 'if (taking.length > 0 && this.wall) {', replace: 'if (taking.length > 1 && this.wall) {', tests: STAGES,
  },
];

/** Throws where the text to be changed is not there exactly once: the source has moved on, the mutant has not. */
export function applied(mutant: Mutant, source: string): string {
  const times = source.split(mutant.find).length - 1;
  if (times !== 1) throw new Error(`mutant is stale: ${mutant.name}: ${mutant.file}: found ${times} times ${JSON.stringify(mutant.find)}, expected once`);
  return source.replace(mutant.find, () => mutant.replace);
}
