/** Words of the duty desk in English. */
import type { DeskWords } from './type.ts';

export const DESK: DeskWords['DESK'] = {
  title: 'Duty desk',
  panes: { hot: 'Hot spots', surge: 'Surges', water: 'Water', cases: 'Cases', contacts: 'Contacts' },
  nobody: 'No name given', officer: (name: string): string => `${name} (unverified)`,
  windows: { 1: '1 h', 24: '24 h', 168: '7 d', 720: '30 d' },
  range: 'Free range', from: 'From', to: 'To', apply: 'Apply', cancel: 'Cancel', yesterday: 'Yesterday', badRange: 'the start must come before the end',
  compare: 'Compare', compared: (span) => `against the ${span} before: warm for more, cold for less`,
  status: 'Status', class: 'Class', source: 'Source', any: 'all', urgent: 'Urgent', overdue: 'Overdue', supervised: 'Supervised',
  near: (metres) => `within ${metres} m of a point`, clear: 'Clear filters', clearOne: (name) => `Remove "${name}"`,
  saved: 'Saved filters', save: 'Save', saveAs: 'Name', drop: (name) => `Delete "${name}"`, noneSaved: 'none saved yet',
  total: (n) => `${n} cases`, before: (n, change) => `${n} before (${change})`, unlocated: (n) => `and ${n} without a position`,
  loading: 'Reading', failed: 'Not had; trying again', noMap: 'The map could not be drawn',
  press: 'Press the map for the cases about a place, twice to go down', level: 'Up',
  help: 'Keys', helpTitle: 'Keys', close: 'Close',
  keys: {
    w: 'next window: 1 h, 24 h, 7 d, 30 d', c: 'compare with before', u: 'urgent only', o: 'overdue only', x: 'clear filters', '[': 'next pane left', ']': 'next pane right', '/': 'search cases',
    jk: 'next, previous case (arrows too)', enter: 'open the case', l: 'next sort order', g: 'top of the list',
    back: 'up one level, or close what is open', home: 'whole city', layers: 'heat, rain, alert areas, video, stations, staff, buildings, roads', '?': 'open or close this sheet',
  },
};
export const HOT: DeskWords['HOT'] = {
  scope: (metres, hours, least) => `one category, ${metres} m, ${hours} h, from ${least} cases`,
  none: 'No hot spots', cases: (n) => `${n} cases`, grows: 'growing', steady: 'not growing', radius: (metres) => `radius ${metres} m`, last: (age) => `last ${age} ago`,
};
export const SURGE: DeskWords['SURGE'] = {
  scope: (days) => `last hour against the same hour of ${days} days`, none: 'No surges', few: (days) => `fewer than ${days} days of history: nothing can be said yet`,
  reason: (n, mean, most, days) => `${n} in the last hour; mean ${mean}, most ${most} in the same hour of ${days} days`,
  times: (factor) => `×${factor}`, first: 'never before', chance: (one) => `by chance less often than ${one}`, all: 'all classes',
};
export const RISING: DeskWords['RISING'] = {
  scope: 'by the last hour\'s readings', none: 'No station is rising', rate: (value, unit) => `rising ${value} ${unit} an hour`,
  reaches: (word, soon, late) => `reaches ${word} in ${soon} to ${late}`, now: (word) => `over ${word}`, soonest: 'no time', earliest: (word, soon) => `reaches ${word} in ${soon} at the earliest, perhaps never`,
  words: { alert: 'the guard level', warning: 'the warning level', danger: 'the danger level' },
};
export const CONTACTS: DeskWords['CONTACTS'] = {
  search: 'Name, telephone or place', none: 'Nobody is on duty', scope: (n, masked) => `${n} on duty${masked}`, masked: { masked: ' (names and telephones masked)', none: ' (names and telephones withheld)' },
  more: (n) => `and ${n} more: narrow it by place or name`,
};
export const CASES: DeskWords['CASES'] = {
  search: 'Id, place, category', export: 'Export CSV', exportTitle: 'as filtered, searched and sorted now', sortBy: 'Sort', up: 'ascending', down: 'descending',
  sorts: { reported: 'Reported', remaining: 'Time left', stage: 'Stage', urgency: 'Urgency', category: 'Category', place: 'Place' },
  total: (n) => `${n} cases`, none: 'No case matches', filling: (known, expected) => `Reading cases: ${known} of about ${expected}; those read are listed`,
  above: (n) => `${n} new above`, over: (age) => `over by ${age}`, left: (age) => `${age} left`, overdue: 'Overdue', urgent: 'Urgent', supervised: 'Supervised',
};
export const CASE: DeskWords['CASE'] = {
  back: 'List', previous: 'Previous', next: 'Next', at: (n, all) => `${n} of ${all}`, notInList: 'not in the list shown',
  gone: (id) => `Case ${id} does not exist: a wrong id, or past its retention`, loading: 'Reading', failed: 'Not had; trying again', stale: 'Not renewed: this may be old',
  overBy: 'Overdue by', leftNow: 'Time left', closedLate: 'Closed late by', closedIn: 'Closed in time, early by', noLimit: 'No limit', stands: 'Suspended: the clock stands', stoodWith: 'Left when suspended', voided: 'Void',
  limit: 'Deadline', span: 'Limit', worked: 'Elapsed', workedAll: 'Took', suspended: 'Suspended (not counted)', supervised: 'Supervised', urgent: 'Urgent', reworks: (n) => `reworked ${n}×`, satisfaction: (n) => `satisfaction ${n} / 5`,
  address: 'Address', region: 'Place', source: 'Source', department: 'Department', noDepartment: 'nobody\'s', classes: 'Classes', category: 'Category', noAddress: 'no address', noPosition: 'no position',
  timeline: 'Timeline', void: 'Void', skipped: 'left out', ahead: 'not yet', again: 'reached before, then sent back', running: (time) => `${time} so far`,
  cameras: 'Cameras near', staff: 'On duty near', related: (metres, hours) => `Same category within ${metres} m, ${hours} h`, noneRelated: 'none', reading: 'reading', metres: (m) => `${m} m`,
  noCameras: 'no camera near', noStaff: 'nobody near is on duty', nearAway: 'looking', nearFailed: 'not had',
};
