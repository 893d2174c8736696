/** What a takeover says beside the map, and where on the wall it stands. Pure. */
import type { CounterRow } from '../../server/wire/counters.ts';
import { DUTY_STATES, type AlertColour } from '../../server/wire/entity.ts';
import type { AlertItem, StationItem } from '../../server/wire/messages.ts';
import type { ApiNearby } from '../../server/wire/nearby.ts';
import { ageText, count, whenText } from '../look/format.ts';
import { ALERT, TAKEOVER as W } from '../look/words.ts';
import { levelText, sentence } from '../map/stations.ts';
import type { Box, Canvas, Plan } from './layout.ts';
import { cameraRows, staffRows, type CameraRow, type StaffRow } from './near-rows.ts';

export interface CardInput {
  alert: AlertItem;
  /** undefined: the stations have not come yet; null: there is none of this id. */
  station: StationItem | null | undefined;
  /** What stands near; null while it has not come. `failed`: the last question was not answered. */
  nearby: ApiNearby | null; failed: boolean;
  /** Whether it is known where: only then can anything be near. */
  placed: boolean;
  /** Of the place that is framed; null while they have not come. */
  row: CounterRow | null;
  now: number; zone: string;
  /** How much of it the card has room for. */
  room: Room;
}
export interface Card {
  colour: AlertColour; head: string; title: string; issued: string; age: string; text: string;
  level: { value: string; detail: string };
  /** `pictures`: so many of them are shown; `has`: what can be had of any. */
  cameras: { scope: string; rows: CameraRow[]; note: string; pictures: number; has: ApiNearby['pictures'] };
  staff: { scope: string; rows: StaffRow[]; note: string };
}
export type { CameraRow, StaffRow } from './near-rows.ts';

/** How many of each a card shows, and whether the alert's own text: by its height in design px. */
export interface Room { text: boolean; cameras: number; pictures: number; staff: number }
export const roomOf = (height: number): Room =>
  (height >= 960 ? { text: true, cameras: 4, pictures: 4, staff: 4 } : height >= 740 ? { text: true, cameras: 4, pictures: 2, staff: 3 } : { text: false, cameras: 2, pictures: 2, staff: 2 });

export function cardOf(input: CardInput): Card {
  const { alert, now, zone, room } = input;
  return {
    colour: alert.colour, head: W.head(ALERT[alert.colour]), title: alert.title, text: room.text ? alert.text ?? '' : '',
    issued: W.issued(alert.issuer, whenText(zone, alert.issuedAt, now)), age: W.age(ageText(Math.max(0, now - alert.issuedAt))),
    level: levelOf(input), cameras: camerasOf(input), staff: staffOf(input),
  };
}

function levelOf({ alert, station }: CardInput): Card['level'] {
  if (alert.station === null) return { value: '', detail: W.noStation };
  if (!station) return { value: '', detail: W.stationAway };
  return { value: levelText(station) ?? '', detail: `${station.name} · ${sentence(station).detail}` };
}

function camerasOf(input: CardInput): Card['cameras'] {
  const { nearby, row, room } = input;
  const scope = row ? W.online(count(row['video.on'] ?? 0), count(row['video.total'] ?? 0)) : W.countAway;
  const rows = cameraRows(nearby).slice(0, room.cameras);
  return { scope, rows, note: noteOf(input, rows.length === 0 ? W.noCameras : ''), pictures: room.pictures, has: nearby?.pictures ?? { hls: false, snapshot: false } };
}

function staffOf(input: CardInput): Card['staff'] {
  const { nearby, row, room, now } = input;
  const here = row ? DUTY_STATES.reduce((sum, duty) => sum + (duty === 'offDuty' ? 0 : row[`staff.${duty}`] ?? 0), 0) : null;
  const rows = staffRows(nearby, now).slice(0, room.staff);
  return { scope: here === null ? W.countAway : W.onDuty(count(here)), rows, note: noteOf(input, rows.length === 0 ? W.noStaff : '') };
}

/** What was found stays when a question fails, and says so. */
function noteOf({ nearby, failed, placed }: CardInput, none: string): string {
  if (!placed) return W.noPlace;
  if (nearby) return failed ? W.nearOld : none;
  return failed ? W.nearFailed : W.nearAway;
}

/** What has the card's room: lines of it and air. */
const CARD = { width: 420, least: 430, margin: 32, bottom: 28, air: 12 } as const;

/** The panels' column next to the map, at its right or (on a portrait wall) under it; the map stays free. `under`: what has the top of the wall reaches down to there. */
export function cardBox(plan: Plan, { width, height, seams }: Canvas, under = 0): Box {
  const columns = plan.panels.filter(({ key }) => !key.startsWith('b'));
  const beside = columns.filter(({ x }) => x >= plan.map.x + plan.map.width);
  const x = beside.length > 0 ? Math.min(...beside.map((p) => p.x)) : columns.length > 0 ? Math.max(...columns.map((p) => p.x)) : width - CARD.margin - CARD.width;
  const column = columns.filter((p) => p.x === x);
  const top = Math.max(under > 0 ? under + CARD.air : 0, Math.min(height - CARD.bottom - CARD.least, ...column.map((p) => p.y)));
  const wide = column[0]?.width ?? CARD.width;
  // No seam runs through it: the highest stretch that holds it, else the longest.
  const edges = [top - CARD.air, ...seams.y.filter((y) => y > top && y < height - CARD.bottom).sort((a, b) => a - b), height - CARD.bottom + CARD.air];
  const parts = edges.slice(1).map((end, i) => ({ y: edges[i]! + CARD.air, height: end - edges[i]! - 2 * CARD.air }));
  const part = parts.find((one) => one.height >= CARD.least) ?? parts.reduce((most, one) => (one.height > most.height ? one : most));
  return { x, width: wide, ...part };
}

/** The widest stretch of the wall that no seam crosses: the band's words stand in it. */
export function bandWords({ width, seams }: Canvas): { left: number; right: number } {
  const edges = [0, ...[...seams.x].sort((a, b) => a - b), width];
  const stretches = edges.slice(1).map((end, i) => ({ left: edges[i]!, right: width - end, wide: end - edges[i]! }));
  const { left, right } = stretches.reduce((most, one) => (one.wide > most.wide ? one : most));
  return { left, right };
}
