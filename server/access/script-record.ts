/** The record of scripts on walls: who began one, who went back to the present, and what cut it off. */
import type { Audit } from './audit.ts';

/** `deed`: start, resume, live, interrupted or ended; `at`: ms of the live world's clock. */
export interface ScriptDeed { deed: string; wall: string; script: string; second: number; who: string; at: number; because?: string; alert?: string }

export class ScriptRecord {
  constructor(private readonly audit: Pick<Audit, 'append'>, private readonly world: string) {}

  /** Fulfilled once it is on disk. */
  async wrote({ deed, who, at, ...detail }: ScriptDeed): Promise<void> {
    await this.audit.append({ at, who, from: 'demo', action: `demo.${deed}`, detail: { world: this.world, ...detail, verified: false } });
  }
}
