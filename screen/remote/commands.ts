/**
 * What a presenter presses, in order and each once, over a link that may drop any question or any answer. A command
 * bears a name of its own and is sent again under it until it is answered. After ten seconds it is no longer wanted:
 * then the server is asked whether it was done, and from that moment on it will not be. Until that is answered, the
 * page says that it does not know.
 */
import type { RemoteAct, RemoteAnswer, RemoteCommand, RemoteWhy } from '../../server/wire/remote.ts';

/** Waits behind others; is sent; is no longer wanted and not known to be undone; and then what became of it. */
export type Standing = 'waiting' | 'sent' | 'settling' | 'done' | 'not' | 'unknown';
export interface Command { id: string; act: RemoteAct; /** Monotonic ms at which it was pressed. */ at: number; standing: Standing; why: RemoteWhy | 'unpaired' | null; words: string | null }

/** The server no longer knows this device. */
export class Unpaired extends Error {}
export interface CommandEffects {
  wall: string;
  mono(): number;
  later(run: () => void, ms: number): void;
  /** Letters and digits by chance. */
  random(): string;
  /** Rejects where no answer came, as Unpaired where the device is none any more. `gaveUp`: nobody waits for the answer now. */
  send(command: RemoteCommand, gaveUp: AbortSignal): Promise<RemoteAnswer>;
  /** Whatever stands otherwise now. */
  changed(): void;
}

export const WANTED_MS = 10_000;
/** The server remembers what became of a command for ten minutes. */
const KNOWN_MS = 9 * 60_000;
const AGAIN_MS = 300;

type Sending = Command & { seq: number; tries: number; stop: AbortController | null };

export class Commands {
  private readonly queue: Sending[] = [];
  private readonly page: string;
  private seq = 0;
  private running = false;

  constructor(private readonly effects: CommandEffects) { this.page = effects.random(); }

  get pending(): readonly Command[] { return this.queue; }

  /** After all that was pressed before. */
  press(act: RemoteAct): Command {
    const command = this.made(act);
    this.queue.push(command);
    this.run();
    return command;
  }

  /** Before everything else: what has not been sent yet is not wanted any more, and what is under way is not waited for. */
  first(act: RemoteAct): Command {
    for (const one of [...this.queue]) if (one.tries === 0) this.settle(one, { outcome: 'not', why: 'overtaken', words: null });
    const command = this.made(act);
    this.queue.unshift(command);
    const under = this.queue[1];
    if (under) { under.standing = 'settling'; under.stop?.abort(); }
    this.run();
    return command;
  }

  /** The device is paired anew, or the link is known to be back: what waits is tried at once. */
  nudge(): void { this.run(); }

  private made(act: RemoteAct): Sending {
    return { id: this.effects.random(), act, at: this.effects.mono(), standing: 'waiting', why: null, words: null, seq: this.seq++, tries: 0, stop: null };
  }

  private run(): void {
    this.effects.changed();
    if (this.running) return;
    this.running = true;
    void this.drain().finally(() => { this.running = false; });
  }

  private async drain(): Promise<void> {
    for (let head = this.queue[0]; head; head = this.queue[0]) {
      if (!await this.attempt(head)) await new Promise<void>((resolve) => { this.effects.later(resolve, AGAIN_MS); });
    }
  }

  /** True where the queue may go on at once. */
  private async attempt(one: Sending): Promise<boolean> {
    const { effects } = this;
    const age = effects.mono() - one.at;
    if (age >= KNOWN_MS) { this.settle(one, { outcome: one.tries === 0 ? 'not' : 'unknown', why: 'late', words: null }); return true; }
    // What never left this page needs nobody's word.
    if (one.tries === 0 && age >= WANTED_MS) { this.settle(one, { outcome: 'not', why: 'late', words: null }); return true; }
    if (one.standing === 'waiting' || age >= WANTED_MS) one.standing = age >= WANTED_MS ? 'settling' : 'sent';
    effects.changed();
    const stop = one.stop = new AbortController();
    const settle = one.standing === 'settling';
    one.tries++;
    try {
      const { id, seq, act } = one;
      const answer = await effects.send({ wall: effects.wall, id, page: this.page, seq, settle, act }, stop.signal);
      this.settle(one, answer);
      return true;
    } catch (error) {
      if (error instanceof Unpaired) { this.settle(one, { outcome: one.tries === 1 ? 'not' : 'unknown', why: 'unpaired', words: null }); return true; }
      // Given up for one that goes before it.
      return this.queue[0] !== one;
    } finally { one.stop = null; }
  }

  private settle(one: Sending, { outcome, why, words }: { outcome: 'done' | 'not' | 'unknown'; why: Command['why']; words: string | null }): void {
    const at = this.queue.indexOf(one);
    if (at < 0) return;
    this.queue.splice(at, 1);
    Object.assign(one, { standing: outcome, why, words });
    this.effects.changed();
  }
}
