/** What is known of a feed's health, as screens are told it. */
import type { FeedHealth } from '../wire/messages.ts';

/** What became of a page's records. */
export interface Tally { accepted: number; rejected: Readonly<Record<string, number>>; /** What was noted of those accepted. */ notes: Readonly<Record<string, number>> }

export interface HealthKeeper {
  tally(tally: Tally): void;
  /** Data up to `asOf` (world, epoch ms) are stored. */
  stored(asOf: number): void;
  succeeded(): void;
  failed(error: string): void;
  progress(share: number | null): void;
  covered(share: number, error: string | null): void;
  /** Pulls that failed since the last that did not. */
  failures(): number;
  report(now: number): FeedHealth;
}

/** Failures in a row before a feed is called failed: one is what happens. */
const FAILED = 2;
/** Records that the share of placed ones looks back on. */
const WINDOW = 20_000;

/** `late`: ms of world time. `asOf`: what the store already holds, null for nothing. */
export function makeHealth(feed: string, late: number, connected: boolean, asOf: number | null): HealthKeeper {
  const reasons: Record<string, number> = {}, noted: Record<string, number> = {};
  const sum = { accepted: 0, rejected: 0 };
  const recent = { placed: 0, all: 0 };
  let newest = asOf, failures = 0, progress: number | null = null, error: string | null = null, gap: string | null = null, list = 1;
  const state = (now: number): FeedHealth['state'] => {
    if (!connected) return 'off';
    if (failures >= FAILED) return 'failed';
    if (progress !== null) return 'loading';
    if (newest === null) return failures > 0 ? 'failed' : 'waiting';
    return now - newest > late ? 'late' : 'fresh';
  };
  return {
    tally({ accepted, rejected, notes }) {
      sum.accepted += accepted;
      let refused = 0;
      for (const [reason, count] of Object.entries(rejected)) {
        reasons[reason] = (reasons[reason] ?? 0) + count;
        sum.rejected += count;
        if (reason !== 'ignored') refused += count;
      }
      for (const [note, count] of Object.entries(notes)) noted[note] = (noted[note] ?? 0) + count;
      recent.placed += accepted - (notes['unplaced'] ?? 0);
      recent.all += accepted + refused;
      if (recent.all > WINDOW) { recent.placed /= 2; recent.all /= 2; }
    },
    stored: (ms) => { newest = newest === null ? ms : Math.max(newest, ms); },
    succeeded: () => { failures = 0; error = null; },
    failed: (message) => { failures += 1; error = message; },
    progress: (share) => { progress = share; },
    covered: (share, problem) => { list = share; gap = problem; },
    failures: () => failures,
    report: (now) => ({
      feed, state: state(now), asOf: newest,
      coverage: recent.all === 0 ? (newest === null ? null : list) : Math.max(0, Math.min(1, (recent.placed / recent.all) * list)),
      accepted: sum.accepted, rejected: sum.rejected, reasons: { ...reasons }, notes: { ...noted }, progress, error: error ?? gap,
    }),
  };
}
