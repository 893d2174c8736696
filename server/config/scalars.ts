/** Values as people write them in configuration: durations, sizes, instants, numbers out of the environment. */
import { z } from 'zod';

const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const SIZES: Record<string, number> = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

/** "250ms", "30s", "5m", "25h", "35d" → milliseconds. */
export const Duration = z.string('a duration such as 250ms, 30s, 5m, 25h or 35d').transform((text, context) => {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(text.trim());
  if (match) return Math.round(Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0));
  context.addIssue({ code: 'custom', message: 'a duration such as 250ms, 30s, 5m, 25h or 35d' });
  return z.NEVER;
});

/** "512KB", "16MB" → bytes. */
export const Size = z.string('a size such as 512KB or 16MB').transform((text, context) => {
  const match = /^(\d+(?:\.\d+)?)\s*(B|KB|MB|GB)$/i.exec(text.trim());
  if (match) return Math.round(Number(match[1]) * (SIZES[(match[2] ?? '').toUpperCase()] ?? 0));
  context.addIssue({ code: 'custom', message: 'a size such as 512KB or 16MB' });
  return z.NEVER;
});

/** A number, or its text as the environment gives it. */
export const Numeric = z.union([z.number(), z.string()], 'a number').transform((value, context) => {
  const number = typeof value === 'number' ? value : value.trim() === '' ? Number.NaN : Number(value);
  if (Number.isFinite(number)) return number;
  context.addIssue({ code: 'custom', message: 'a number' });
  return z.NEVER;
});

/** Epoch milliseconds, or ISO 8601 with its offset → epoch milliseconds. */
export const Instant = z.union([z.number(), z.string()], 'epoch milliseconds or an ISO 8601 time with offset').transform((value, context) => {
  const text = String(value).trim();
  const ms = /^\d+$/.test(text) ? Number(text) : /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(ms)) return ms;
  context.addIssue({ code: 'custom', message: 'epoch milliseconds or an ISO 8601 time with offset' });
  return z.NEVER;
});

/** As `schema`, but an empty text (an unset variable) counts as absent. */
export const orAbsent = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional());

/** A code: a text, or a number written without quotes. */
export const Code = z.union([z.string().min(1), z.number().int().nonnegative()], 'a code').transform(String);

export const Zone = z.string('a time zone such as Europe/London').refine((zone) => {
  try { return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''; } catch { return false; }
}, 'a time zone of the IANA database');
