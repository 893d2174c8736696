/**
 * Gets the tiles that are wanted, a few at a time, and keeps a bounded number. What was shown stays until
 * what is wanted has come, so that a flight ends on no blank ground. Every effect is handed in.
 */
import type { Spot } from './layers/basemap.ts';

export interface TileEffects<I> {
  /** null: there is no tile there. Rejects where it cannot be had now. */
  load: (spot: Spot) => Promise<I | null>;
  /** What is shown has changed. */
  changed: () => void;
  later: (run: () => void, ms: number) => void;
}
export interface Shown<I> { spot: Spot; image: I }

const AT_ONCE = 6;
const KEEP = 256;
/** Of what was shown before, the latest so many. */
const LAST = 128;
/** An upstream that did not answer is asked again after so long. */
const AGAIN = 20_000;

export class TileLoader<I> {
  private readonly kept = new Map<string, I | null>();
  private readonly underway = new Set<string>();
  private wanted: readonly Spot[] = [];
  private last: readonly Shown<I>[] = [];
  private waits = false;
  /** Does it fail to get what is wanted? */
  away = false;

  constructor(private readonly effects: TileEffects<I>, private readonly keep = KEEP) {}

  get size(): number { return this.kept.size; }

  want(spots: readonly Spot[]): void {
    this.last = this.shown().slice(-LAST);
    this.wanted = spots;
    this.go();
    this.effects.changed();
  }

  /** What is there of what is wanted, over what was shown before while some is still to come. */
  shown(): readonly Shown<I>[] {
    const here = this.wanted.flatMap((spot): Shown<I>[] => { const image = this.kept.get(spot.key); return image ? [{ spot, image }] : []; });
    if (this.wanted.length > 0 && this.wanted.every(({ key }) => this.kept.has(key))) return here;
    const keys = new Set(here.map(({ spot }) => spot.key));
    return [...this.last.filter(({ spot }) => !keys.has(spot.key)), ...here];
  }

  private go(): void {
    if (this.waits) return;
    for (const spot of this.wanted) {
      if (this.underway.size >= AT_ONCE) return;
      if (this.kept.has(spot.key) || this.underway.has(spot.key)) continue;
      this.underway.add(spot.key);
      this.effects.load(spot).then((image) => { this.away = false; this.put(spot.key, image); }, () => { this.fail(); })
        .finally(() => { this.underway.delete(spot.key); this.go(); this.effects.changed(); });
    }
  }

  private fail(): void {
    this.away = true;
    if (this.waits) return;
    this.waits = true;
    this.effects.later(() => { this.waits = false; this.go(); }, AGAIN);
  }

  private put(key: string, image: I | null): void {
    this.kept.set(key, image);
    const needed = new Set(this.wanted.map((spot) => spot.key));
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= this.keep) break;
      if (!needed.has(oldest)) this.kept.delete(oldest);
    }
  }
}
