/** The alerts of the page on which they are acknowledged. Pure. */
import type { AlertItem } from '../../server/wire/messages.ts';

export interface AckLists { waiting: AlertItem[]; done: AlertItem[]; quiet: AlertItem[] }

/** Waiting: gravest first, as the wire orders them. Done: newest first. Quiet: those that would take the wall but for a silence or a swing. */
export function ackLists(items: readonly AlertItem[]): AckLists {
  return {
    waiting: items.filter(({ ackedAt, quiet }) => ackedAt === null && quiet === null),
    done: items.filter(({ ackedAt }) => ackedAt !== null).sort((a, b) => (b.ackedAt ?? 0) - (a.ackedAt ?? 0)),
    quiet: items.filter(({ ackedAt, quiet }) => ackedAt === null && (quiet === 'silence' || quiet === 'swing')),
  };
}
