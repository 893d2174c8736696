/** The meaning of every figure, in English. */
import type { MasterKey } from '../registry.ts';
import type { Told } from './type.ts';

const DUE = 'Due = closed today + overdue now, so that it never exceeds 100 %';
const OWN_TIME = 'Each stage counts by its own time: a later one may have more than an earlier';
const AREA = 'The area is computed from the boundary';
const NOBODY = 'The department is the one that the source names; without one, or with one that the table lacks, a case has no department. Counted down to streets';
const RAIN = 'Silent stations are left out';

export const TOLD: Readonly<Record<MasterKey, Told>> = {
  accepted: { name: 'Accepted today', definition: 'Cases accepted since midnight.', formula: 'Cases whose time of acceptance is today; ▲▼ compares those reported today with those reported yesterday until the same time', parts: ['accepted today', 'reported today', 'yesterday until now'], caveat: 'Only equal spans of time are compared; a base of zero shows —' },
  reported: { name: 'Reported today', definition: 'Cases reported since midnight, from whatever source and in whatever state.', formula: 'Cases whose time of report is today', parts: ['reported today', 'yesterday until now'] },
  onTime: { name: 'Closed on time', definition: 'Of the cases due, the share closed within their limit.', formula: 'Closed on time / due', parts: ['closed on time', 'closed today', 'overdue'], caveat: `${DUE}; a case without a limit counts as on time when it is closed` },
  closing: { name: 'Closed of due', definition: 'Of the cases due, the share that is closed.', formula: 'Closed / due', parts: ['closed today', 'overdue'], caveat: DUE },
  filing: { name: 'Filed of accepted', definition: 'Of the cases accepted, the share that was filed.', formula: 'Filed / accepted', parts: ['filed today', 'accepted today'], caveat: 'Each stage counts by its own time: what is filed today may have been accepted yesterday' },
  overdue: { name: 'Overdue', definition: 'Open cases past their limit and not closed; those on hold are left out, those closed late are counted apart.', formula: 'Open cases whose limit is before now', parts: ['overdue', 'of them urgent', 'closed late today'], caveat: 'A case to which its source gave no limit is never overdue' },
  duration: { name: 'Mean handling', definition: 'From report to closing, of the cases closed today, without the time on hold.', formula: 'Sum of durations / cases closed today; median and P90 beside it', parts: ['closed today'], caveat: 'The mean is exact to the second; median and P90 come from a histogram, within 2 %' },
  passed: { name: 'Passed today', definition: 'Cases that came to this stage today.', formula: 'Cases whose time of this stage is today', parts: ['passed today'], caveat: OWN_TIME },
  waiting: { name: 'Waiting', definition: 'Cases that stand at this stage now and are not closed, those on hold included.', formula: 'Cases not closed whose stage is this one', parts: ['waiting'] },
  open: { name: 'Open', definition: 'Cases neither closed nor void, those on hold included.', formula: 'Cases not closed', parts: ['open', 'of them on hold'] },
  urgent: { name: 'Urgent and open', definition: 'Cases marked urgent and not closed.', formula: 'Cases not closed that are urgent', parts: ['urgent and open'] },
  suspended: { name: 'On hold', definition: 'Cases put off by leave, whose clock stands.', formula: 'Cases whose state is on hold', parts: ['on hold'], caveat: 'Time on hold does not count as handling' },
  supervised: { name: 'Urged', definition: 'Open cases under supervision from above.', formula: 'Cases not closed that are supervised', parts: ['urged'] },
  reworked: { name: 'Redone', definition: 'How often cases handled today were sent back to be done again.', formula: 'Times sent back; rate = redone / handled', parts: ['redone'], caveat: 'Counted by time: one case may be redone often, so that the records can be fewer' },
  class: { name: 'Reported by class', definition: 'Cases reported today, by the classification chosen; a case stands in several classifications at once.', formula: 'Cases reported today whose category belongs to the class', parts: ['reported today'], caveat: 'A category that the classification lacks counts as unclassified' },
  source: { name: 'Reported by source', definition: 'Cases reported today, by source.', formula: 'Cases reported today from this source', parts: ['this source', 'reported today'] },
  department: { name: 'Open, of a department', definition: 'Cases this department answers for, neither closed nor void, those on hold included.', formula: 'Cases not closed whose department is this one', parts: ['open', 'of them overdue'], caveat: NOBODY },
  departmentOverdue: { name: 'Overdue, of a department', definition: 'Open cases of this department past their limit; those on hold are left out.', formula: 'Open cases of this department whose limit is before now', parts: ['overdue', 'open'], caveat: NOBODY },
  departmentRate: { name: 'Overdue share of a department', definition: 'Of the open cases of this department, the share that is overdue.', formula: 'Overdue / open of the department', caveat: `▲ far behind: a share above 1.5 times that of all departments here, and 3 overdue at least. ${NOBODY}` },
  departmentClosed: { name: 'Closed today, of a department', definition: 'Cases closed today that this department answers for.', formula: 'Cases closed today whose department is this one', parts: ['closed today', 'overdue now'], caveat: NOBODY },
  perResidents: { name: 'Per 10,000 residents', definition: 'Cases reported today for each 10,000 residents.', formula: 'Reported today / residents × 10,000', parts: ['reported today'], caveat: 'Residents are those of the boundary file; a region without them shows —' },
  trendReported: { name: 'Reported in 24 hours', definition: 'Cases reported in each step of the last 24 hours.', formula: 'Cases whose time of report is in the step; the legend has their sum' },
  trendClosed: { name: 'Closed in 24 hours', definition: 'Cases closed in each step of the last 24 hours.', formula: 'Cases whose time of closing is in the step; the legend has their sum' },
  reportedPerArea: { name: 'Reported today per km²', definition: 'Cases reported today for each square kilometre.', formula: 'Reported today / area', parts: ['reported today'], caveat: AREA },
  openPerArea: { name: 'Open cases per km²', definition: 'Open cases for each square kilometre.', formula: 'Open / area', parts: ['open'], caveat: AREA },
  heat: { name: 'Case density', definition: 'Where cases reported in the last 24 hours stand close together.', formula: 'Cases in the kernel / its area: a kernel fixed in metres, so that a colour means one density at every zoom', caveat: 'Cases without a point are not in it; a scene may take one class alone' },
  video: { name: 'Video online', definition: 'Of the video points managed, the share online; platforms and groups of the list are no points.', formula: 'Online / managed', parts: ['online', 'offline'] },
  videoOff: { name: 'Video offline', definition: 'Points whose state in the list is offline.', formula: 'Managed − online', parts: ['offline', 'managed'] },
  duty: { name: 'Staff on duty', definition: 'Of the grid staff due on duty now, the share on duty, on patrol or handling.', formula: 'On duty / due', parts: ['on the roster'], caveat: 'Without a position for long, staff count as off duty; who is due, the roster says' },
  staff: { name: 'Staff density', definition: 'Grid staff due and on duty for each square kilometre.', formula: 'On duty / area', parts: ['on duty', 'due'], caveat: AREA },
  role: { name: 'Grid staff', definition: 'Staff of this role on duty, on patrol or handling now, and on the roster.', formula: 'On duty + patrol + handling / roster', parts: ['on duty', 'patrol', 'handling', 'on the roster'], caveat: 'Of a role that sends no positions only the roster is shown' },
  onDuty: { name: 'On duty', definition: 'Grid staff on duty, on patrol or handling now, whether the roster expects them or not.', formula: 'On duty + on patrol + handling', parts: ['On duty', 'On patrol', 'Handling', 'On roster'], caveat: 'Long without a position counts as off duty' },
  dutyState: { name: 'State of duty', definition: 'Grid staff in this state now, of whatever role.', formula: 'Staff in this state', parts: ['staff', 'on the roster'] },
  stations: { name: 'Stations', definition: 'Water and ponding stations here, those over a limit, and those silent.', formula: 'Over = alert + warning + danger', parts: ['alert', 'warning', 'danger', 'silent', 'all'], caveat: 'Without a reading for too long a station is silent, and never counts as normal' },
  level: { name: 'Reading', definition: 'The newest reading of the station; ponding in cm, all else in m.', formula: 'Reading against warning (a reservoir\'s limit of the day) and danger; time to warning = distance / rise of the last hour', caveat: 'The time is reckoned from the present rise; it is no forecast' },
  rain: { name: 'Most rain', definition: 'The rain station here with the most rain in the last hour.', formula: 'Greatest one-hour rain of the stations', caveat: RAIN },
  water: { name: 'Stations of a state', definition: 'Stations of this type that are in this state.', formula: 'By the newest reading and each station\'s limits', parts: ['stations'] },
  waterTotal: { name: 'Stations of a type', definition: 'All stations of this type, normal and silent ones included.', formula: 'Sum over the states', parts: ['normal', 'silent'] },
  rainField: { name: 'Rain field', definition: 'Rain of the last 24 hours between the city\'s gauges, interpolated: a sketch, not a measurement.', formula: 'At each place the mean of the gauges within 10 km, weighted by inverse distance; classes from 0.1/10/25/50/100/250 mm', caveat: 'No colour where no gauge lies within 10 km; silent gauges are left out' },
  trendRain: { name: 'Rain of 24 hours', definition: 'Mean rain of the stations in the last 24 hours.', formula: 'Mean of the stations in each step; the legend has the sum', caveat: RAIN },
  trendLevel: { name: 'Level of 24 hours', definition: 'Level of the station nearest to its limit.', formula: 'Last reading in each step', caveat: 'The legend says which station it is' },
  weather: { name: 'Weather', definition: 'The class of rain by the city\'s own stations; no forecast.', formula: 'Mean rain of 24 hours, classed at 0.1/10/25/50/100/250 mm', caveat: RAIN },
  alerts: { name: 'Alerts in force', definition: 'Alerts issued, neither lifted nor expired, that concern this place.', formula: 'Alerts in force now', parts: ['of this place'], caveat: 'Those of the regions above are listed too; the colour of an alert and the level of a response are two facts' },
  feeds: { name: 'Sources', definition: 'Of the connected sources, those on time and well.', formula: 'Well / connected', caveat: 'Age = now − the source\'s own time of its data, not the time it was received' },
  feed: { name: 'Age of the data', definition: 'Up to which moment of the source its data has come.', formula: 'Now − the source\'s own time', caveat: 'Whole = taken in and placed / expected' },
  rejects: { name: 'Refused records', definition: 'Records that came and cannot be used, by source and reason.', formula: 'Sum since the source was connected', caveat: 'They are in no figure; they are kept as they came' },
  tiles: { name: 'Tiles of the wall', definition: 'Whether the browser of each tile of this wall lives, when it last drew, and which build it runs.', formula: 'live tiles / all tiles; silent after 10 s without a report', caveat: 'The last frame is the last that the browser drew; its build should be the server\'s' },
  lag: { name: 'Live', definition: 'How much later the picture is than the server\'s fastest beat.', formula: 'Delay of this beat − least delay of the last minute', caveat: 'After three seconds without a beat the link is called lost' },
};
