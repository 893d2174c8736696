/** How upstreams misbehave: what can be asked for, and the presets. Shares are 0–1; times are ms. */
import { z } from 'zod';

const share = z.number().min(0).max(1);
const ms = z.number().int().min(0);
const orShare = <T extends z.ZodType>(schema: T) => z.union([share.transform((value) => ({ share: value })), schema]);

export const SYSTEMS = ['case', 'video', 'hydro', 'staff'] as const;
export type System = (typeof SYSTEMS)[number];

/**
 * late: a share of changes can be seen only up to `maxMs` (simulated) after their own time.
 * duplicate: a share of rows comes twice. reorder: a share of answers is shuffled, rows are held back
 * to the next page, and older states come along. malformed: a share of rows is spoilt, and of answers
 * (`truncate`) cut off. slow: a share of answers takes `ms`. http429, http500: a share of requests.
 * down: in every `everyMs` (of wall time) the system is away for `forMs`. skew: ms by which it states
 * its own time wrongly; the times of its records stay right. ahead: a share of the case platform's
 * answers ends with an order once more, stamped `ms` ahead of its clock, and tells the reader to go on
 * from there. Everything but malformed loses nothing.
 */
export const FaultSpec = z.strictObject({
  late: orShare(z.strictObject({ share, maxMs: ms.max(30 * 60_000).optional() })).optional(),
  duplicate: orShare(z.strictObject({ share })).optional(),
  reorder: orShare(z.strictObject({ share, stale: share.optional() })).optional(),
  malformed: orShare(z.strictObject({ share, truncate: share.optional() })).optional(),
  slow: orShare(z.strictObject({ share, ms: ms.optional() })).optional(),
  http429: orShare(z.strictObject({ share, retryAfter: z.number().int().min(0).optional() })).optional(),
  http500: orShare(z.strictObject({ share })).optional(),
  down: z.strictObject({ everyMs: ms.min(1), forMs: ms }).optional(),
  skew: z.union([z.number().int(), z.strictObject({ ms: z.number().int() }).transform((v) => v.ms)]).optional(),
  ahead: orShare(z.strictObject({ share, ms: ms.min(1).optional() })).optional(),
  /** Which systems misbehave; all where absent. */
  only: z.array(z.enum(SYSTEMS)).optional(),
});

export interface Faults {
  late: { share: number; maxMs: number };
  duplicate: { share: number };
  reorder: { share: number; stale: number };
  malformed: { share: number; truncate: number };
  slow: { share: number; ms: number };
  http429: { share: number; retryAfter: number };
  http500: { share: number };
  down: { everyMs: number; forMs: number } | null;
  skew: number;
  ahead: { share: number; ms: number };
  only: readonly System[];
}

type Spec = z.input<typeof FaultSpec>;

export const PRESET_NAMES = ['none', 'mild', 'wild', 'ahead'] as const;
export type Preset = (typeof PRESET_NAMES)[number];
const EXPECTED = `${PRESET_NAMES.join(', ')} or JSON`;

export const PRESETS: Record<Preset, Spec> = {
  none: {},
  mild: {
    late: { share: 0.02, maxMs: 30_000 }, duplicate: 0.01, reorder: { share: 0.1, stale: 0.01 }, malformed: { share: 0.002, truncate: 0.002 },
    slow: { share: 0.02, ms: 1_500 }, http429: { share: 0.01, retryAfter: 1 }, http500: 0.01, skew: 1_500,
  },
  wild: {
    late: { share: 0.15, maxMs: 240_000 }, duplicate: 0.1, reorder: { share: 0.6, stale: 0.1 }, malformed: { share: 0.05, truncate: 0.03 },
    slow: { share: 0.1, ms: 4_000 }, http429: { share: 0.08, retryAfter: 2 }, http500: 0.08, down: { everyMs: 90_000, forMs: 8_000 }, skew: -45_000,
  },
  ahead: { skew: 600_000, ahead: { share: 0.3, ms: 3_600_000 } },
};

/** Reads a preset's name, JSON text or an object. Throws with what was found and expected. */
export function readFaults(from: unknown): Faults {
  let value = from;
  if (typeof value === 'string') {
    const text = value, name = PRESET_NAMES.find((preset) => preset === text);
    value = name === undefined ? parseText(text) : PRESETS[name];
  }
  const parsed = FaultSpec.safeParse(value);
  if (!parsed.success) throw new Error(`faults: ${z.prettifyError(parsed.error)}`);
  const f = parsed.data;
  const pick = <T extends { share: number }>(given: T | undefined): T | { share: number } => given ?? { share: 0 };
  return {
    late: { maxMs: 30_000, ...pick(f.late) }, duplicate: { ...pick(f.duplicate) }, reorder: { stale: (f.reorder?.share ?? 0) / 5, ...pick(f.reorder) },
    malformed: { truncate: 0, ...pick(f.malformed) }, slow: { ms: 2_000, ...pick(f.slow) },
    http429: { retryAfter: 1, ...pick(f.http429) }, http500: { ...pick(f.http500) }, down: f.down ?? null, skew: f.skew ?? 0,
    ahead: { ms: 3_600_000, ...pick(f.ahead) }, only: f.only ?? SYSTEMS,
  };
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`faults: found ${JSON.stringify(text)}, expected ${EXPECTED}`);
  }
}
