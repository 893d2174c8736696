/** One segment that frames go to: they are gathered, and go to disk together. */
import { CHUNK } from './chunk-file.ts';
import type { SegmentWriter } from './library.ts';
import { Ops, OP } from './ops.ts';

/** `began`: wall ms; `at`: world's ms from which on frames are written. */
export class Target {
  private readonly ops = new Ops();
  raw = 0;
  /** How many more are taken before it speaks; Infinity: its keyframe is not written, or it speaks. */
  pictures = Infinity;
  private from: number;
  private last: number;
  constructor(readonly writer: SegmentWriter, readonly began: number, at: number) { this.from = this.last = at; }

  frame(at: number, body: Buffer): void {
    this.ops.u8(OP.frame);
    this.ops.varint(at - this.last);
    this.ops.varint(body.length);
    this.ops.raw(body);
    this.last = at;
    this.raw += body.length;
  }
  flush(to: number): Promise<void> {
    const bytes = this.ops.take();
    this.ops.reset();
    const { from } = this;
    this.from = this.last = to;
    return this.writer.append(CHUNK.frames, from, to, bytes);
  }
}
