/** Calls tick and beat at their pace, never two ticks at once, and says once when ticks begin or cease to fail. */
import type { PushDeps } from './deps.ts';

const BEAT_MS = 1000;
/** Failing ticks are tried more and more seldom, at most this far apart. */
const SLOWEST_MS = 2000;

export class Pace {
  private ticking: NodeJS.Timeout | null = null;
  private beating: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();
  private failures = 0;
  private stopped = false;

  constructor(private readonly work: { tick: () => Promise<unknown>; beat: () => void }, private readonly hz: number,
    private readonly log: PushDeps['log'], private readonly failed: () => void) {}

  start(): void {
    this.beating = setInterval(() => { this.work.beat(); }, BEAT_MS);
    this.next(0);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.beating) clearInterval(this.beating);
    if (this.ticking) clearTimeout(this.ticking);
    await this.running;
  }

  private next(after: number): void {
    if (this.stopped) return;
    this.ticking = setTimeout(() => { this.running = this.run(); }, after);
  }

  private async run(): Promise<void> {
    const started = performance.now();
    const period = 1000 / this.hz;
    try {
      await this.work.tick();
      if (this.failures > 0) this.log.info({ after: this.failures }, 'the store can be read again');
      this.failures = 0;
    } catch (error) {
      this.failed();
      // Once an outage: the screens see it by the feeds' age, /metrics by the counter.
      if (this.failures++ === 0) this.log.error({ err: error }, 'a tick could not read the store; screens keep what they have');
    }
    const wait = this.failures === 0 ? period : Math.min(SLOWEST_MS, period * 2 ** Math.min(this.failures, 6));
    this.next(Math.max(0, wait - (performance.now() - started)));
  }
}
