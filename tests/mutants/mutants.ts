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
const CASES = ['tests/push/desk/case-list.test.ts'];
const CURSOR = ['tests/feed/cursor.test.ts'];
const KEPT = ['tests/playback/keeping.test.ts'], ANSWERS = ['tests/playback/store.redis.test.ts'], STAGES = ['tests/playback/stages.test.ts'];
const ABSENCE = ['tests/intake/absence.redis.test.ts'];
const DUTY = ['tests/access/alert-duty.test.ts'];
const REMOTE = ['tests/push/remote.test.ts'], PAIRING = ['tests/access/pairing.test.ts'], PRESSES = ['tests/screen/remote-commands.test.ts'];
const ORDERS = ['tests/orders/supervisions.test.ts'];
const CONDUCTOR = ['tests/demo/conductor.test.ts'];

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
    find: '...this.feedArgs(last && final ? at : null, at.accepted ?? items.length, expired, at.now)];', replace: '...this.feedArgs(from === 0 && final ? at : null, at.accepted ?? items.length, expired, at.now)];', tests: STEPS,
  },
  {
    name: 'cursor-before-the-tombstone', why: 'a crash within a move leaves the case in two districts', file: 'server/store/mover.ts',
    find: '=> final && !leaving.has(shard.name);', replace: '=> final;', tests: STEPS,
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
    name: 'cursor-into-the-future', why: 'one record dated 9999 ends the feed, which looks fresh for ever', file: 'server/feed/cursor.ts',
    find: 'next !== null && next.ms > limit ?', replace: 'next !== null && next.ms > limit && limit < 0 ?', tests: CURSOR,
  },
  {
    name: 'go-on-from-the-future', why: 'a history of thirty days ends at the first record dated ahead', file: 'server/feed/cursor.ts',
    find: 'latestOf(records, limit) ?? latestOf(records, Infinity)', replace: 'latestOf(records, Infinity)', tests: CURSOR,
  },
  {
    name: 'ask-after-the-future', why: 'an upstream whose clock is ahead is asked for what has not happened', file: 'server/feed/changes.ts',
    find: 'String(Math.min(ms, asked))', replace: 'String(ms)', tests: LISTS,
  },
  {
    name: 'every-word-has-a-name', why: 'a feed that writes prose where a code belongs uses up the numbers of the store, and stops', file: 'server/normalise/vocabulary.ts',
    find: 'if (free[kind].size >= FREE_WORDS[kind]) return false;', replace: '', tests: ['tests/intake/free-text.redis.test.ts'],
  },
  {
    name: 'accepted-is-what-was-put', why: 'records that say nothing new are counted nowhere: accepted + rejected is less than what was sent', file: 'server/intake/deliver.ts',
    find: ', accepted: tally.accepted,', replace: ',', tests: ['tests/intake/sums.redis.test.ts'],
  },
  {
    name: 'slots-for-strangers', why: 'every id that ever reported a position has a slot for ever', file: 'server/intake/deliver.ts',
    find: "else if (place === 'listed' && read.kind", replace: 'else if (read.kind', tests: ['tests/intake/churn.redis.test.ts'],
  },
  {
    name: 'slots-of-the-gone', why: 'who left the roster keeps a slot for ever', file: 'server/intake/deliver.ts',
    find: "if (kind === 'staff') await store.freePositions(ids);", replace: '', tests: ['tests/intake/churn.redis.test.ts'],
  },
  {
    name: 'summaries-of-many-moments', why: 'a district and its streets are read apart, and do not add up while cases move', file: 'server/push/engine.ts',
    find: 'await this.deps.store.still(() => this.look());', replace: 'await this.look();', tests: ['tests/push/family.redis.test.ts'],
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
    name: 'two-officers-win', why: 'a step is taken though somebody else has acted since', file: 'server/access/alert-duty.ts',
    find: 'if (on.revision !== revisionOf(entries) || ', replace: 'if (', tests: DUTY,
  },
  {
    name: 'graver-stays-signed', why: 'an alert that turns red counts as signed since it was orange', file: 'server/access/alert-state.ts',
    find: '&& gravity(entry.colour) >= gravity(colour))', replace: ')', tests: DUTY,
  },
  {
    name: 'order-of-another-name', why: 'a 督办 that comes again is a second one for the case platform', file: 'server/orders/index.ts',
    find: "name: sent.by, note: sent.note, at: timeText", replace: "name: sent.by, ...{ order: this.newId() }, note: sent.note, at: timeText", tests: ORDERS,
  },
  {
    name: 'taken-is-landed', why: 'a 督办 counts as landed though the case never came back supervised', file: 'server/orders/state.ts',
    find: 'record.supervised === wanted && (', replace: '(', tests: ORDERS,
  },
  {
    name: 'list-takes-the-late', why: 'the desk\'s list sets a case back to what it was', file: 'server/push/desk/case-index.ts',
    find: 'if (value < known || (read && value === known)) return;', replace: 'if (value < known - 9) return;', tests: CASES,
  },
  {
    name: 'list-reads-what-is-gone', why: 'a case taken out while the list was read stands in it for ever', file: 'server/push/desk/case-index.ts',
    find: 'if (read && this.gone.has(id)) return;', replace: '', tests: CASES,
  },
  {
    name: 'list-keeps-the-old-place', why: 'a case whose time of report was mended stands where it stood', file: 'server/push/desk/case-index.ts',
    find: 'if (isNew || chunk.reported[at] !== reported) {', replace: 'if (isNew) {', tests: CASES,
  },
  {
    name: 'list-lets-the-row-jump', why: 'what an officer reads moves away when cases come', file: 'server/push/desk/case-list.ts',
    find: 'offset = Math.max(0, offset + at - anchorAt);', replace: 'offset = Math.max(0, offset);', tests: CASES,
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
  {
    name: 'code-pairs-twice', why: 'whoever reads the code off the wall later pairs too', file: 'server/access/pairing.ts',
    find: 'if (same) { this.codes.delete(wall);', replace: 'if (same) {', tests: PAIRING,
  },
  {
    name: 'anybody-paired-moves-the-wall', why: 'two presenters move one wall at once', file: 'server/push/remote/acts.ts',
    find: "if (now.holder?.device !== device) return not('holder',", replace: "if (now.holder === null) return not('holder',", tests: REMOTE,
  },
  {
    name: 'token-opens-every-wall', why: 'who is paired with one wall moves another', file: 'server/push/remote/api.ts',
    find: 'if (body.wall !== me.wall)', replace: 'if (body.wall === me.wall && false)', tests: REMOTE,
  },
  {
    name: 'late-copy-is-done', why: 'what a presenter pressed before comes after what he pressed since', file: 'server/push/remote/once.ts',
    find: 'if (seq <= (pages.get(page) ?? -1))', replace: 'if (seq < -1)', tests: PRESSES,
  },
  {
    name: 'given-up-press-is-done-later', why: 'the tablet says not done, and a minute later the wall does it', file: 'server/push/remote/once.ts',
    find: "if (settle) return keep(Promise.resolve(not('late')));", replace: "if (settle) return Promise.resolve(not('late'));", tests: PRESSES,
  },
  {
    name: 'demonstration-writes-into-the-live-world', why: 'a made-up incident stands in the live totals', file: 'server/worlds.ts',
    find: "await openStore({ ...options, world: 'demo' })", replace: 'await openStore(options)', tests: ['tests/demo/isolation.redis.test.ts'],
  },
  {
    name: 'demonstration-steps-by-what-is-shown', why: 'two runs of one script show different figures at the same second', file: 'server/demo/steps.ts',
    find: 'origin + (Math.floor((from - origin) / every) + 1) * every', replace: 'from + every', tests: ['tests/demo/steps.test.ts'],
  },
  {
    name: 'demonstration-shows-half-a-second', why: 'a second is seen before all of it has happened', file: 'server/push/stages/stepped.ts',
    find: 'if (this.begun) this.held.push(apply);', replace: 'if (this.begun) apply();', tests: ['tests/push/stepped.test.ts'],
  },
  {
    name: 'demonstration-leaves-its-keys', why: 'Redis fills with what demonstrations made up', file: 'server/worlds.ts',
    find: '    closes.push(() => clear(redis, config.city.code, log));\n', replace: '', tests: ['tests/demo/isolation.redis.test.ts'],
  },
  {
    name: 'masked-day-names-who-called', why: 'visitors read a citizen\'s name and telephone', file: 'server/demo/mask/cursor.ts',
    find: 'follower.put(kind, entities.map(maskEntity));', replace: 'follower.put(kind, entities);', tests: ['tests/demo/recorded.test.ts'],
  },
  {
    name: 'masked-plate-of-new-energy', why: 'the last letter or digit of a plate can be read', file: 'server/demo/mask/text.ts',
    find: '){4,6}[挂', replace: '){4}[挂', tests: ['tests/demo/mask.test.ts'],
  },
  {
    name: 'script-keeps-the-view', why: 'a wall that goes back to the present stands where the script left it', file: 'server/demo/conductor.ts',
    find: '{ ...former(now), playing: kept }', replace: '{ before: null, playing: kept }', tests: CONDUCTOR,
  },
  {
    name: 'script-forgets-a-power-cut', why: 'after a power cut nobody is offered to go on', file: 'server/demo/conductor.ts',
    find: 'return { ...former(now), playing: again };', replace: 'return { ...former(now), playing: null };', tests: CONDUCTOR,
  },
  {
    name: 'script-shows-before-it-applies', why: 'a second of a demonstration shows the figures of the one before', file: 'server/demo/show.ts',
    find: 'await this.world.advanceTo(', replace: 'void this.world.advanceTo(', tests: CONDUCTOR,
  },
  {
    name: 'script-pauses-in-midst', why: 'a paused script shows figures of a second that is not said', file: 'server/demo/show.ts',
    find: 'async pause(): Promise<void> {\n    await this.settled();', replace: 'async pause(): Promise<void> {', tests: CONDUCTOR,
  },
  {
    name: 'demonstration-asks-the-present', why: 'an alert signed in a demonstration is signed in earnest', file: 'screen/store/stage.ts',
    find: 'if (!past.value && !demo.value) return asked;', replace: 'if (!past.value) return asked;', tests: ['tests/screen/stage.test.ts'],
  },
];

/** Throws where the text to be changed is not there exactly once: the source has moved on, the mutant has not. */
export function applied(mutant: Mutant, source: string): string {
  const times = source.split(mutant.find).length - 1;
  if (times !== 1) throw new Error(`mutant is stale: ${mutant.name}: ${mutant.file}: found ${times} times ${JSON.stringify(mutant.find)}, expected once`);
  return source.replace(mutant.find, () => mutant.replace);
}
