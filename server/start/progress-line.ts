/** The server's log is JSON; how far a feed's load is, is said at the terminal in words as well. Pure. */

/** null: the line speaks of something else. */
export function progressLine(line: string): string | null {
  if (!line.includes('"progress":')) return null;
  let said: unknown;
  try { said = JSON.parse(line); } catch { return null; }
  const { feed, progress, records, seconds, msg } = said as Partial<Record<string, unknown>>;
  if (typeof feed !== 'string' || typeof progress !== 'number' || typeof records !== 'number' || typeof seconds !== 'number') return null;
  const count = records.toLocaleString('en');
  return msg === 'loaded' ? `${feed}: loaded, ${count} records in ${seconds} s` : `${feed}: loading, ${Math.floor(progress * 100)} %, ${count} records in ${seconds} s`;
}
