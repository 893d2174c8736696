/** Bounds the bytes of snapshots under way to all sockets together; who comes first is served first. */
export class Admission {
  private inFlight = 0;
  private readonly waiting: { bytes: number; go: () => void }[] = [];

  constructor(private readonly limit: number) {}

  get bytes(): number { return this.inFlight; }

  /** Fulfilled when `bytes` may be sent; one larger than the limit goes alone. Give them back with `done`. */
  enter(bytes: number): Promise<void> {
    if (this.waiting.length === 0 && this.fits(bytes)) {
      this.inFlight += bytes;
      return Promise.resolve();
    }
    return new Promise((resolve) => { this.waiting.push({ bytes, go: resolve }); });
  }

  done(bytes: number): void {
    this.inFlight -= bytes;
    while (this.waiting[0] && this.fits(this.waiting[0].bytes)) {
      const next = this.waiting.shift()!;
      this.inFlight += next.bytes;
      next.go();
    }
  }

  private fits(bytes: number): boolean { return this.inFlight === 0 || this.inFlight + bytes <= this.limit; }
}
