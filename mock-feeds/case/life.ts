/**
 * The life of one case, decided when it is reported: every event with its time, to the end.
 * Times are epoch ms, strictly ascending. Everything ends within LONGEST, so that old days can go.
 */
import type { Rng } from '../city/types.ts';
import { logNormal } from '../random.ts';
import { DAY, HOUR, MINUTE, timeOfDay } from '../local-time.ts';

/** Kinds of event, in the order of the numbers that stand in the arrays. */
export const EVENT = {
  report: 0, accept: 1, file: 2, dispatch: 3, handle: 4, verify: 5, close: 6, void: 7,
  /** 挂账 and its end */
  hang: 8, resume: 9,
  /** 回退: the department sends it back; it waits for another dispatch */
  sendBack: 10,
  /** 返工: not done well, also after closing */
  rework: 11,
  /** 督办 */
  supervise: 12,
  /** 延时: the deadline is moved by half of the limit */
  extend: 13,
  /** Given to another region */
  move: 14,
  /** 自处理: the reporter settled it on the spot */
  selfHandle: 15,
  /** 回访 */
  rate: 16,
  /** 取消督办: only by an order from outside (supervise.ts) */
  release: 17,
} as const;

export interface LifeEvent { at: number; kind: number }

export interface LifeOptions { reported: number; limitMs: number; urgent: boolean; storm: boolean; fromStaff: boolean }

const LONGEST = 30 * DAY;

/** Writes the events into `out` (emptied first). */
export function planLife(rng: Rng, o: LifeOptions, out: LifeEvent[]): void {
  out.length = 0;
  const life = new Life(rng, o, out);
  life.run();
  keepAscending(out, o.reported);
}

class Life {
  private at: number;
  private readonly rng: Rng;
  private readonly o: LifeOptions;
  private readonly out: LifeEvent[];

  constructor(rng: Rng, o: LifeOptions, out: LifeEvent[]) {
    this.rng = rng;
    this.o = o;
    this.out = out;
    this.at = o.reported;
  }

  run(): void {
    this.push(EVENT.report, 0);
    this.wait(EVENT.accept, this.o.urgent ? 1.5 : 6, 0.8);
    if (this.rng() < 0.045) return this.wait(EVENT.void, 25, 1);
    if (this.o.fromStaff && this.rng() < 0.22) return this.settleOnTheSpot();
    this.wait(EVENT.file, this.o.urgent ? 2 : 12, 0.8);
    if (this.rng() < 0.04) this.wait(EVENT.supervise, 20, 1);
    this.wait(EVENT.dispatch, this.o.urgent ? 2 : 10, 0.8);
    this.detours();
    this.handle(1);
    if (this.rng() < 0.05) { this.wait(EVENT.rework, 90, 0.8); this.handle(0.5); }
    if (this.rng() < 0.01) { this.wait(EVENT.rework, 90, 0.8); this.handle(0.4); }
    this.finish();
    this.afterwards();
  }

  /** 核查 and 结案, the quicker the shorter the limit. */
  private finish(): void {
    const minutes = this.o.limitMs / MINUTE;
    this.wait(EVENT.verify, Math.min(70, minutes * 0.06), 0.8);
    this.wait(EVENT.close, Math.min(60, minutes * 0.05), 0.8);
  }

  private settleOnTheSpot(): void {
    this.wait(EVENT.selfHandle, 15, 0.7);
    this.wait(EVENT.close, 30, 0.8);
  }

  /** What happens between dispatch and handling: 回退, another region, 督办, 延时, 挂账. */
  private detours(): void {
    if (this.rng() < 0.05) {
      this.wait(EVENT.sendBack, 45, 0.9);
      if (this.rng() < 0.5) this.wait(EVENT.move, 20, 0.8);
      this.wait(EVENT.dispatch, 15, 0.8);
    } else if (this.rng() < 0.015) {
      this.wait(EVENT.move, 60, 1);
    }
    if (this.rng() < 0.03) this.push(EVENT.supervise, this.o.limitMs * (0.4 + 0.5 * this.rng()));
    if (this.rng() < 0.03) this.push(EVENT.extend, this.o.limitMs * 0.3 * (0.5 + this.rng()));
    if (!this.o.urgent && this.rng() < 0.025) this.suspend();
  }

  private suspend(): void {
    this.push(EVENT.hang, this.o.limitMs * 0.2 * this.rng());
    // Whole seconds, because the platform counts 挂账 in seconds.
    this.push(EVENT.resume, Math.round(logNormal(this.rng, 26 * 3600, 0.8)) * 1000);
  }

  private handle(share: number): void {
    const stuck = this.rng();
    // A few are forgotten for days or weeks: they are what is overdue.
    const median = this.o.limitMs * (stuck < 0.012 ? 2.5 : this.o.storm ? 0.3 : 0.17);
    const length = Math.min(logNormal(this.rng, median, 0.75) * share, 25 * DAY);
    this.push(EVENT.handle, length);
    // What has to be done within a day is done at night as well.
    if (!this.o.urgent && this.o.limitMs >= DAY) this.untilMorning();
  }

  private afterwards(): void {
    const chance = this.rng();
    if (chance < 0.25) this.push(EVENT.rate, HOUR * (1 + 40 * this.rng()));
    else if (chance < 0.256) {
      this.push(EVENT.rework, HOUR * (2 + 30 * this.rng()));
      this.handle(0.4);
      this.finish();
    }
  }

  /** Nobody mends a bench at night: what would end between 21:00 and 07:00 ends in the morning. */
  private untilMorning(): void {
    const clock = timeOfDay(this.at);
    if (clock >= 7 * HOUR && clock < 21 * HOUR) return;
    const wait = (clock < 7 * HOUR ? 7 * HOUR : 31 * HOUR) - clock + this.rng() * 4 * HOUR;
    this.at += Math.floor(wait);
    this.out[this.out.length - 1]!.at = this.at;
  }

  private wait(kind: number, medianMinutes: number, spread: number): void {
    this.push(kind, logNormal(this.rng, medianMinutes * MINUTE, spread));
  }

  private push(kind: number, later: number): void {
    this.at += Math.floor(later);
    this.out.push({ at: this.at, kind });
  }
}

/** Strictly ascending and within LONGEST: what would come later is pressed together at its end. */
function keepAscending(out: LifeEvent[], reported: number): void {
  const end = reported + LONGEST;
  let last = reported - 1;
  for (let i = 0; i < out.length; i++) {
    const event = out[i]!;
    event.at = Math.max(last + 1, Math.min(event.at, end + i * 1000));
    last = event.at;
  }
}
