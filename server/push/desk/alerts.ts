/** 预警处置: the alerts that concern a place, in force or ended lately, with what has been done about each and what is left. Out of memory. */
import type { ApiDeskAlerts, DeskAlert } from '../../wire/duty.ts';
import { ALERT_COLOURS, type Alert } from '../../wire/entity.ts';
import type { PushDeps } from '../deps.ts';
import { endOf } from '../mirrors/alerts.ts';
import type { Mirrors } from '../mirrors/index.ts';

/** What has ended stays listed so long. */
const ENDED_MS = 48 * 3_600_000;

type Deps = Pick<PushDeps, 'duty' | 'judge' | 'regions'>;

export function alertsOf(region: string, inside: (region: string) => boolean, now: number, mirrors: Mirrors, deps: Deps): ApiDeskAlerts {
  const above = new Set(deps.regions.path(region).map(({ code }) => code));
  const items: DeskAlert[] = [];
  for (const alert of mirrors.alerts.all()) {
    if (!above.has(alert.region) && !inside(alert.region)) continue;
    const ended = deps.judge.alertInForce(alert, now) ? null : endOf(alert);
    // What is not in force and has no end is yet to begin.
    if (!deps.judge.alertInForce(alert, now) && (ended === null || ended.at > now || ended.at < now - ENDED_MS)) continue;
    items.push(itemOf(alert, ended, now, mirrors, deps));
  }
  items.sort(order);
  const delays = (pick: (item: DeskAlert) => number | null): { count: number; mean: number | null } => {
    const all = items.map(pick).filter((ms) => ms !== null);
    return { count: all.length, mean: all.length === 0 ? null : all.reduce((a, b) => a + b, 0) / all.length };
  };
  return {
    region, now, items,
    response: {
      signed: delays(({ issuedAt, duty: { signed } }) => (signed ? Math.max(0, signed.at - issuedAt) : null)),
      arrived: delays(({ duty: { signed, arrived } }) => (signed && arrived ? Math.max(0, arrived.at - signed.at) : null)),
    },
  };
}

function itemOf(alert: Alert, ended: DeskAlert['ended'], now: number, { stations }: Mirrors, { duty, regions }: Deps): DeskAlert {
  const { lng = null, lat = null } = (alert.station === undefined ? null : stations.item(alert.station, now)) ?? {};
  return {
    id: alert.id, colour: alert.colour, event: alert.event, title: alert.title, issuer: alert.issuer, text: alert.text ?? null,
    issuedAt: alert.issuedAt, expiresAt: alert.expiresAt ?? null, region: alert.region, place: regions.path(alert.region).slice(1).map(({ name }) => name).join(' '),
    station: alert.station ?? null, lng, lat, ended, duty: duty.duty(alert),
  };
}

/** In force before ended; the gravest first; of one colour those that nobody has signed, then the newest. */
function order(a: DeskAlert, b: DeskAlert): number {
  const over = ({ ended }: DeskAlert): number => (ended ? 1 : 0);
  const signed = ({ duty }: DeskAlert): number => (duty.state === 'unsigned' ? 0 : 1);
  const gravity = ({ colour }: DeskAlert): number => ALERT_COLOURS.indexOf(colour);
  return over(a) - over(b) || gravity(b) - gravity(a) || signed(a) - signed(b) || b.issuedAt - a.issuedAt || (a.id < b.id ? -1 : 1);
}
