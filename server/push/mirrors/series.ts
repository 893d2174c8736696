/**
 * A day of one station in five-minute slots, the last reading of a slot counting, as the store keeps
 * it too; so readings may come in any order.
 */
const SLOT = 300_000;
/** 25 h, so that a window of 24 h is whole at any moment. */
const SLOTS = 300;
const HOUR = 3_600_000;

export interface SeriesPoint { at: number; level?: number | undefined; rain5m?: number | undefined }

export class StationSeries {
  private readonly level = new Float32Array(SLOTS).fill(NaN);
  private readonly rain = new Float32Array(SLOTS).fill(NaN);
  private readonly at = new Float64Array(SLOTS).fill(-1);
  private last = -1;

  add({ at, level, rain5m }: SeriesPoint): void {
    const place = Math.floor(at / SLOT) % SLOTS;
    if (at < this.at[place]!) return;
    this.at[place] = at;
    this.level[place] = level ?? NaN;
    this.rain[place] = rain5m ?? NaN;
    if (at > this.last) this.last = at;
  }

  /** The last level in [from, to); null without one. */
  levelIn(from: number, to: number): number | null {
    for (let slot = Math.ceil(to / SLOT) - 1; slot * SLOT >= from; slot--) {
      const value = this.read(this.level, slot);
      if (value !== null) return value;
    }
    return null;
  }

  /** mm fallen in [from, to); null where nothing was reported. */
  rainIn(from: number, to: number): number | null {
    let sum: number | null = null;
    for (let slot = Math.floor(from / SLOT); slot * SLOT < to; slot++) {
      const value = this.read(this.rain, slot);
      if (value !== null) sum = (sum ?? 0) + value;
    }
    return sum;
  }

  /** Levels of the last `span` ms before the last reading, in order of time. */
  levels(span: number): { at: number; level: number }[] {
    const out: { at: number; level: number }[] = [];
    for (let slot = Math.floor((this.last - span) / SLOT); slot * SLOT <= this.last; slot++) {
      const level = this.read(this.level, slot);
      const at = this.at[slot % SLOTS]!;
      if (level !== null && at >= this.last - span) out.push({ at, level });
    }
    return out;
  }

  /** All readings that are kept, oldest first. */
  points(): SeriesPoint[] {
    const out: SeriesPoint[] = [];
    const last = Math.floor(this.last / SLOT);
    for (let slot = Math.max(0, last - SLOTS + 1); slot <= last; slot++) {
      const at = this.at[slot % SLOTS]!;
      if (Math.floor(at / SLOT) === slot) out.push({ at, level: this.read(this.level, slot) ?? undefined, rain5m: this.read(this.rain, slot) ?? undefined });
    }
    return out;
  }

  /** Level change per hour over the last hour; null with nothing between 30 and 90 minutes before the last reading. */
  rise(): number | null {
    const lastSlot = Math.floor(this.last / SLOT);
    const now = this.read(this.level, lastSlot);
    if (now === null) return null;
    let best = Infinity;
    let rise: number | null = null;
    for (let slot = lastSlot - 18; slot <= lastSlot - 6; slot++) {
      const value = this.read(this.level, slot);
      if (value === null) continue;
      const age = this.last - this.at[slot % SLOTS]!;
      if (Math.abs(age - HOUR) >= best) continue;
      best = Math.abs(age - HOUR);
      rise = ((now - value) / age) * HOUR;
    }
    return rise === null ? null : thousandths(rise);
  }

  private read(values: Float32Array, slot: number): number | null {
    if (slot < 0) return null;
    const place = slot % SLOTS;
    const value = values[place]!;
    return Math.floor(this.at[place]! / SLOT) !== slot || Number.isNaN(value) ? null : thousandths(value);
  }
}

const thousandths = (value: number): number => Math.round(value * 1000) / 1000;
