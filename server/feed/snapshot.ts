/** A whole list in one answer. */
import { answerReader, idReader, type FeedOf, type Protocol } from './protocol.ts';

export function makeSnapshotProtocol(feed: FeedOf<'snapshot'>, zone: string): Protocol {
  const read = answerReader(feed, zone);
  const idOf = feed.pull.id === undefined ? null : idReader(feed.pull.id);
  let kept: { etag: string; whole: { complete: boolean; ids?: string[] } } | null = null;

  /** A record without an id might be any: then absence says nothing. */
  const wholeness = (records: unknown[]): { complete: boolean; ids?: string[] } => {
    if (idOf === null) return { complete: false };
    const ids = records.map(idOf);
    return ids.includes(null) ? { complete: false } : { complete: true, ids: ids.flatMap((id) => id ?? []) };
  };

  return {
    reset: () => { kept = null; },
    async pull(session) {
      const asked = session.now();
      const answer = await session.get({}, kept?.etag);
      if (answer.notModified && kept) {
        await session.deliver({ records: [], asOf: asked, ...kept.whole });
        return;
      }
      const { records, asOf } = read(answer, asked);
      const whole = wholeness(records);
      await session.deliver({ records, asOf, ...whole });
      kept = answer.etag === null ? null : { etag: answer.etag, whole };
    },
  };
}
