/** Alerts as they were shown, items as they are: for who shows recordings, where nothing is judged again. */
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
  override inForce(): Iterable<AlertItem> { return this.recorded.alerts(); }
}
