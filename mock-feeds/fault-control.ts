/** Faults put to work: on requests before they are answered, and on rows before they are sent. */
import type { Request, Response, NextFunction } from 'express';
import type { Rng } from './city/types.ts';
import type { Faults, System } from './faults.ts';
import { spoil } from './fault-spoil.ts';
import { SYSTEMS } from './faults.ts';
import { chance, hash, rngOf, textHash } from './random.ts';

export interface FaultControl {
  current(): Faults;
  set(faults: Faults): void;
  /** Express middleware: 429, 500, down; notes slowness and truncation for `send`. */
  intercept(system: System): (req: Request, res: Response, next: NextFunction) => void;
  /** Rows (JSON text) as they are sent: some twice, some spoilt, perhaps shuffled. */
  dress(system: System, rows: string[]): string[];
  /** Whether an older state of this record comes along. */
  stale(system: System, record: number): boolean;
  /** Which of `count` rows is left to the next page; −1 for none. Always in the last fifth. */
  holdBack(system: System, count: number): number;
  /** Ms (simulated) by which record `a`, `b` of the system is seen late. Always the same for the same record. */
  lateMs(system: System, a: number, b: number): number;
  /** Whether anything of the system is late at all. */
  isLate(system: System): boolean;
  skewed(system: System, now: number): number;
  /** By how much the last row of this answer is stamped ahead, ms; 0 for not at all. */
  aheadMs(system: System): number;
}

/** What `send` has to do to the answer. */
export interface AnswerFault { slowMs: number; cut: number }
const answers = new WeakMap<Response, AnswerFault>();
export const answerFault = (res: Response): AnswerFault => answers.get(res) ?? { slowMs: 0, cut: 1 };

export function makeFaultControl(seed: number, initial: Faults, wall: () => number): FaultControl {
  let faults = initial;
  let setAt = wall();
  const streams = new Map<System, Rng>(SYSTEMS.map((s) => [s, rngOf(seed ^ textHash('fault'), textHash(s))]));
  const draw = (system: System): number => streams.get(system)!();
  const on = (system: System): boolean => faults.only.includes(system);

  /** Each system goes down at another time; right after a change none is down. */
  function isDown(system: System): boolean {
    if (!faults.down) return false;
    const { everyMs, forMs } = faults.down;
    const offset = Math.floor(chance(seed, textHash(system)) * Math.max(0, everyMs - forMs));
    const at = (wall() - setAt) % everyMs;
    return at >= offset && at < offset + forMs;
  }

  return {
    current: () => faults,
    set(next) { faults = next; setAt = wall(); },
    intercept: (system) => (req, res, next) => {
      if (!on(system)) return next();
      if (isDown(system)) { req.socket.destroy(); return; }
      if (draw(system) < faults.http429.share) {
        res.status(429).set('Retry-After', String(faults.http429.retryAfter)).json({ code: 429, msg: 'too many requests' });
        return;
      }
      if (draw(system) < faults.http500.share) {
        res.status(500).type('html').send('<html><body><h1>500 Internal Server Error</h1></body></html>');
        return;
      }
      const slowMs = draw(system) < faults.slow.share ? faults.slow.ms : 0;
      const cut = draw(system) < faults.malformed.truncate ? 0.2 + 0.75 * draw(system) : 1;
      answers.set(res, { slowMs, cut });
      next();
    },
    dress(system, rows) {
      if (!on(system)) return rows;
      const rng = streams.get(system)!;
      const out = faults.malformed.share > 0 ? rows.map((row) => (rng() < faults.malformed.share ? spoil(rng, row) : row)) : rows.slice();
      if (faults.duplicate.share > 0) for (const row of rows) if (rng() < faults.duplicate.share) out.push(row);
      if (faults.reorder.share > 0 && rng() < faults.reorder.share) shuffle(rng, out);
      return out;
    },
    stale: (system, record) => on(system) && faults.reorder.stale > 0 && chance(seed, record, 51) < faults.reorder.stale,
    holdBack(system, count) {
      if (!on(system) || count < 5 || draw(system) >= faults.reorder.share) return -1;
      return count - 1 - Math.floor(draw(system) * (count / 5));
    },
    lateMs(system, a, b) {
      if (!on(system) || faults.late.share === 0) return 0;
      const word = hash(seed, a, b, textHash(system));
      if (word / 4294967296 >= faults.late.share) return 0;
      return 1 + (hash(seed, word, 9) % Math.max(1, faults.late.maxMs));
    },
    isLate: (system) => on(system) && faults.late.share > 0 && faults.late.maxMs > 0,
    aheadMs: (system) => (on(system) && faults.ahead.share > 0 && draw(system) < faults.ahead.share ? faults.ahead.ms : 0),
    skewed: (system, now) => (on(system) ? now + faults.skew : now),
  };
}

function shuffle(rng: Rng, rows: string[]): void {
  for (let i = rows.length - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1));
    const kept = rows[i]!;
    rows[i] = rows[j]!;
    rows[j] = kept;
  }
}
