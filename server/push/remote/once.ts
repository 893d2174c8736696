/**
 * Each command of a remote once, however often it is sent and in whatever order its copies come. What became of one is
 * kept for some minutes, so that a page which heard no answer is told the truth later.
 */
import type { RemoteAnswer, RemoteCommand } from '../../wire/remote.ts';

export type Outcome = Pick<RemoteAnswer, 'outcome' | 'why' | 'words'>;
export const DONE: Outcome = { outcome: 'done', why: null, words: null };
export const not = (why: RemoteAnswer['why'], words: string | null = null): Outcome => ({ outcome: 'not', why, words });
export const unsure = (why: RemoteAnswer['why']): Outcome => ({ outcome: 'unknown', why, words: null });

/** What does not stand in the record did not happen. */
export class NotWritten extends Error {}
/** Rejects as NotWritten. */
export const onRecord = (writing: Promise<void>): Promise<void> => writing.catch((cause: unknown) => { throw new NotWritten('it could not be written', { cause }); });

/** Commands of a device that are remembered, and for how long, ms. */
const KEPT = 300;
const KEEP_MS = 10 * 60_000;

interface Known { at: number; outcome: Promise<Outcome> }
interface Device { known: Map<string, Known>; /** Of each page of it, the last number that was taken. */ pages: Map<string, number> }

export class Once {
  private readonly devices = new Map<string, Device>();

  /** `begun`: a server before this one began it; `act` is called at most once for each id and never rejects twice. */
  run(device: string, { id, page, seq, settle }: Pick<RemoteCommand, 'id' | 'page' | 'seq' | 'settle'>, now: number, begun: (id: string) => boolean, act: () => Promise<Outcome>): Promise<Outcome> {
    const { known, pages } = this.of(device, now);
    const before = known.get(id);
    if (before) return before.outcome;
    const keep = (outcome: Promise<Outcome>): Promise<Outcome> => { known.set(id, { at: now, outcome }); return outcome; };
    if (begun(id)) return keep(Promise.resolve(unsure('restart')));
    // From now on it will not be done: whoever asks has given it up.
    if (settle) return keep(Promise.resolve(not('late')));
    if (seq <= (pages.get(page) ?? -1)) return keep(Promise.resolve(not('overtaken')));
    pages.set(page, seq);
    return keep(act());
  }

  forget(device: string): void { this.devices.delete(device); }

  private of(device: string, now: number): Device {
    let found = this.devices.get(device);
    if (!found) this.devices.set(device, found = { known: new Map(), pages: new Map() });
    // In the order in which they came, the oldest first.
    for (const [id, { at }] of found.known) { if (found.known.size < KEPT && now - at < KEEP_MS) break; found.known.delete(id); }
    for (const page of found.pages.keys()) { if (found.pages.size <= 20) break; found.pages.delete(page); }
    return found;
  }
}
