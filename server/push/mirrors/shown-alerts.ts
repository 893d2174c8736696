/** Alerts as they were shown, items as they are: for who shows recordings, where nothing is judged again. */
import type { Alert } from '../../wire/entity.ts';
import type { AlertItem } from '../../wire/messages.ts';
import { AlertMirror } from './alerts.ts';

export interface RecordedAlerts { readonly alertRevision: number; alerts(): Iterable<AlertItem> }

export class ShownAlerts extends AlertMirror {
  constructor(private readonly recorded: RecordedAlerts, ...rest: ConstructorParameters<typeof AlertMirror>) { super(...rest); }

  override put(): void { /* its items come whole */ }
  override remove(): void { /* the same */ }
  override load(): Promise<void> { return Promise.resolve(); }
  override sweep(): void { this.revision = this.recorded.alertRevision; }
  override find(): null { return null; }
  override *all(): Iterable<Alert> { for (const item of this.recorded.alerts()) yield alertOf(item); }
  override get(id: string): Alert | null { for (const alert of this.all()) if (alert.id === id) return alert; return null; }
  override inForce(): Iterable<AlertItem> { return this.recorded.alerts(); }
}

const alertOf = ({ id, colour, event, title, issuer, issuedAt, expiresAt, region, station, text }: AlertItem): Alert => ({
  kind: 'alert', id, version: { by: 'updated', value: issuedAt }, updatedAt: issuedAt, region, colour, event, title, issuer, issuedAt,
  ...(expiresAt === null ? {} : { expiresAt }), ...(station === null ? {} : { station }), ...(text === null ? {} : { text }),
});
