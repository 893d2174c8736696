/** The truth about cameras, stations, alerts and staff at a moment. */
import type { City, StationReading } from '../city/types.ts';
import type { Gauge } from '../hydrology/stations.ts';
import { readingLateness } from '../hydrology/routes.ts';
import { versionAt } from '../hydrology/warnings.ts';
import { MINUTE, formatDay, dayOf } from '../local-time.ts';
import type { World } from '../simulator.ts';
import { phoneDelay } from '../staffing/routes.ts';
import { segmentAt } from '../staffing/shifts.ts';
import { statesNow } from '../video/routes.ts';
import type { Tally } from './tally.ts';

const STATION_SILENCE = 20 * MINUTE;
const STAFF_SILENCE = 5 * MINUTE;

/** By point where that lies in the city (swapped back where it was swapped), else by code, else the city. */
function placeByPoint(city: City, lng: number | null, lat: number | null, code: string): string {
  if (lng !== null && lat !== null) {
    const found = city.regionAt(lng, lat) ?? city.regionAt(lat, lng);
    if (found) return found;
  }
  return city.byCode.has(code) ? code : city.code;
}

export function countVideo(world: World, at: number, tally: Tally): void {
  const { states, cameras } = { states: statesNow(world.site, world.video, at), cameras: world.video.cameras };
  const number = (text: string): number | null => (text === '' || Number(text) === 0 ? null : Number(text));
  cameras.forEach((camera, i) => {
    if (states.state[i] === 2) return;
    const region = placeByPoint(world.cases.city, number(camera.lng), number(camera.lat), camera.civil);
    tally.add(region, 'video.total');
    tally.add(region, states.state[i] === 1 ? 'video.on' : 'video.off');
  });
}

const TYPE_NAMES = { ZZ: 'river', ZQ: 'river', PP: 'rain', RR: 'reservoir', DD: 'sluice', JS: 'ponding', BZ: 'pump' } as const;
const PONDING = { alert: 3, warning: 10, danger: 25 };

export function countStations(world: World, now: number, at: number, tally: Tally): void {
  const late = readingLateness(world.site);
  world.hydro.gauges.forEach((gauge, i) => {
    const latest = world.hydro.readings.latest(i, at, late);
    const silent = !latest || now - latest.at >= STATION_SILENCE;
    const state = silent ? 'silent' : stateOf(gauge, world.hydro.readings.value(i, latest.at), now);
    const region = placeByPoint(world.cases.city, gauge.lng, gauge.lat, gauge.adcode);
    tally.add(region, 'station.total');
    tally.add(region, `station.${state}`);
    tally.add(region, `station.${TYPE_NAMES[gauge.type]}.${state}`);
  });
}

/** The highest threshold reached; a rain gauge's is held against the last hour. */
function stateOf(g: Gauge, r: StationReading, now: number): string {
  const value = g.type === 'PP' ? r.rain1h : r.level;
  if (value === undefined) return 'normal';
  const limits = g.type === 'JS' ? PONDING : { alert: g.alert, warning: g.limits.length > 0 ? limitOn(g, now) : g.warning, danger: g.danger };
  if (limits.danger !== null && value >= limits.danger) return 'danger';
  if (limits.warning !== null && value >= limits.warning) return 'warning';
  if (limits.alert !== null && value >= limits.alert) return 'alert';
  return 'normal';
}

/** The limit that began last, this year or the year before. */
function limitOn(g: Gauge, now: number): number {
  const today = formatDay(dayOf(now)).slice(5);
  const begun = g.limits.filter((l) => l.from <= today);
  return (begun.at(-1) ?? g.limits.at(-1)!).level;
}

const COLOURS = { 蓝: 'blue', 黄: 'yellow', 橙: 'orange', 红: 'red' } as const;

export function countAlerts(world: World, now: number, at: number, tally: Tally): void {
  for (const warning of world.hydro.warnings.known(at)) {
    const version = versionAt(warning, at);
    if (!version || version.expires <= now || (version.revoked !== null && version.revoked <= now)) continue;
    const region = world.cases.city.byCode.has(warning.adcode) ? warning.adcode : world.cases.city.code;
    tally.add(region, 'alert.active');
    tally.add(region, `alert.${COLOURS[warning.colour]}`);
  }
}

const ROLES = ['', 'lead', 'fullTime', 'partTime', 'adviser'] as const;
const DUTIES = ['offDuty', 'onDuty', 'patrol', 'handling'] as const;

export function countStaff(world: World, now: number, positionsAt: number, rosterAt: number, tally: Tally): void {
  const { people, reports, walk } = world.staff;
  const city = world.cases.city;
  const segment = segmentAt(rosterAt);
  const second = Math.floor(positionsAt / 1000);
  const expected = people.shifts.expected(segment);
  const report = { at: 0, signOff: false };
  for (let i = 0; i < people.count; i++) {
    if (!people.onRoster(i, segment)) continue;
    const [grid, community] = people.codes(i, segment);
    const region = [grid, community, community.slice(0, 9)].find((code) => code !== null && city.byCode.has(code)) ?? city.code;
    const reported = reports.last(i, second - phoneDelay(world.site, i, second), report);
    const alive = reported && !report.signOff && now - report.at * 1000 < STAFF_SILENCE;
    const duty = alive ? DUTIES[walk.dutyAt(i, report.at)]! : 'offDuty';
    const role = ROLES[people.roles[i]!]!;
    for (const name of ['staff.total', `staff.${role}`, `staff.${duty}`, `staff.${role}.${duty}`]) tally.add(region, name);
    if (expected[i]) tally.add(region, 'staff.expected');
    if (expected[i] && alive) tally.add(region, 'staff.expectedOn');
  }
}
