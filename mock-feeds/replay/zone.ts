/** Times of recorded files: text such as "09/01/2024 12:00:00 AM" in the zone of the place. */

const PATTERN = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d) (AM|PM)$/;

/** Reads such text (or ISO 8601 with a zone) as epoch ms; null if it is neither. */
export function zonedReader(zone: string): (text: string) => number | null {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  });
  const offsets = new Map<number, number>();
  /** Offset at a UTC instant, kept by the quarter hour, on which offsets change. */
  const offsetAt = (ms: number): number => {
    const quarter = Math.floor(ms / 900_000);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      const part = Object.fromEntries(format.formatToParts(quarter * 900_000).map((p) => [p.type, Number(p.value)]));
      offset = Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute'], part['second']) - quarter * 900_000;
      offsets.set(quarter, offset);
    }
    return offset;
  };
  return (text) => {
    const m = PATTERN.exec(text);
    if (!m) {
      const iso = Date.parse(text);
      return Number.isNaN(iso) ? null : iso;
    }
    const hour = (Number(m[4]) % 12) + (m[7] === 'PM' ? 12 : 0);
    const local = Date.UTC(Number(m[3]), Number(m[1]) - 1, Number(m[2]), hour, Number(m[5]), Number(m[6]));
    const guess = local - offsetAt(local);
    return local - offsetAt(guess);
  };
}
