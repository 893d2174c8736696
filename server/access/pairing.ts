/**
 * Codes by which a remote pairs with a wall: six digits that the wall shows for some minutes, used once. Who guesses is
 * locked out, by address and altogether, long before the guesses are worth anything. Times are ms of the caller's clock.
 */
import { timingSafeEqual } from 'node:crypto';

export interface PairingRules {
  /** How long a code counts; how many wrong ones void it. */
  life: number; tries: number;
  /** Wrong codes of one address, and of all together, within `window` that lock it for `lock`. */
  perAddress: number; overall: number; window: number; lock: number;
}
export const PAIRING_RULES: PairingRules = { life: 5 * 60_000, tries: 5, perAddress: 5, overall: 20, window: 10 * 60_000, lock: 10 * 60_000 };

interface Shown { code: string; until: number; wrong: number }
interface Failures { times: number[]; lockedUntil: number }
/** Addresses that are remembered; beyond these the overall lock does. */
const ADDRESSES = 2_000;
const ALL = '';

export class Pairing {
  private readonly codes = new Map<string, Shown>();
  private readonly failures = new Map<string, Failures>();

  /** `digits`: six of them, by chance. */
  constructor(private readonly digits: () => string, private readonly rules: PairingRules = PAIRING_RULES) {}

  /** The code of a wall: the one that counts, or a new one. */
  issue(wall: string, now: number): { code: string; until: number } {
    const counts = this.shown(wall, now);
    if (counts) return counts;
    const fresh = { code: this.digits(), until: now + this.rules.life, wrong: 0 };
    this.codes.set(wall, fresh);
    return { code: fresh.code, until: fresh.until };
  }
  shown(wall: string, now: number): { code: string; until: number } | null {
    const found = this.codes.get(wall);
    if (found && found.until > now) return { code: found.code, until: found.until };
    this.codes.delete(wall);
    return null;
  }
  withdraw(wall: string): void { this.codes.delete(wall); }

  /** Uses the code up where it is right. Whether a wall shows one at all is not told apart from a wrong one. */
  attempt(wall: string, code: string, from: string, now: number): { right: true } | { right: false; lockedFor: number | null } {
    const locked = Math.max(this.lockedUntil(ALL, now), this.lockedUntil(from, now));
    if (locked > now) return { right: false, lockedFor: locked - now };
    const shown = this.shown(wall, now);
    const [given, right] = [Buffer.from(code.padEnd(6).slice(0, 6)), Buffer.from(shown?.code ?? '      ')];
    const same = timingSafeEqual(given, right) && shown !== null && code.length === 6;
    if (same) { this.codes.delete(wall); this.failures.delete(from); return { right: true }; }
    const kept = this.codes.get(wall);
    if (kept && ++kept.wrong >= this.rules.tries) this.codes.delete(wall);
    this.failed(from, this.rules.perAddress, now);
    // Whoever guesses from many places guesses at no code at all.
    if (this.failed(ALL, this.rules.overall, now)) this.codes.clear();
    const until = Math.max(this.lockedUntil(ALL, now), this.lockedUntil(from, now));
    return { right: false, lockedFor: until > now ? until - now : null };
  }

  private lockedUntil(who: string, now: number): number { const until = this.failures.get(who)?.lockedUntil ?? 0; return until > now ? until : 0; }
  /** True where this one locks. */
  private failed(who: string, most: number, now: number): boolean {
    const { window, lock } = this.rules;
    const before = this.failures.get(who);
    const times = [...(before?.times ?? []).filter((at) => now - at < window), now];
    const locks = times.length >= most;
    this.failures.delete(who);
    this.failures.set(who, { times: locks ? [] : times, lockedUntil: locks ? now + lock : 0 });
    for (const oldest of this.failures.keys()) { if (this.failures.size <= ADDRESSES) break; if (oldest !== ALL) this.failures.delete(oldest); else break; }
    return locks;
  }
}
