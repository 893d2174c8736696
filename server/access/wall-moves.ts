/** The record of who moved a wall from a remote, when and how; and which of a remote's commands it says were begun. */
import type { Audit, AuditLine } from './audit.ts';

export interface WallMoved {
  wall: string; who: string; from: string; at: number; device: string | null;
  /** Names what the device's page asked for. */
  command: string | null;
  what: string; detail: Record<string, string | number | boolean | null>;
}
const ACTION = /^wall\./;
/** Commands that a page may still ask about: minutes of them. */
const KEPT = 2_000;

export class WallMoves {
  private readonly commands = new Set<string>();

  constructor(private readonly audit: Pick<Audit, 'append'>, private readonly world: string) {}

  /** Takes in a line of the record. */
  take({ action, detail }: Pick<AuditLine, 'action' | 'detail'>): void {
    const command = detail['asked'];
    if (!ACTION.test(action) || detail['world'] !== this.world || typeof command !== 'string') return;
    this.commands.add(command);
    for (const oldest of this.commands) { if (this.commands.size <= KEPT) break; this.commands.delete(oldest); }
  }
  begun(command: string): boolean { return this.commands.has(command); }

  /** Fulfilled once it is on disk. Names are as given: what proves them is that their owner stood before the wall. */
  async wrote({ wall, who, from, at, device, command, what, detail }: WallMoved): Promise<void> {
    this.take(await this.audit.append({
      at, who, from: from.slice(0, 100), action: `wall.${what}`,
      detail: { world: this.world, wall, ...(device === null ? {} : { device }), ...(command === null ? {} : { asked: command }), ...detail, verified: false },
    }));
  }
}
