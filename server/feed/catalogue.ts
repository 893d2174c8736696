/**
 * A whole list in pages. A page may be missing, and the total may change between two: then the list
 * is incomplete, and nothing that it leaves out is taken as gone.
 */
import { compilePath } from '../config/path.ts';
import { PullError } from './errors.ts';
import { answerReader, idReader, type FeedOf, type Protocol, type Session } from './protocol.ts';

interface KeptPage { etag: string; ids: string[]; total: number }
interface Sweep { ids: Set<string>; total: number | null; problems: string[]; asOf: number }

/** More pages than this are missing: then the upstream is not well, and the pull has failed. */
const MOST_MISSING = 3;

export function makeCatalogueProtocol(feed: FeedOf<'catalogue'>, zone: string): Protocol {
  const { pull } = feed;
  const read = answerReader(feed, zone);
  const idOf = idReader(pull.id);
  const totalOf = compilePath(pull.total);
  /** By page number: what it held when it was last delivered, for a 304. */
  let kept = new Map<number, KeptPage>();

  async function one(session: Session, page: number, sweep: Sweep): Promise<void> {
    const known = kept.get(page);
    const asked = session.now();
    const answer = await session.get({ [pull.page]: String(page), [pull.size.param]: String(pull.size.value) }, known?.etag);
    if (answer.notModified && known) {
      note(sweep, known.ids, known.total, asked);
      return;
    }
    const { records, asOf, json } = read(answer, asked);
    const total = totalOf(json);
    if (typeof total !== 'number' || !Number.isInteger(total) || total < 0) throw new PullError('shape', `${feed.url}: ${pull.total}: found ${JSON.stringify(total) ?? 'nothing'}, expected a whole number`);
    const ids = records.flatMap((record) => idOf(record) ?? []);
    note(sweep, ids, total, asOf);
    await session.deliver({ records, asOf });
    // Only what is stored may be left out next time.
    if (answer.etag !== null) kept.set(page, { etag: answer.etag, ids, total });
    else kept.delete(page);
  }

  return {
    reset: () => { kept = new Map(); },
    async pull(session) {
      const sweep: Sweep = { ids: new Set(), total: null, problems: [], asOf: session.now() };
      await one(session, pull.first, sweep);
      let missing = 0;
      for (let page = pull.first + 1; (page - pull.first) * pull.size.value < (sweep.total ?? 0); page += 1) {
        try { await again(session, () => one(session, page, sweep)); } catch (cause) {
          if (!(cause instanceof PullError) || cause.kind === 'store') throw cause;
          missing += 1;
          sweep.problems.push(`page ${page} is missing: ${cause.message}`);
          if (missing > MOST_MISSING) throw cause;
        }
      }
      await close(session, sweep);
    },
  };
}

function note(sweep: Sweep, ids: string[], total: number, asOf: number): void {
  if (sweep.total !== null && sweep.total !== total) sweep.problems.push(`the total changed from ${sweep.total} to ${total}`);
  sweep.total = total;
  sweep.asOf = Math.min(sweep.asOf, asOf);
  for (const id of ids) sweep.ids.add(id);
}

/** The closing page has no records: it tells whether the list was whole. */
async function close(session: Session, sweep: Sweep): Promise<void> {
  const total = sweep.total ?? 0;
  if (sweep.problems.length === 0 && sweep.ids.size !== total) sweep.problems.push(`found ${sweep.ids.size} different ids, expected ${total}`);
  const complete = sweep.problems.length === 0;
  session.covered(total === 0 ? 1 : Math.min(1, sweep.ids.size / total), complete ? null : sweep.problems.join('; '));
  await session.deliver({ records: [], asOf: sweep.asOf, complete, ...(complete ? { ids: [...sweep.ids] } : {}) });
}

/** Once more, for a page that fails alone. */
async function again(session: Session, get: () => Promise<void>): Promise<void> {
  try { await get(); } catch (cause) {
    if (!(cause instanceof PullError) || cause.kind === 'store') throw cause;
    await session.pause();
    await get();
  }
}
