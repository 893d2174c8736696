/** A token bucket: `burst` at once, then `perSecond`. */
export class Rate {
  private tokens: number;
  private at: number;

  constructor(private readonly burst: number, private readonly perSecond: number, wall: number) {
    this.tokens = burst;
    this.at = wall;
  }

  take(wall: number): boolean {
    this.tokens = Math.min(this.burst, this.tokens + Math.max(0, (wall - this.at) / 1000) * this.perSecond);
    this.at = wall;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}
