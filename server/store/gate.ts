/** Scripts of a shard pass, in the order in which they came; whoever reads one moment of it holds off all of them, and comes first. */
export class Gate {
  private passing = 0;
  private held = false;
  private readonly holders: (() => void)[] = [];
  private readonly scripts: (() => void)[] = [];

  /** A script: waits while the shard is held, or somebody waits to hold it. */
  pass<T>(script: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        this.passing += 1;
        script().then(resolve, reject).finally(() => { this.passing -= 1; this.next(); });
      };
      if (this.held || this.holders.length > 0) this.scripts.push(go); else go();
    });
  }

  /** Waits for the scripts that are under way, not for the page that they are part of. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    if (this.held || this.passing > 0) await new Promise<void>((resolve) => { this.holders.push(resolve); });
    this.held = true;
    try { return await work(); } finally { this.held = false; this.next(); }
  }

  private next(): void {
    if (this.held || this.passing > 0) return;
    const holder = this.holders.shift();
    // It is held for whoever waited longest at once: nobody slips in before they wake.
    if (holder) { this.held = true; holder(); return; }
    for (const go of this.scripts.splice(0)) go();
  }
}
