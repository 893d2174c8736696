/** Alerts in force, gravest first, as the wire orders them. Pure. */
import type { AlertColour } from '../../../server/wire/entity.ts';
import type { AlertsData } from '../../../server/wire/messages.ts';
import { whenText } from '../../look/format.ts';
import { ALERT, ALERTS } from '../../look/words.ts';

export interface AlertRow { id: string; colour: AlertColour; word: string; title: string; from: string; until: string }
export interface AlertsModel { rows: AlertRow[]; total: number; hidden: number }

export function alertRows(data: AlertsData, zone: string, now: number, most: number): AlertsModel {
  // Expiry falls due on the server; a wall that is a moment ahead of it shows none that has passed.
  const inForce = data.items.filter((alert) => alert.expiresAt === null || alert.expiresAt > now);
  const rows = inForce.slice(0, most).map((alert) => ({
    id: alert.id, colour: alert.colour, word: ALERT[alert.colour], title: alert.title,
    from: `${alert.issuer} ${whenText(zone, alert.issuedAt, now)}`,
    until: alert.expiresAt === null ? ALERTS.openEnded : ALERTS.until(whenText(zone, alert.expiresAt, now)),
  }));
  return { rows, total: inForce.length, hidden: inForce.length - rows.length };
}
