/** Every word the wall says, in English: short enough for where the Chinese stands, exact before elegant. */
import type { Words } from './type.ts';

export const TIME: Words['TIME'] = {
  date: ({ weekday, day, month, year }) => `${weekday} ${day} ${month} ${year}`,
  before: ({ weekday }, time) => `${weekday} ${time}`, after: ({ weekday }, time) => `${weekday} ${time}`,
  far: ({ day, month }, time) => `${day} ${month} ${time}`,
  seconds: (n) => `${n} s`, minutes: (n) => `${n} min`, hours: (n) => `${n} h`, days: (n) => `${n} d`,
  unit: { minute: 'min', hour: 'h' }, shortHours: (n) => `${n} h`,
};

export const STATUS: Words['STATUS'] = {
  loading: 'Loading',
  waiting: 'Waiting for first data',
  progress: (percent) => `History ${percent} % loaded`,
  notConnected: 'Not connected',
  refused: 'No answer from the server, trying again',
  nothingYet: { link: 'Link lost, no data yet', store: 'Database not answering, no data yet' },
  sourceDown: 'Source not reachable',
  broken: 'Panel failed; its last picture stands until new data comes',
  stopped: (age) => `Stopped ${age} ago`,
  sourceStopped: (age) => `Source down · for ${age}`,
  late: (age) => `Late by ${age}`,
  asOf: (time) => `as of ${time}`,
  age: (age) => `age ${age}`,
};

export const STAGE: Words['STAGE'] = {
  reported: 'Reported', accepted: 'Accepted', filed: 'Filed', dispatched: 'Dispatched', handled: 'Handled', verified: 'Verified', closed: 'Closed',
};
export const STAGE_SHORT: Words['STAGE_SHORT'] = {
  reported: 'Report', accepted: 'Accept', filed: 'File', dispatched: 'Send', handled: 'Handle', verified: 'Verify', closed: 'Close',
};
export const CASE_STATUS: Words['CASE_STATUS'] = { open: 'Open', suspended: 'On hold', closed: 'Closed', void: 'Void' };
export const ALERT: Words['ALERT'] = { blue: 'Blue', yellow: 'Yellow', orange: 'Orange', red: 'Red' };
export const ALERT_MARK: Words['ALERT_MARK'] = { blue: 'B', yellow: 'Y', orange: 'O', red: 'R' };
export const ROLE: Words['ROLE'] = { lead: 'Grid lead', fullTime: 'Full-time', partTime: 'Part-time', adviser: 'Adviser' };
export const DUTY: Words['DUTY'] = { onDuty: 'On duty', patrol: 'Patrol', handling: 'Handling', offDuty: 'Off duty' };
export const STATION_TYPE: Words['STATION_TYPE'] = {
  river: 'River', rain: 'Rain', reservoir: 'Reservoir', sluice: 'Sluice', ponding: 'Ponding', pump: 'Pump',
};
export const STATION_STATE: Words['STATION_STATE'] = {
  normal: 'Normal', alert: 'Alert', warning: 'Warning', danger: 'Danger', silent: 'Silent',
};
export const CHILDREN: Words['CHILDREN'] = { city: 'Districts', district: 'Streets', street: 'Communities', community: 'Grids', grid: 'Below' };
export const UNPLACED: Words['UNPLACED'] = 'Unplaced';
export const UNCLASSIFIED: Words['UNCLASSIFIED'] = 'Unclassified';

export const WALL: Words['WALL'] = {
  simulated: 'SIMULATED DATA',
  world: { live: '', demo: 'DEMO DATA', replay: 'REPLAY' },
  live: 'Live',
  connecting: 'Connecting',
  stopped: { link: 'Link lost', store: 'Database not answering' },
  lostData: (time) => `data of ${time}`,
  lostFor: (time) => `for ${time}`,
  lostNever: 'no data so far',
  stoppedTrying: { link: 'reconnecting', store: 'server is reconnecting' },
  reloading: 'The service was updated; fetching the new page',
  mismatch: 'Page and service are of different versions; waiting for the update',
  feeds: (good, all) => `${good}/${all} feeds in`,
  noFeeds: 'No data connected',
  feedsFilling: (percent) => `History ${percent} %`,
  unknownPanel: (name) => `The scene names a panel "${name}" that does not exist`,
  turn: (n, of) => `Panels take turns: ${n} of ${of}`, noRoom: (names) => `No room on this wall for: ${names}`,
  otherSize: (window, wall) => `Window ${window}, wall ${wall}: seams not kept free`,
  unknownRegion: 'No such region; back at the whole city',
  mapLoading: 'Loading the map',
  mapFailed: 'The map could not be loaded; the other panels stand',
  mapAbsent: 'No boundaries below this level',
  approval: 'Map approval',
  choose: (name) => `${name} · Enter to go in`,
  colourBy: 'Colour by something else',
  layers: { heat: 'Heat', rain: 'Rain', areas: 'Alert areas', cameras: 'Video', stations: 'Stations', staff: 'Staff', buildings: 'Buildings', roads: 'Roads' },
};

/** The past on the screen. */
export const REPLAY: Words['REPLAY'] = {
  sign: '◀◀', mark: 'REPLAY', speed: (n) => `×${n}`, paused: 'paused', seeking: 'finding it',
  held: { end: 'end of recording', gap: 'not recorded' }, by: (name) => `sent by ${name} (unverified)`,
};

export const SCRIPT: Words['SCRIPT'] = {
  sign: '◆', recorded: 'DEMO, RECORDED', chapter: (n, of) => `${n} / ${of}`, time: (at, of) => `${at} / ${of}`,
  modes: { preparing: 'Preparing demo data', running: '', paused: 'Demo paused', interrupted: 'Demo interrupted', ended: 'Demo over' },
  because: { alert: 'a real alert came, the wall is live', restart: 'the server was down', failed: 'demo data could not be made' },
  keys: { live: '0 back to live', resume: 'P go on', pause: 'P pause', step: '[ ] chapter', start: (title) => `P start “${title}”`, again: 'P again', drop: '0 drop it' },
  refused: (why) => `Not done: ${why}`, unanswered: 'No answer: press again', real: 'REAL ALERT', ackDemo: 'An alert of the demo, in the demo only',
};

export const TOUR: Words['TOUR'] = { running: 'Touring', paused: 'Tour paused' };

/** The classes are those of the Chinese service, by the rain of 24 h. */
export const RAIN_CLASSES: Words['RAIN_CLASSES'] = [
  [250, 'Extreme rain'], [100, 'Torrential rain'], [50, 'Rainstorm'], [25, 'Heavy rain'], [10, 'Moderate rain'], [0.1, 'Light rain'], [0, 'No rain'],
];
export const WEATHER: Words['WEATHER'] = { rain: (name) => name, hour: (mm) => `1 h max ${mm} mm`, none: 'no rain in 24 h' };

export const HEADLINE: Words['HEADLINE'] = {
  title: 'Today',
  accepted: 'Accepted', cases: 'cases',
  sameTime: (change) => `reported vs yesterday ${change}`, up: (p) => `▲ ${p} %`, down: (p) => `▼ ${p} %`, same: 'equal',
  onTime: 'Closed on time', onTimePart: (a, b) => `${a} / ${b} due`,
  overdue: 'Overdue', overduePart: (n) => `${n} of them urgent`,
  duration: 'Mean handling', durationPart: (median, p90) => `med. ${median} · P90 ${p90}`, durationNone: 'none closed today',
  video: 'Video online', videoPart: (a, b) => `${a} / ${b}`, videoNone: 'no video points here',
  duty: 'Grid staff on duty', dutyPart: (a, b) => `${a} / ${b} due`, dutyNone: 'nobody due on duty now',
  notConnected: 'Not connected',
};

export const LOOP: Words['LOOP'] = {
  title: 'Case loop', scope: 'passed today · waiting',
  open: 'Open', suspended: 'Held', supervised: 'Urged', reworked: 'Redone', voided: 'Void', filing: 'Filed',
};

export const CLASSES: Words['CLASSES'] = {
  title: 'Cases by class', scope: 'reported today', rest: (n) => `${n} others`, none: 'No cases today', noCategories: 'Table of classes not ready', next: 'Another classification',
};

export const DEPARTMENTS: Words['DEPARTMENTS'] = {
  title: 'Departments', scope: (overdue, open) => `late ${overdue} / open ${open}`,
  name: 'Department', open: 'Open', overdue: 'Late', rate: 'Late %', closed: 'Closed', behind: 'far behind',
  nobody: 'No department', rest: (n) => `${n} others`, none: 'No cases of departments here', noNames: 'Table of departments not ready', tooDeep: 'Counted down to streets',
};

export const TREND: Words['TREND'] = {
  title: '24 hours', reported: 'Reported', closed: 'Closed', rain: 'Rain', level: ' level', now: 'now',
  perStep: (minutes) => `cases/${minutes} min`, mm: 'mm', m: 'm', total: (n) => `${n} cases`,
  none: 'No data in 24 hours', noLevel: 'No gauges here',
};

export const LEAGUE: Words['LEAGUE'] = {
  title: (children, indicator) => `${children}: ${indicator}`,
  off: 'Rankings are switched off', none: 'No regions below this one', rest: (n) => `${n} between`,
  next: 'Another indicator',
  indicators: {
    onTime: 'closed on time', closing: 'closed of due', reported: 'reported today', perResidents: 'per 10,000', overdue: 'overdue', video: 'video online', duty: 'on duty',
  },
};

export const STREAM: Words['STREAM'] = { title: 'Case stream', scope: 'newest', none: 'No recent cases', urgent: 'Urgent', onlyUrgent: 'urgent', overdue: 'overdue', total: (n) => `${n} open` };

export const ALERTS: Words['ALERTS'] = {
  title: 'Alerts', inForce: (n) => `${n} in force`, none: 'No alert in force', more: (n) => `${n} more`,
  until: (time) => `to ${time}`, openEnded: 'until lifted',
  escalated: (to) => `unsigned: with ${to} now`,
};

export const TAKEOVER: Words['TAKEOVER'] = {
  head: (colour) => `${colour} alert`,
  waiting: (n) => `${n} more to acknowledge`, only: 'to acknowledge',
  age: (age) => `issued ${age} ago`, issued: (issuer, when) => `${issuer}, issued ${when}`,
  sound: { on: 'Sound on', muted: 'Sound muted', blocked: 'The browser blocks sound; touch to hear it' }, soundKey: 'M',
  where: (address) => `Acknowledge at ${address} to return to the former view`,
  level: 'Level', noStation: 'This alert names no station', stationAway: 'No reading of the station yet',
  cameras: 'Cameras nearby', online: (on, all) => `${on} / ${all} online here`, camera: { on: 'online', off: 'offline' },
  noCameras: 'No video points nearby',
  picture: {
    connecting: 'Connecting', offline: 'Offline', streams: 'No live pictures connected', snapshot: (why) => `${why} · still`, noSnapshot: (why) => `${why} · no still`,
    faults: { none: 'No live picture', away: 'Live picture away', still: 'Live picture stopped', unable: 'Cannot be played here' },
  },
  staff: 'Staff on duty', onDuty: (n) => `${n} on duty here`, noStaff: 'No position of staff on duty nearby', countAway: 'No count yet',
  noName: 'No name given', noPhone: { absent: 'no phone given', none: 'phone not shown' }, positionAge: (age) => `${age} ago`,
  noPlace: 'This alert has no place', nearAway: 'Looking nearby', nearFailed: 'Cameras and staff nearby cannot be had just now', nearOld: 'Not renewed: may be old',
  metres: (m) => `${m} m`, kilometres: (km) => `${km} km`,
};

export const ACK: Words['ACK'] = {
  title: 'Acknowledge alerts', none: 'No alert waits', waiting: 'Waiting', done: 'Acknowledged', quietList: 'Do not interrupt the wall',
  name: 'Your name', save: 'OK', change: 'Someone else', unverified: 'unverified', as: (name) => `Acknowledging as "${name}"`,
  button: 'Acknowledge', busy: 'Writing', by: (name, when) => `${name} (unverified) at ${when}`,
  other: (name) => `${name} was first`, failed: (why) => `Not acknowledged: ${why}`, needName: 'Give your name first', unanswered: 'the server did not answer; try again when it is back',
  quiet: { silence: 'under maintenance', swing: 'swings about its limit since acknowledged', colour: '' }, lost: 'Link lost: this list may be old; acknowledging can still be tried',
};

export const FEEDS: Words['FEEDS'] = {
  title: 'Sources', scope: (good, all) => `${good} / ${all} well`,
  states: { waiting: 'Waiting', loading: 'Loading', fresh: 'Well', late: 'Late', failed: 'Down', off: 'None' },
  accepted: (n) => `taken ${n}`, coverage: (p) => `${p} % whole`, refused: (n) => `refused ${n}`, progress: (p) => `history ${p} %`,
  names: { case: 'Cases', video: 'Video list', 'video-status': 'Video status', station: 'Stations', reading: 'Readings', alert: 'Alerts', roster: 'Staff roster', position: 'Positions' },
};

export const REJECTS: Words['REJECTS'] = {
  title: 'Refused records', scope: 'by source and reason', none: 'None refused', rest: (n) => `${n} others`,
  reasons: {
    notObject: 'no record', missing: 'field missing', type: 'wrong type', format: 'wrong format', range: 'out of range', time: 'bad time', ahead: 'time ahead', enum: 'unknown code', tooLong: 'code too long', id: 'bad id', outside: 'outside city', speed: 'moved too fast',
  },
  noted: 'Taken, with a note',
  notes: {
    unclassified: 'not in the table', swapped: 'lng and lat swapped', outside: 'point outside city', noPoint: 'no position', unknownCode: 'unknown region', codeConflict: 'regions disagree', unplaced: 'in no region', truncated: 'text cut', timesOrder: 'stages out of order', dropped: 'field unreadable', unlisted: 'in no list yet', foldedCategory: 'too many categories', foldedSource: 'too many sources', foldedDepartment: 'too many departments',
  },
};

export const WATER: Words['WATER'] = { title: 'Stations by state', scope: 'by type', all: 'All' };
export const SOURCES: Words['SOURCES'] = { title: 'Cases by source', scope: 'reported today', none: 'No cases today', other: 'Other', rest: (n) => `${n} others` };

export const STATIONS: Words['STATIONS'] = {
  title: 'Water and rain', of: { water: 'Water levels', ponding: 'Street ponding' }, none: 'No stations here', danger: 'danger',
  warning: { river: 'warning', sluice: 'warning', reservoir: 'limit', ponding: 'warning', pump: 'warning', rain: 'warning' },
  short: (name, d) => `${d} to ${name}`,
  over: (name, d) => `${d} over ${name}`,
  rise: (v) => `+${v}/h`,
  fall: (v) => `−${v}/h`,
  steady: 'steady', silent: 'Silent', noReading: 'No reading', noLimit: 'No limit set',
  eta: (t) => `in ~${t}`, minutes: (n) => `${n} min`, hours: (h) => `${h} h`,
  running: 'running', idle: 'idle',
  counts: (total, over, silent) => `${total} · over ${over} · silent ${silent}`,
  rainTop: (name) => `Most rain: ${name}`, rain24h: (mm) => `24 h ${mm} mm`, rainUnit: 'mm/h',
};

export const VIDEO: Words['VIDEO'] = {
  title: 'Video', none: 'No video points here', scope: (off) => `${off} offline`, allOn: 'All below online', offline: (n) => `${n} offline`, byChild: 'most offline',
};

export const SCENERY: Words['SCENERY'] = {
  title: 'Live pictures', near: (name) => `near ${name}`, none: 'No video points near', away: 'Looking nearby', failed: 'Video nearby cannot be had now',
};

export const STAFFING: Words['STAFFING'] = {
  title: 'Grid staff', none: 'No grid staff here', scope: (on) => `${on} on duty`, of: (n) => `/ ${n}`, unseen: 'no positions now', roster: (n) => `roster ${n}`,
};

export const INDICATOR: Words['INDICATOR'] = {
  reportedPerArea: 'Reported today', reportedPerResidents: 'Reported per 10,000', reported: 'Reported today', open: 'Open cases', openPerArea: 'Open cases', overdue: 'Overdue', urgent: 'Urgent and open',
  onTime: 'Closed on time', closing: 'Closed of due', video: 'Video online', duty: 'Staff on duty', staff: 'Staff density',
};
export const UNIT: Words['UNIT'] = { cases: 'cases', casesPerArea: 'cases/km²', casesPerResidents: 'cases/10,000', staffPerArea: 'staff/km²' };
export const LEGEND: Words['LEGEND'] = { heat: 'Case density', heatMore: 'Change in case density', heatOver: (span, kernel) => `cases/km² · ${span} · kernel ${kernel}`, heatOf: (span, kernel) => `cases/km² · last ${span} · kernel ${kernel}`, noData: 'no data', notYet: 'no data yet' };

export const GAUGE: Words['GAUGE'] = {
  limits: { usual: { alert: 'alert', warning: 'warning', danger: 'danger' }, reservoir: { alert: 'alert', warning: 'limit', danger: 'design' }, ponding: { alert: 'ponding', warning: 'ponding', danger: 'deep ponding' } },
  silent: 'silent', noReading: 'no reading', over: (limit) => `over ${limit}`, overBy: (limit, d) => `${d} over ${limit}`, below: (limit, d) => `${d} to ${limit}`, belowDepth: (limit, d) => `${d} below ${limit}`,
  rise: (d) => `+${d}/h`, fall: (d) => `−${d}/h`, steady: 'steady',
};

export const FORECAST: Words['FORECAST'] = {
  minutes: (n) => `${n} min`, hours: (h, min) => (min === 0 ? `${h} h` : `${h} h ${min} min`),
  reaches: (time, limit) => `${limit} in ~${time}`, soon: (limit) => `${limit} any moment`,
  ahead: (minutes, reaches) => `by the last ${minutes} min: ${reaches}`,
};

export const MAP: Words['MAP'] = {
  noBasemap: 'No base tiles', rain: 'Rain field', rainUnit: 'mm', rainScope: (km) => `last 24 h · within ${km} km of a gauge`, whole: 'whole', places: (n) => String(n),
  slow: 'Slow renderer · lighter map', lighter: (why) => `${why} · lighter map`, kept: 'Boundaries not fetched; the last picture stands', noWebgl: 'No WebGL2', lost: 'Graphics context lost',
};

/** A wall of many browsers. */
export const TILE: Words['TILE'] = {
  title: 'No such tile', refused: (why) => `The server does not take this tile: ${why}`,
  problem: {
    unreadable: (_wall, tile) => `tile=${tile} of the address cannot be read: expected column,row, as tile=2,1`,
    noWall: (wall) => (wall === '' ? 'The address names a tile, but no wall' : `There is no wall named "${wall}"`),
    noTiles: (wall) => `The wall "${wall}" has no tiles: take tile out of the address`,
    outside: (wall, tile, size) => `The wall "${wall}" has ${size} tiles: there is no tile ${tile}`,
  },
};
export const TILES: Words['TILES'] = {
  title: 'Tiles of the wall', scope: (live, all) => `${live} / ${all} live`, place: (column, row) => `Column ${column}, row ${row}`,
  states: { live: 'live', silent: 'silent', never: 'never seen', stuck: 'not drawing', other: 'other build' },
  report: (age) => `heard ${age} ago`, frame: (age) => `drew ${age} ago`, noFrame: 'never drew', build: (build) => `build ${build}`,
  size: (w, h) => `window ${w}×${h}`, twice: (n) => `${n} browsers`, behind: 'behind the wall', unread: 'Tiles not fetched',
};


export const ANSWER: Words['ANSWER'] = {
  unsigned: 'unsigned', signed: (name: string): string => `signed by ${name}`,
  supervise: 'Supervise',
  definition: 'Meaning', formula: 'Formula', numbers: 'Now', window: 'Window', scope: 'Scope', sources: 'Sources', missing: 'Missing', caveat: 'Note', nothingMissing: 'nothing', close: 'Close', wall: 'the link of this screen',
  due: 'Due', residents: (n) => `Residents ${n}`, noResidents: 'Residents not given', duration: (mean, median, p90) => `Mean ${mean} · median ${median} · P90 ${p90}`,
  windows: { now: 'now', today: (to) => `today 00:00–${to}`, day24: (to) => `24 hours to ${to}` },
  age: (age) => `age ${age}`,
  records: 'Records', loading: 'Fetching records', failed: 'Records cannot be had now', none: 'No records', again: 'Try again',
  total: (n) => `${n} records`, shown: (n) => `first ${n} listed`, complete: 'complete', incomplete: 'incomplete', since: (time) => `incomplete: only since ${time}`,
  online: { on: 'online', off: 'offline' }, expected: 'due on duty',
};

export const PAIRING: Words['PAIRING'] = {
  title: 'Pair a remote', where: (address) => `Open ${address} on the tablet, or scan`, until: (time) => `counts ${time} more, once`,
  unpair: (n) => (n === 0 ? 'no remote is paired' : `${n} paired · U unpairs all`), hide: 'C hides this', paired: (name) => `${name} is paired`,
  holder: (name) => `${name} (unverified) has the wall`, alone: (why) => `Not taken as a page of this wall, shown here alone: ${why}`,
};
