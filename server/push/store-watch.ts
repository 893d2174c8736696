/** Whether the store answers at all: asked anew once a second, so that screens are told within seconds. */
import type { Clock } from '../wire/clock.ts';

/** Unanswered for longer than this, it is away: scripts take milliseconds, but a starved machine may keep them waiting. */
const PATIENCE_MS = 4000;

export class StoreWatch {
  private answered: { wall: number; now: number };
  private asking = false;

  constructor(private readonly answers: () => Promise<void>, private readonly clock: Clock, private readonly wall: () => number) {
    this.answered = { wall: wall(), now: clock.now() };
  }

  /** World time at which the store last answered, while it does not; else null. One question at a time. */
  look(): number | null {
    if (!this.asking) {
      this.asking = true;
      // Why it fails is told by whoever reads or writes; here only that it does.
      this.answers().then(() => { this.answered = { wall: this.wall(), now: this.clock.now() }; }, () => undefined)
        .finally(() => { this.asking = false; });
    }
    return this.wall() - this.answered.wall > PATIENCE_MS ? this.answered.now : null;
  }
}
