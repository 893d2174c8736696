/**
 * A recorded source: plays messages from an array by their own offsets, answers subscriptions from
 * the snapshots it has. Time is the caller's: `advance(ms)` plays what has come due.
 */
import type { AlertItem, Beat, Delta, Hello, Refusal, Snapshot, Subscribe } from '../../server/wire/messages.ts';
import type { EnterRequest, PlayerState, SteerRequest } from '../../server/wire/playback.ts';
import type { Source, SourceListener } from './source.ts';

/** `at`: ms from the beginning of the recording. */
export type RecordedMessage = { at: number } & (
  | { event: 'up' } | { event: 'down'; data: string }
  | { event: 'hello'; data: Hello } | { event: 'beat'; data: Beat }
  | { event: 'snapshot'; data: Snapshot } | { event: 'delta'; data: Delta }
  | { event: 'player'; data: PlayerState } | { event: 'realAlerts'; data: AlertItem[] });

export type Answer = (request: Subscribe) => Snapshot | Refusal;

export class RecordedSource implements Source {
  private listener: SourceListener | null = null;
  private at = 0;
  private next = 0;
  readonly asked: Subscribe[] = [];
  readonly dropped: string[] = [];
  restarts = 0;
  /** What was asked of the stage; answered by `stage`, which a test may replace. */
  readonly entered: EnterRequest[] = [];
  readonly steered: SteerRequest[] = [];
  stage: (request: EnterRequest | SteerRequest) => Promise<PlayerState | Refusal> = () => Promise.resolve({ error: 'this recording has no stage' });

  constructor(private readonly messages: readonly RecordedMessage[], private readonly answer: Answer) {}

  start(listener: SourceListener): void { this.listener = listener; this.advance(0); }

  /** Play on by `ms` of the recording. */
  advance(ms: number): void {
    this.at += ms;
    for (let m = this.messages[this.next]; m && m.at <= this.at; m = this.messages[this.next]) {
      this.next++;
      this.play(m);
    }
  }

  /** Hand one message to the listener now. */
  play(message: RecordedMessage): void {
    const to = this.listener;
    if (!to) throw new Error('a recorded source must be started before it plays');
    switch (message.event) {
      case 'up': to.up(); break;
      case 'down': to.down(message.data); break;
      case 'hello': to.hello(message.data); break;
      case 'beat': to.beat(message.data); break;
      case 'snapshot': to.snapshot(message.data); break;
      case 'delta': to.delta(message.data); break;
      case 'player': to.player(message.data); break;
      case 'realAlerts': to.realAlerts(message.data); break;
    }
  }

  subscribe(request: Subscribe): Promise<Snapshot | Refusal> {
    this.asked.push(request);
    return Promise.resolve(this.answer(request));
  }
  unsubscribe(sub: string): void { this.dropped.push(sub); }
  enter(request: EnterRequest): Promise<PlayerState | Refusal> { this.entered.push(request); return this.stage(request); }
  steer(request: SteerRequest): Promise<PlayerState | Refusal> { this.steered.push(request); return this.stage(request); }
  restart(): void { this.restarts++; }
  stop(): void { this.listener = null; }
}
