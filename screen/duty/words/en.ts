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
  space: 'Space', help: 'Keys', helpTitle: 'Keys', close: 'Close',
  keys: {
    w: 'next window: 1 h, 24 h, 7 d, 30 d', c: 'compare with before', u: 'urgent only', o: 'overdue only', x: 'clear filters', '[': 'next pane left', ']': 'next pane right', '/': 'search cases',
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
export const PLAYBACK: DeskWords['PLAYBACK'] = {
  title: 'Replay', strip: 'Time', hint: 'Press the strip to look back, or , for a minute', none: 'nothing recorded yet', failed: 'recordings not listed; trying again',
  play: 'Play', pause: 'Pause', speeds: 'Speed', times: (n) => `${n}×`, type: 'Time', typed: 'as 20:16', bad: 'not a time', length: (span) => `last ${span}`, hours: (n) => `${n} h`, days: (n) => `${n} d`,
  live: 'Back to live', present: 'now', shift: (by) => `clocks ${by}`, on: (h) => `on ${h} h`, off: (h) => `back ${h} h`, notRecorded: 'not recorded', disk: (used, day, days) => `${used} used; at most ${day} a day, kept ${days} days`, thinned: (kinds) => `not recorded whole, for want of room: ${kinds}`,
  wall: { send: 'To the wall', again: 'Change the wall', live: 'Wall: live', shows: (time, speed) => `Wall replays ${time} ${speed}`, since: (name, time) => `sent by ${name} ${time}`, back: 'Wall to live', failed: (why) => `wall not changed: ${why}`, unanswered: 'no answer; try again' },
  resumed: (time) => `Link is back; the replay goes on from ${time}`, refused: (why) => `No replay: ${why}`, barred: 'Nothing can be done in a replay: go back to live first',
  known: 'counted from cases as known now, not as known then',
  real: { title: 'REAL', now: 'happening now', go: 'Go live and to it', more: (n) => `and ${n} more` },
  keys: { pause: 'pause or play', step: 'a minute back, on', hour: 'an hour back, on', speed: 'slower, faster', edge: 'start, end of this recording', live: 'back to live', type: 'type a time', wall: 'send to the wall', real: 'go live and to the real alert' },
};
