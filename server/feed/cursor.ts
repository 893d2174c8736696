/**
 * "Changed since": pages ordered by (time, id), each beginning after the last record held; the next is
 * asked for and read while the one before is being stored, so that upstream, reading and store work side by side. What an
 * upstream shows later than its own time is found because the last `overlap` is read again and again.
 * One record dated far ahead must not take the cursor with it: what came before it would never be read.
 */
import { compilePath } from '../config/path.ts';
import { compileTime, formatTime, type ReadTime } from '../config/time-format.ts';
import { zoneOffset } from '../wire/clock.ts';
import { PullError } from './errors.ts';
import { answerReader, idReader, type FeedOf, type Protocol, type Read, type Session } from './protocol.ts';

interface Position { ms: number; text: string; id: string }

/** Wall time between two readings of the overlap, at least: at a high rate it would be most of the work. */
const OVERLAP_PAUSE = 5_000;
/** World time: further behind than this is a load of its own, and its progress is shown. */
const CATCHING_UP = 3_600_000;

export function makeCursorProtocol(feed: FeedOf<'cursor'>, zone: string): Protocol {
  const { pull } = feed;
  const local = pull.zone ?? zone;
  const readTime = compileTime(pull.format, local), writeTime = formatTime(pull.format, zoneOffset(local));
  const read = answerReader(feed, zone);
  const positionOf = recordPosition(pull.time, pull.id, readTime);
  const latestOf = (records: unknown[], limit: number): Position | null => latestRecord(records, positionOf, limit);
  const nextOf = nextReader(feed, readTime, latestOf);
  const more = compilePath(pull.more);
  const parse = (text: string): Position | null => parsePosition(text, readTime);
  /** Where the cursor stood when the overlap was last read, and when that was. */
  let anchor: { ms: number; wall: number } | null = null;

  const begin = (held: Position | null, session: Session): { since: string | null; after: string | null } => {
    if (held === null) return { since: pull.history === undefined ? null : writeTime(session.now() - pull.history), after: null };
    const gap = Math.max(pull.overlap / 4, OVERLAP_PAUSE * session.rate);
    if (anchor !== null && session.wall() - anchor.wall < gap / session.rate) return { since: held.text, after: held.id };
    // What was late at the last reading may have come since: from there, not from here.
    const from = Math.min(anchor?.ms ?? held.ms - gap, held.ms) - pull.overlap;
    anchor = { ms: held.ms, wall: session.wall() };
    return { since: writeTime(from), after: null };
  };

  return {
    cursorOf: (record) => { const at = positionOf(record); return at === null ? undefined : cursorText(at); },
    reset: () => { anchor = null; },
    async pull(session) {
      const stored = await session.readCursor();
      let held = stored === null ? null : parse(stored);
      // Nobody knows what lies before it unread: everything is read again.
      if (held !== null && held.ms > session.latest()) held = null;
      const start = held?.ms ?? session.now() - (pull.history ?? 0);
      const loading = held === null || session.now() - held.ms > CATCHING_UP;
      let from = begin(held, session);
      const ask = (): { asked: number; got: ReturnType<Session['get']> } => ({ asked: session.now(), got: session.get(query(pull, from)) });
      /** The page before, on its way into the store: this one is stored after it, and the pull is not over before it is. */
      let storing: Promise<void> = Promise.resolve();
      try {
        for (let page = ask(); ;) {
          const { asked } = page;
          const answer = read(await page.got, asked);
          const limit = session.latest();
          const next = nextOf(answer, limit);
          const hasMore = more(answer.json) === true;
          const kept = next !== null && next.ms > limit ? latestOf(answer.records, limit) : next;
          if (kept !== null && (held === null || kept.ms >= held.ms)) held = kept;
          const goesOn = hasMore && next !== null && (next.text !== from.since || next.id !== from.after);
          const before = from;
          if (goesOn) {
            from = { since: next.text, after: next.id };
            page = ask();
            // Awaited after this page is read; where that fails, nobody waits for it any more.
            page.got.catch(() => undefined);
          }
          if (loading) session.progress(hasMore && held !== null ? share(held.ms, start, asked) : 1);
          const store = await session.read({ records: answer.records, asOf: hasMore && held !== null ? Math.min(held.ms, answer.asOf) : answer.asOf, ...(held === null ? {} : { cursor: cursorText(held) }) });
          await storing;
          storing = store();
          storing.catch(() => undefined);
          if (!hasMore) break;
          if (!goesOn) {
            throw new PullError('shape', `${feed.url}: found more to come but no way on from ${before.since ?? 'the beginning'}, expected a later place to go on from`);
          }
        }
        await storing;
      } finally { await storing.catch(() => undefined); }
      // Also of a load that an earlier pull began and did not end.
      session.progress(null);
    },
  };
}

const share = (ms: number, start: number, now: number): number => (start > 0 && now > start ? Math.min(1, Math.max(0, (ms - start) / (now - start))) : 0);

function query(pull: FeedOf<'cursor'>['pull'], from: { since: string | null; after: string | null }): Record<string, string> {
  return {
    ...(from.since === null ? {} : { [pull.since]: from.since }),
    ...(from.after === null || pull.after === undefined ? {} : { [pull.after]: from.after }),
  };
}

function recordPosition(time: string, id: string, readTime: ReadTime): (record: unknown) => Position | null {
  const getTime = compilePath(time), getId = idReader(id);
  return (record) => {
    const value = getTime(record), own = getId(record);
    const ms = readTime(value);
    return typeof ms === 'number' && own !== null ? { ms, text: String(value), id: own } : null;
  };
}

/** The latest record at or before `limit` (epoch ms); null where there is none. */
function latestRecord(records: unknown[], positionOf: (record: unknown) => Position | null, limit: number): Position | null {
  return records.reduce<Position | null>((latest, record) => {
    const at = positionOf(record);
    return at !== null && at.ms <= limit && (latest === null || at.ms >= latest.ms) ? at : latest;
  }, null);
}

/**
 * Where the next page begins: as the answer says, or after the latest record; one dated beyond `limit`
 * is gone on from only where a page has no other.
 */
function nextReader(feed: FeedOf<'cursor'>, readTime: ReadTime, latestOf: (records: unknown[], limit: number) => Position | null): (answer: Read, limit: number) => Position | null {
  const { next } = feed.pull;
  if (!next) return ({ records }, limit) => latestOf(records, limit) ?? latestOf(records, Infinity);
  const since = compilePath(next.since), after = next.after === undefined ? () => null : idReader(next.after);
  return ({ json }) => {
    const value = since(json);
    if (value === null || value === undefined) return null;
    const ms = readTime(value);
    if (typeof ms !== 'number') throw new PullError('shape', `${feed.url}: ${next.since}: found ${JSON.stringify(value)}, expected a time as ${feed.pull.format}`);
    return { ms, text: String(value), id: after(json) ?? '' };
  };
}

const cursorText = (at: Position): string => `${at.text}|${at.id}`;

/** null for what is no cursor of this feed (its format was changed): everything is read again. */
function parsePosition(text: string, readTime: ReadTime): Position | null {
  const bar = text.indexOf('|');
  const time = text.slice(0, bar);
  const ms = bar < 0 ? null : readTime(time);
  return typeof ms === 'number' ? { ms, text: time, id: text.slice(bar + 1) } : null;
}
