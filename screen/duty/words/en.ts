/** Words of the duty desk in English. */
import type { DeskWords } from './type.ts';

export const DESK: DeskWords['DESK'] = {
  title: 'Duty desk',
  panes: { alerts: 'Alerts', supervise: 'Supervised', hot: 'Hot spots', surge: 'Surges', water: 'Water', cases: 'Cases', contacts: 'Contacts' },
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
    n: 'next alert, unsigned ones first', q: 'sign the chosen alert', e: 'write a remark', m: 'mute or sound',
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
export const DESK_ALERTS: DeskWords['DESK_ALERTS'] = {
  none: 'No alerts within 48 h', scope: (n) => `whole city · ${n} to sign`, response: (signed, arrived) => `whole city · signed after ${signed}, arrived after ${arrived} (means)`, noArrival: 'not marked',
  states: { unsigned: 'Unsigned', signed: 'Signed', handling: 'In hand', lifted: 'Lifted' },
  steps: { sign: 'Sign', handle: 'Handle', lift: 'Lift', phone: 'Phone report', written: 'Written report', arrive: 'Arrival', remark: 'Remark' },
  reports: { phone: 'Phone report', written: 'Written report' }, escalates: (to) => `unsigned, it goes to ${to}`, escalated: (to) => `Escalated to ${to}`,
  over: (time) => `overdue ${time}`, reported: 'Done', arrived: 'Arrived', issued: (when) => `issued ${when}`, until: (when) => `until ${when}`,
  ended: { revoked: 'Revoked', expired: 'Expired' }, endedAt: (how, when) => `${how} ${when}`, done: 'all done', left: (n) => `${n} left to do`,
  remark: 'Remark, kept with the next step', remarkOnly: 'Remark only', writing: 'Writing', show: 'Map', contacts: 'Contacts nearby', history: (n) => `History ${n}`, unverified: (name) => `${name} (unverified)`,
  first: (name, time, step) => `${name} was first, at ${time}: ${step}. Look again before deciding`, changed: 'The alert has changed: look again before deciding', failed: (why) => `Not done: ${why}`,
  sound: { on: 'Sound on', muted: 'Muted', blocked: 'Let it sound' },
};
export const DESK_SUPERVISE: DeskWords['DESK_SUPERVISE'] = {
  none: 'Nothing is supervised', scope: (n, late) => `${n} under way · ${late} overdue`, unconnected: 'The case platform takes no orders: recorded here only, not sent', unconnectedShort: 'platform not connected',
  states: { ordered: 'Ordered', delivered: 'Delivered', landed: 'Landed', finished: 'Closed', refused: 'Refused', lifted: 'Lifted' },
  acts: { supervise: 'Supervise', lift: 'Lift' }, again: 'Supervise again', by: (name) => `${name} (unverified)`, note: 'What is asked', name: 'Your name', within: 'within', hours: 'hours', writing: 'Writing',
  deadline: (when) => `due ${when}`, left: (time) => `${time} left`, over: (time) => `overdue ${time}`, late: 'overdue',
  local: 'Not connected: recorded here only', refused: (why) => `The platform refused: ${why}`, trying: (n) => `not delivered yet: tried ${n} times, trying on`, lifting: (name) => `${name} lifts it: not landed yet`, liftRefused: (why) => `The platform will not lift it: ${why}`,
  first: (name, time) => `${name} was first, at ${time}`, firstLift: (name, time) => `${name} lifted it first, at ${time}`, failed: (why) => `Not done: ${why}`, show: 'Map', openCase: 'Case',
};
