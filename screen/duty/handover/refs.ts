/** What stands on a sheet, in words: what a late note may correct. Pure. */
import { refsOf, type HandoverContent, type Note } from '../../../server/wire/handover.ts';
import { HANDOVER } from '../words.ts';

export function refWord(ref: string, content: HandoverContent | null): string {
  const [kind, id] = [ref.slice(0, ref.indexOf(':')), ref.slice(ref.indexOf(':') + 1)];
  switch (kind) {
    case 'figure': return HANDOVER.stages[id as keyof typeof HANDOVER.stages] ?? HANDOVER.sums[id as keyof typeof HANDOVER.sums] ?? id;
    case 'alert': return [...(content?.done.alerts ?? []), ...(content?.undone.alerts ?? [])].find((alert) => alert.id === id)?.title ?? id;
    case 'case': { const found = content?.undone.cases.find((one) => one.id === id); return found ? `${found.categoryName} ${id}` : id; }
    case 'note': return `${HANDOVER.note} ${id}`;
    default: return id;
  }
}
export const refsIn = (content: HandoverContent | null, notes: readonly Note[]): { ref: string; word: string }[] =>
  (content ? refsOf({ content, notes }) : notes.map(({ id }) => `note:${id}`)).map((ref) => ({ ref, word: refWord(ref, content) }));
