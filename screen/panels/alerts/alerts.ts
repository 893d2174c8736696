/** Alerts in force, gravest first, as the wire orders them. Pure. */
import type { AlertColour } from '../../../server/wire/entity.ts';
import type { AlertsData } from '../../../server/wire/messages.ts';
import { whenText } from '../../look/format.ts';
import { ALERT_MARK, ALERTS } from '../../look/words.ts';

export interface AlertRow { id: string; colour: AlertColour; word: string; title: string; from: string; until: string }
export interface AlertsModel { rows: AlertRow[]; total: number; hidden: number }

/** "X台发布暴雨橙色预警信号" by X台 → "暴雨橙色预警信号": the issuer stands under it, and what matters is not cut off. */
export function shortTitle(title: string, issuer: string): string {
  const rest = title.startsWith(issuer) ? title.slice(issuer.length).replace(/^(发布|：|:|\s)+/u, '') : title;
  return rest === '' ? title : rest;
}

export function alertRows(data: AlertsData, zone: string, now: number, most: number): AlertsModel {
  // Expiry falls due on the server; a wall that is a moment ahead of it shows none that has passed.
  const inForce = data.items.filter((alert) => alert.expiresAt === null || alert.expiresAt > now);
  const rows = inForce.slice(0, most).map((alert) => ({
    id: alert.id, colour: alert.colour, word: ALERT_MARK[alert.colour], title: shortTitle(alert.title, alert.issuer),
    // Who issued it gives way to what has not been done: the room is for one of them.
    from: alert.duty?.escalatedTo ? `${whenText(zone, alert.issuedAt, now)} · ${ALERTS.escalated(alert.duty.escalatedTo)}` : `${alert.issuer} ${whenText(zone, alert.issuedAt, now)}`,
    until: alert.expiresAt === null ? ALERTS.openEnded : ALERTS.until(whenText(zone, alert.expiresAt, now)),
  }));
  return { rows, total: inForce.length, hidden: inForce.length - rows.length };
}
