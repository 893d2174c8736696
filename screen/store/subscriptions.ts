/**
 * Snapshot + numbered deltas → what panels see. One entry per (region, topic, window, filter),
 * shared by whoever asks for it. A gap, a new epoch or a new link asks again; a frame of another
 * world is refused. A burst is folded in one flush, once a frame, so that a panel renders once.
 */
import { shallowRef, type ShallowRef } from 'vue';
import { applyDelta } from '../../server/wire/fold.ts';
import type { Delta, Refusal, Snapshot, SnapshotOf, Subscribe, Topic, World } from '../../server/wire/messages.ts';

/** What a reader sees: replaced whole at each flush. `asOf` is the upstream's time of the data (world ms). */
export interface Frame<T extends Topic = Topic> { data: SnapshotOf<T> | null; asOf: number | null; seq: number; refused: string | null }
export interface Lease<T extends Topic = Topic> { readonly frame: ShallowRef<Frame<T>>; release(): void }
/** Calls `run` once, soon: an animation frame in a browser, by hand in a test. */
export type Scheduler = (run: () => void) => void;
export interface Wire {
  subscribe(request: Subscribe): Promise<Snapshot | Refusal>;
  unsubscribe(sub: string): void;
}
export interface HubOptions {
  schedule: Scheduler;
  /** Calls `run` after ms; returns a canceller. */
  later: (run: () => void, ms: number) => () => void;
  /** How long what nobody reads any more stays warm, so that "back" shows at once. */
  lingerMs?: number;
  /** … and how many at most: a screen may hold only so many subscriptions at its server. */
  mostWarm?: number;
  /** A subscription that was refused or not answered is asked again after at most this, sooner at first. */
  retryMs?: number;
}

type Pending = { whole: true; message: Snapshot } | { whole: false; message: Delta };

interface Entry {
  key: string;
  request: Subscribe;
  frame: ShallowRef<Frame>;
  readers: number;
  /** The server's name of the subscription; null while none is in force. */
  sub: string | null;
  /** Rises with each question, so that a late answer to an earlier one is not taken. */
  asking: number;
  waiting: boolean;
  pending: Pending[];
  /** Sequence that the last pending message brings us to. */
  seq: number;
  stopLinger: (() => void) | null;
  stopRetry: (() => void) | null;
  refusals: number;
}

const EMPTY: Frame = { data: null, asOf: null, seq: 0, refused: null };

/** One key for requests that mean the same. */
export function canonical(request: Subscribe): string {
  const { class: of = '', source = '', urgent = false } = request.filter ?? {};
  return `${request.topic}|${request.region}|${request.window ?? ''}|${of}|${source}|${urgent ? 'urgent' : ''}`;
}

export class SubscriptionHub {
  private readonly entries = new Map<string, Entry>();
  private readonly bySub = new Map<string, Entry>();
  private readonly dirty = new Set<Entry>();
  /** What nobody reads any more, longest ago first. */
  private readonly warm = new Set<Entry>();
  private world: World | null = null;
  private epoch: string | null = null;
  private linked = false;
  private scheduled = false;
  /** Frames refused because they were of another world; a wall that counts any is misconfigured. */
  refusedFrames = 0;
  /** How often a gap made us ask again. */
  gaps = 0;

  constructor(private readonly wire: Wire, private readonly options: HubOptions) {}

  get size(): number { return this.entries.size; }

  open<T extends Topic>(request: Subscribe & { topic: T }): Lease<T> {
    const key = canonical(request);
    let entry = this.entries.get(key);
    if (!entry) {
      entry = { key, request, frame: shallowRef(EMPTY), readers: 0, sub: null, asking: 0, waiting: false, pending: [], seq: 0, stopLinger: null, stopRetry: null, refusals: 0 };
      this.entries.set(key, entry);
      this.ask(entry);
    }
    entry.readers++;
    this.warm.delete(entry);
    entry.stopLinger?.();
    entry.stopLinger = null;
    const held = entry;
    let released = false;
    return {
      // The map of topics to data types is kept by `request.topic`, which the key contains.
      frame: held.frame as unknown as ShallowRef<Frame<T>>,
      release: () => { if (!released) { released = true; this.release(held); } },
    };
  }

  private release(entry: Entry): void {
    if (--entry.readers > 0) return;
    entry.stopLinger = this.options.later(() => this.drop(entry), this.options.lingerMs ?? 20_000);
    this.warm.add(entry);
    const [oldest] = this.warm;
    if (oldest && this.warm.size > (this.options.mostWarm ?? 16)) this.drop(oldest);
  }

  private drop(entry: Entry): void {
    entry.stopRetry?.();
    entry.stopLinger?.();
    this.warm.delete(entry);
    this.entries.delete(entry.key);
    this.dirty.delete(entry);
    entry.asking++;
    if (entry.sub !== null) {
      this.bySub.delete(entry.sub);
      this.wire.unsubscribe(entry.sub);
    }
  }

  /** The link is up: whatever stood before is asked again once hello says whose world and epoch it is. */
  up(): void { this.linked = true; }
  down(): void {
    this.linked = false;
    for (const entry of this.entries.values()) this.forget(entry);
  }
  /** `anew`: what was subscribed is void, though world and epoch are as before. */
  hello(world: World, epoch: string, anew = false): void {
    // No figure of one world may stand under the mark of another, nor what still waits to be folded.
    if (this.world !== null && this.world !== world) for (const entry of this.entries.values()) { entry.frame.value = EMPTY; entry.pending = []; }
    // Another epoch on a link that stayed up: what was subscribed before is void there.
    if (anew || this.world !== world || this.epoch !== epoch) for (const entry of this.entries.values()) this.forget(entry);
    this.world = world;
    this.epoch = epoch;
    for (const entry of this.entries.values()) if (entry.sub === null && !entry.waiting) this.ask(entry);
  }
  /** A beat of another epoch: the server or its Redis began anew, so every number is void. A player's epoch is told by hello alone. */
  beat(world: World, epoch: string): void {
    if (world !== this.world || epoch === this.epoch || world === 'replay') return;
    this.epoch = epoch;
    for (const entry of this.entries.values()) { this.forget(entry); this.ask(entry); }
  }

  private forget(entry: Entry): void {
    if (entry.sub !== null) this.bySub.delete(entry.sub);
    entry.sub = null;
    entry.waiting = false;
    entry.asking++;
    entry.stopRetry?.();
    entry.stopRetry = null;
  }

  private ask(entry: Entry): void {
    if (!this.linked || this.world === null) return;
    const turn = ++entry.asking;
    entry.waiting = true;
    const settle = (answer: Snapshot | Refusal): void => {
      if (turn !== entry.asking) return;
      entry.waiting = false;
      if ('error' in answer) this.refuse(entry, answer.error);
      else if (this.ours(answer)) this.adopt(entry, answer);
      else this.refuse(entry, `snapshot of world ${answer.world}, epoch ${answer.epoch}`);
    };
    this.wire.subscribe(entry.request).then(settle, (error: unknown) => settle({ error: error instanceof Error ? error.message : String(error) }));
  }

  private refuse(entry: Entry, error: string): void {
    entry.frame.value = { ...entry.frame.value, refused: error };
    const most = this.options.retryMs ?? 2000;
    const wait = Math.min(most, (most / 8) * 2 ** entry.refusals++);
    entry.stopRetry = this.options.later(() => { entry.stopRetry = null; if (entry.sub === null && !entry.waiting) this.ask(entry); }, wait);
  }

  private adopt(entry: Entry, snapshot: Snapshot): void {
    entry.sub = snapshot.sub;
    entry.refusals = 0;
    this.bySub.set(snapshot.sub, entry);
    entry.seq = snapshot.seq;
    // A snapshot makes what waited before it void.
    entry.pending = [{ whole: true, message: snapshot }];
    this.mark(entry);
  }

  private ours(message: { world: World; epoch: string }): boolean {
    if (message.world !== this.world) { this.refusedFrames++; return false; }
    return message.epoch === this.epoch;
  }

  /** A snapshot the server sent unasked: this screen was too slow and lost its queue. */
  snapshot(message: Snapshot): void {
    const entry = this.bySub.get(message.sub);
    if (entry && this.ours(message)) this.adopt(entry, message);
  }

  delta(message: Delta): void {
    const entry = this.bySub.get(message.sub);
    if (!entry || !this.ours(message) || message.seq <= entry.seq) return;
    if (message.seq !== entry.seq + 1) {
      this.gaps++;
      this.forget(entry);
      this.ask(entry);
      return;
    }
    entry.seq = message.seq;
    entry.pending.push({ whole: false, message });
    this.mark(entry);
  }

  private mark(entry: Entry): void {
    this.dirty.add(entry);
    if (this.scheduled) return;
    this.scheduled = true;
    this.options.schedule(() => { this.scheduled = false; this.flush(); });
  }

  /** Fold everything that waits; each entry's frame changes once. */
  flush(): void {
    const waiting = [...this.dirty];
    this.dirty.clear();
    for (const entry of waiting) this.fold(entry);
  }

  private fold(entry: Entry): void {
    const pending = entry.pending;
    if (pending.length === 0) return;
    entry.pending = [];
    let { data, asOf, seq } = entry.frame.value;
    try {
      for (const { whole, message } of pending) {
        if (whole) data = message.data;
        else if (data !== null) data = applyDelta(message.topic, data, message.data);
        ({ asOf, seq } = message);
      }
    } catch (error) {
      // What cannot be folded is as good as lost: keep the last picture and ask for a whole one.
      this.forget(entry);
      this.refuse(entry, error instanceof Error ? error.message : String(error));
      return;
    }
    entry.frame.value = { data, asOf, seq, refused: null };
  }
}
