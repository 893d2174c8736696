/**
 * Who acknowledged which alert, and when. The record of actions is the memory: it is read again at a
 * start, and an acknowledgement counts only once it stands there. Also which alerts stay quiet: of a
 * colour that takes no wall over, under a maintenance silence, or of a gauge that swings.
 */
import { ALERT_COLOURS, type Alert, type AlertColour } from '../wire/entity.ts';
import type { AlertItem } from '../wire/messages.ts';
import type { Audit, AuditLine } from './audit.ts';

export interface Ack { by: string; at: number }
export interface Silence { from: number; to: number; station?: string | undefined; region?: string | undefined }
export interface TakeoverRules { colours: readonly AlertColour[]; hysteresis: number; silences: readonly Silence[] }
export interface AckOptions {
  audit: Pick<Audit, 'append'>;
  world: string;
  rules: TakeoverRules;
  /** Whether a region is, or lies in, another. */
  within: (region: string, other: string) => boolean;
}
/** What an acknowledgement is of: the alert as it was then, and what it speaks of. */
interface Kept extends Ack { issuedAt: number; colour: AlertColour }

const ACTION = 'alert.acknowledge';
const gravity = (colour: AlertColour): number => ALERT_COLOURS.indexOf(colour);
/** Alerts of one event at one station, or else in one region, are one gauge's. */
const gaugeOf = ({ event, station, region }: Pick<Alert, 'event' | 'station' | 'region'>): string =>
  JSON.stringify([event, station ?? null, station === undefined ? region : null]);

export class Acknowledgements {
  private readonly byAlert = new Map<string, Kept>();
  private readonly byGauge = new Map<string, Kept>();
  private readonly underWay = new Map<string, Promise<Ack>>();
  /** Grows with each. */
  revision = 0;

  constructor(private readonly options: AckOptions) {}

  /** Takes in a line of the record. */
  take({ action, at, who, detail }: Pick<AuditLine, 'action' | 'at' | 'who' | 'detail'>): void {
    const { world, alert, event, station, region, issuedAt, colour: name } = detail;
    const colour = ALERT_COLOURS.find((one) => one === name);
    if (action !== ACTION || world !== this.options.world || colour === undefined) return;
    if (typeof alert !== 'string' || typeof event !== 'string' || typeof region !== 'string' || typeof issuedAt !== 'number') return;
    const kept: Kept = { by: who, at, issuedAt, colour };
    this.byAlert.set(alert, kept);
    this.byGauge.set(gaugeOf(typeof station === 'string' ? { event, region, station } : { event, region }), kept);
    this.revision++;
  }

  /** null also where the alert was issued anew, or has grown graver, since it was acknowledged. */
  of(alert: Alert): Ack | null {
    const kept = this.byAlert.get(alert.id);
    return kept && kept.issuedAt === alert.issuedAt && gravity(alert.colour) <= gravity(kept.colour) ? { by: kept.by, at: kept.at } : null;
  }

  /**
   * Why it does not take the wall over, whether acknowledged or not. `ended`: alerts that were in force before it. Where the
   * same gauge's last one ended a moment ago with nobody's signature, it must first stay above its limit for as long.
   */
  quiet(alert: Alert, now: number, ended: Iterable<Alert> = []): AlertItem['quiet'] {
    const { rules, within } = this.options;
    if (!rules.colours.includes(alert.colour)) return 'colour';
    const silent = rules.silences.some(({ from, to, station, region }) => now >= from && now < to
      && (station === undefined || station === alert.station) && (region === undefined || within(alert.region, region)));
    if (silent) return 'silence';
    const last = this.byGauge.get(gaugeOf(alert));
    // A graver colour is news, however lately a lesser one was acknowledged; one issued before that was on the wall itself.
    const swings = last !== undefined && alert.issuedAt > last.issuedAt && gravity(alert.colour) <= gravity(last.colour)
      && alert.issuedAt - last.at <= rules.hysteresis;
    return (swings || this.unsettled(alert, now, ended)) && this.of(alert) === null ? 'swing' : null;
  }

  private unsettled(alert: Alert, now: number, ended: Iterable<Alert>): boolean {
    const { hysteresis } = this.options.rules;
    if (now - alert.issuedAt >= hysteresis) return false;
    for (const { id, colour, revokedAt, ...gauge } of ended) {
      // One that takes another's place at the same moment is a step, no swing; one of another colour is news.
      if (revokedAt === undefined || id === alert.id || colour !== alert.colour || gaugeOf(gauge) !== gaugeOf(alert)) continue;
      if (revokedAt < alert.issuedAt && alert.issuedAt - revokedAt <= hysteresis) return true;
    }
    return false;
  }

  /** Fulfilled once it is on disk. The second to come is told who was first; rejects where it cannot be written. `also` goes into the record. */
  async acknowledge(alert: Alert, by: string, from: string, at: number, also: AuditLine['detail'] = {}): Promise<Ack & { first: boolean }> {
    const known = this.of(alert);
    if (known) return { ...known, first: false };
    const key = JSON.stringify([alert.id, alert.issuedAt, alert.colour]);
    const before = this.underWay.get(key);
    if (before) return { ...await before, first: false };
    const writing = this.write(alert, by, from, at, also).finally(() => { this.underWay.delete(key); });
    this.underWay.set(key, writing);
    return { ...await writing, first: true };
  }

  private async write(alert: Alert, by: string, from: string, at: number, also: AuditLine['detail']): Promise<Ack> {
    const { id, issuedAt, colour, event, region, station } = alert;
    const line = await this.options.audit.append({
      at, who: by, from, action: ACTION,
      // The name is as given: nobody has proved it.
      detail: { world: this.options.world, alert: id, issuedAt, colour, event, region, station: station ?? null, ...also, verified: false },
    });
    this.take(line);
    return { by: line.who, at: line.at };
  }
}
