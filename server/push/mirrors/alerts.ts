/** Alerts that are, or were lately, in force: a few dozen. */
import type { Alert } from '../../wire/entity.ts';
import type { AlertItem } from '../../wire/messages.ts';
import type { Judge, PushAcks, PushDuty, PushRegions, PushStore } from '../deps.ts';
import { Gone } from './gone.ts';

const KEEP_MS = 48 * 3_600_000;
const LOOK_MS = 1000;

export class AlertMirror {
  private readonly kept = new Map<string, Alert>();
  private readonly gone = new Gone();
  private force = new Map<string, AlertItem>();
  private lookedAt = -Infinity;
  private stale = true;
  private acked = -1;
  private done = -1;
  /** Grows whenever the set in force, or one of them, changes. */
  revision = 0;

  constructor(private readonly judge: Judge, private readonly acks: PushAcks, private readonly duty: Pick<PushDuty, 'revision' | 'brief'>, private readonly regions: Pick<PushRegions, 'path'>) {}

  put(entities: readonly Alert[]): void {
    for (const entity of entities) {
      const before = this.kept.get(entity.id);
      const version = entity.version.value;
      if ((before && version < before.version.value) || version <= this.gone.version(entity.id)) continue;
      this.kept.set(entity.id, entity);
      this.stale = true;
    }
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) {
      const before = this.kept.get(id);
      if (!before) continue;
      this.gone.add(id, before.version.value);
      this.kept.delete(id);
      this.stale = true;
    }
  }

  async load(store: Pick<PushStore, 'scan'>): Promise<void> {
    for await (const page of store.scan('alert')) this.put(page.map((stored) => stored.entity));
  }

  /** Brings the set in force to `now`: at once after a change, else every second, since alerts and silences end by the clock. */
  sweep(now: number, wall: number): void {
    if (!this.stale && this.acked === this.acks.revision && this.done === this.duty.revision && wall - this.lookedAt < LOOK_MS) return;
    this.lookedAt = wall;
    const force = new Map<string, AlertItem>();
    this.acked = this.acks.revision;
    this.done = this.duty.revision;
    let same = true;
    const ended = [...this.kept.values()].filter((alert) => !this.judge.alertInForce(alert, now));
    for (const [id, alert] of this.kept) {
      if (this.judge.alertInForce(alert, now)) {
        const item = this.item(alert, now, ended);
        const before = this.force.get(id);
        // One that says the same stays the same object, so that it is not sent again.
        const unchanged = before !== undefined && JSON.stringify(before) === JSON.stringify(item);
        force.set(id, unchanged ? before : item);
        same &&= unchanged;
      } else if (alert.issuedAt < now - KEEP_MS && (endOf(alert)?.at ?? Infinity) < now - KEEP_MS) {
        this.kept.delete(id);
      }
    }
    this.stale = false;
    if (same && force.size === this.force.size) return;
    this.force = force;
    this.revision++;
  }

  /** The alert itself, if it is in force at `now`. */
  find(id: string, now: number): Alert | null {
    const alert = this.kept.get(id);
    return alert && this.judge.alertInForce(alert, now) ? alert : null;
  }

  inForce(): Iterable<AlertItem> { return this.force.values(); }
  /** Also those that ended lately. */
  all(): Iterable<Alert> { return this.kept.values(); }
  get(id: string): Alert | null { return this.kept.get(id) ?? null; }

  private item(alert: Alert, now: number, ended: readonly Alert[]): AlertItem {
    const item = itemOf(alert, this.acks.of(alert), this.acks.quiet(alert, now, ended), this.regions.path(alert.region).slice(0, -1).map(({ code }) => code));
    const duty = this.duty.brief(alert);
    return duty ? { ...item, duty } : item;
  }
}

/** When it ends by its own times, and how; null: it is open-ended. */
export function endOf({ revokedAt, expiresAt }: Alert): { at: number; how: 'revoked' | 'expired' } | null {
  if (revokedAt !== undefined && (expiresAt === undefined || revokedAt <= expiresAt)) return { at: revokedAt, how: 'revoked' };
  return expiresAt === undefined ? null : { at: expiresAt, how: 'expired' };
}

const itemOf = (alert: Alert, ack: { by: string; at: number } | null, quiet: AlertItem['quiet'], within: string[]): AlertItem => ({
  id: alert.id, colour: alert.colour, event: alert.event, title: alert.title, issuer: alert.issuer,
  issuedAt: alert.issuedAt, expiresAt: alert.expiresAt ?? null, region: alert.region,
  station: alert.station ?? null, text: alert.text ?? null, within,
  ackedBy: ack?.by ?? null, ackedAt: ack?.at ?? null, quiet,
});
