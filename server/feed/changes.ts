/** What changed since the last answer, in one answer; the upstream says what to ask for next. */
import { compilePath } from '../config/path.ts';
import { compileTime, formatTime } from '../config/time-format.ts';
import { zoneOffset } from '../wire/clock.ts';
import { PullError } from './errors.ts';
import { answerReader, type FeedOf, type Protocol } from './protocol.ts';

export function makeChangesProtocol(feed: FeedOf<'changes' | 'positions'>, zone: string): Protocol {
  const { pull } = feed;
  const read = answerReader(feed, zone);
  const next = typeof pull.next === 'string' ? sameAgain(feed, pull.next) : asTime(feed, pull.next, zone);
  return {
    reset: () => undefined,
    async pull(session) {
      const held = await session.readCursor();
      const asked = session.now();
      const answer = await session.get(held === null ? {} : { [pull.since]: next.query(held, asked) });
      const { records, asOf, json } = read(answer, asked);
      await session.deliver({ records, asOf, cursor: next.of(json, asked) });
    },
  };
}

/** `asked`: when the question was put, epoch ms. */
interface Next { of(json: unknown, asked: number): string; query(cursor: string, asked: number): string }

function sameAgain(feed: FeedOf<'changes' | 'positions'>, path: string): Next {
  const get = compilePath(path);
  return {
    of(json) {
      const value = get(json);
      if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return String(value);
      throw new PullError('shape', `${feed.url}: ${path}: found ${JSON.stringify(value) ?? 'nothing'}, expected what to ask for next`);
    },
    // What it means only the upstream knows.
    query: (cursor) => cursor,
  };
}

/**
 * The cursor is kept as epoch ms, and never later than the question: whoever asks for what came after a
 * time that has not come gets nothing, and the upstream's clock may be wrong by hours.
 */
function asTime(feed: FeedOf<'changes' | 'positions'>, next: Exclude<FeedOf<'changes'>['pull']['next'], string>, zone: string): Next {
  const get = compilePath(next.path);
  const local = next.zone ?? zone;
  const readTime = compileTime(next.time, local), writeTime = formatTime(next.as, zoneOffset(local));
  return {
    of(json, asked) {
      const ms = readTime(get(json));
      if (typeof ms === 'number') return String(Math.min(ms, asked));
      throw new PullError('shape', `${feed.url}: ${next.path}: found ${JSON.stringify(get(json)) ?? 'nothing'}, expected a time as ${next.time}`);
    },
    query: (cursor, asked) => writeTime(Math.max(0, Math.min(Number(cursor), asked) - feed.pull.overlap)),
  };
}
