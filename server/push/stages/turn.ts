/** Those who read a world and the one who moves it take turns: a world is never read in the middle of a step. */

/** A reader that takes longer (a large file to a slow page) is not waited for, ms. */
const PATIENCE_MS = 2_000;

export class Turn {
  private readers = 0;
  private moving: Promise<unknown> = Promise.resolve();
  private freed: (() => void) | null = null;

  /** After the moves asked for so far. */
  async read<T>(work: () => Promise<T>): Promise<T> {
    for (let seen: unknown = null; seen !== this.moving;) { seen = this.moving; await this.moving; }
    this.readers++;
    try { return await work(); } finally { if (--this.readers === 0) this.freed?.(); }
  }

  /** One move after the other, each when those who read are done. */
  move<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.moving.then(() => this.empty()).then(work);
    this.moving = turn.catch(() => undefined);
    return turn;
  }

  /** Fulfilled when no move is under way. */
  async settled(): Promise<void> { await this.moving; }

  private empty(): Promise<void> {
    if (this.readers === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => { clearTimeout(late); this.freed = null; resolve(); };
      const late = setTimeout(done, PATIENCE_MS);
      this.freed = done;
    });
  }
}
