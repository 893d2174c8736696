/** The record of what the wall was made to show of the past: who, when, what before and what after. */
import type { WallPlayback } from '../wire/playback.ts';
import type { Audit, AuditLine } from './audit.ts';

const ACTION = 'playback.wall';

/** `alert`: on whose account it ended by itself. */
export interface WallPlayed { who: string; from: string; at: number; before: WallPlayback; after: WallPlayback; alert?: string }

export class WallPlaybackRecord {
  private shown: number | null = null;

  constructor(private readonly audit: Pick<Audit, 'append'>, private readonly world: string) {}

  /** Takes in a line of the record. */
  take({ action, detail }: Pick<AuditLine, 'action' | 'detail'>): void {
    if (action === ACTION && detail['world'] === this.world) this.shown = typeof detail['after'] === 'number' ? detail['after'] : null;
  }

  /** Fulfilled once it is on disk. */
  async wrote({ who, from, at, before, after, alert }: WallPlayed): Promise<void> {
    this.take(await this.audit.append({
      at, who, from, action: ACTION,
      detail: { world: this.world, before: before.at, beforeRate: before.rate, after: after.at, afterRate: after.rate, ...(alert === undefined ? {} : { alert }), verified: false },
    }));
  }

  /** A server that begins shows the present: where the record says otherwise, that it does is written too. */
  async began(at: number): Promise<void> {
    if (this.shown === null) return;
    const present = { at: null, rate: 1, by: null, since: null };
    await this.wrote({ who: 'server', from: 'console', at, before: { ...present, at: this.shown }, after: present });
  }
}
