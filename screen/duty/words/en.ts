/** Words of the duty desk in English. */
import type { DeskWords } from './type.ts';

export const DESK: DeskWords['DESK'] = {
  title: 'Duty desk',
  panes: { alerts: 'Alerts', supervise: 'Supervised', hot: 'Hot spots', surge: 'Surges', water: 'Water', cases: 'Cases', contacts: 'Contacts', handover: 'Handover', report: 'Report' },
  nobody: 'No name given', officer: (name: string): string => `${name} (unverified)`,
  windows: { 1: '1 h', 24: '24 h', 168: '7 d', 720: '30 d' },
  range: 'Free range', from: 'From', to: 'To', apply: 'Apply', cancel: 'Cancel', yourName: 'Your name', yesterday: 'Yesterday', badRange: 'the start must come before the end',
  compare: 'Compare', compared: (span) => `against the ${span} before: warm for more, cold for less`,
  status: 'Status', class: 'Class', source: 'Source', any: 'all', urgent: 'Urgent', overdue: 'Overdue', supervised: 'Supervised',
  near: (metres) => `within ${metres} m of a point`, clear: 'Clear filters', clearOne: (name) => `Remove "${name}"`,
  saved: 'Saved filters', save: 'Save', saveAs: 'Name', drop: (name) => `Delete "${name}"`, noneSaved: 'none saved yet',
  total: (n) => `${n} cases`, before: (n, change) => `${n} before (${change})`, unlocated: (n) => `and ${n} without a position`,
  loading: 'Reading', failed: 'Not had; trying again', noMap: 'The map could not be drawn',
  press: 'Press the map for the cases about a place, twice to go down', level: 'Up',
  space: 'Space', help: 'Keys', helpTitle: 'Keys', close: 'Close',
  keys: {
    n: 'next alert, unsigned ones first', q: 'sign the chosen alert', e: 'write a remark', m: 'mute or sound',
    w: 'next window: 1 h, 24 h, 7 d, 30 d', c: 'compare with before', u: 'urgent only', o: 'overdue only', x: 'clear filters', '[': 'next pane left', ']': 'next pane right', '/': 'search cases', f: 'shift handover', d: 'daily report',
    jk: 'next, previous case (arrows too)', enter: 'open the case', z: 'next sort order', g: 'top of the list',
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
export const HANDOVER: DeskWords['HANDOVER'] = {
  scope: (name, from, to) => `${name} ${from}–${to}`, choose: 'Shift',
  state: { open: 'not handed over', half: 'waits for the next', signed: 'handed over' }, running: 'on now',
  done: 'Done', undone: 'Left to do', notes: 'Notes', noNotes: 'No notes yet', none: 'none',
  stages: { reported: 'Reported', accepted: 'Accepted', filed: 'Filed', dispatched: 'Dispatched', handled: 'Handled', closed: 'Closed', void: 'Void' },
  alertsDone: 'Alerts acknowledged', actions: 'What officers did', alertsOpen: 'Orange and red alerts in force', cases: 'Supervised, overdue, urgent cases', feeds: 'Feeds late or failed', more: (n) => `and ${n} more`,
  sums: { open: 'Open', overdue: 'Overdue', urgent: 'Urgent', supervised: 'Supervised' }, due: (time) => `due ${time}`, notAcked: 'not acknowledged', ackedBy: (name) => `by ${name}`,
  actionWords: { 'alert.step': 'took a step on an alert', 'case.supervise': 'supervised a case', 'case.supervise.lift': 'lifted a supervision', 'demo.start': 'demo begun', 'demo.resume': 'demo resumed', 'demo.live': 'demo left', 'playback.wall': 'replayed on the wall', 'handover.note': 'wrote a note', 'handover.sign': 'signed a handover', 'alert.acknowledge': 'acknowledged an alert', 'report.sign': 'signed a report',
    'wall.paired': 'paired a remote', 'wall.unpaired': 'unpaired a remote', 'wall.taken': 'took the wall', 'wall.asked': 'asked for the wall', 'wall.withdrawn': 'no longer asked for the wall', 'wall.handed': 'handed the wall over', 'wall.refused': 'kept the wall', 'wall.takenBack': 'took the wall back', 'wall.released': 'let go of the wall' },
  feedStates: { late: 'late', failed: 'failed', waiting: 'no data' },
  note: 'Note', noteHint: 'For the next shift', add: 'Add', corrects: 'What it corrects', correct: 'Add correction', correctHint: 'Signed: only corrections can be added', correction: (what) => `corrects ${what}`,
  outgoing: 'Outgoing', incoming: 'Incoming', signOutgoing: 'Sign off', signIncoming: 'Sign on', waits: 'unsigned', unverified: 'names unverified', notYet: (time) => `can be signed from ${time}`,
  kept: 'Kept, unalterable', hash: (hash) => `check ${hash}`, tampered: 'The kept file is not what was signed',
  changed: (name, time) => `${name} changed it at ${time}: read again, look and retry`, refused: { signed: 'signed before', order: 'the outgoing officer signs first', same: 'two different officers must sign', corrects: 'signed: name what it corrects' }, failed: 'Not written; try again',
};
export const REPORT: DeskWords['REPORT'] = {
  scope: (region) => `${region}, by the day, as the wall counts`, day: 'Day', before: 'Day before', after: 'Day after', paper: 'Open A4', xlsx: 'Get XLSX', print: 'Print', back: 'Back to the desk',
  sign: 'Sign', unfinished: 'not over: can be signed tomorrow', unsigned: 'not signed', signedBy: (name, time) => `signed by ${name}, ${time}`, tampered: 'The kept file is not what was signed',
  revisions: (n) => `${n} corrected since signed`, noticed: (time) => `noticed ${time}`, signed: 'Signed reports', noneSigned: 'none signed yet', of: (a, b) => `${a} / ${b}`,
  changed: 'The figures have just changed: look and sign again', taken: (name, time) => `${name} signed at ${time}`, failed: 'Not signed; try again', ring: (text) => `day before ${text}`, late: 'late',
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
