/** A growing buffer to write packed values into, and a reader of the same; numbers big-endian. */

export class Writer {
  private bytes = Buffer.allocUnsafe(4096);
  length = 0;

  private room(n: number): void {
    if (this.length + n <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + n));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  reset(): this { this.length = 0; return this; }
  u8(v: number): void { this.room(1); this.bytes[this.length++] = v; }
  u16(v: number): void { this.room(2); this.length = this.bytes.writeUInt16BE(v, this.length); }
  u24(v: number): void { this.room(3); this.length = this.bytes.writeUIntBE(v, this.length, 3); }
  u32(v: number): void { this.room(4); this.length = this.bytes.writeUInt32BE(v, this.length); }
  i32(v: number): void { this.room(4); this.length = this.bytes.writeInt32BE(v, this.length); }
  u48(v: number): void { this.room(6); this.length = this.bytes.writeUIntBE(v, this.length, 6); }
  f64(v: number): void { this.room(8); this.length = this.bytes.writeDoubleBE(v, this.length); }
  raw(v: Uint8Array): void { this.room(v.length); this.bytes.set(v, this.length); this.length += v.length; }
  utf8(v: string): void { const n = Buffer.byteLength(v); this.room(n); this.length += this.bytes.write(v, this.length); }

  /** 7 bits a byte, lowest first; up to 2⁵³. */
  varint(v: number): void {
    while (v >= 128) { this.u8((v % 128) + 128); v = Math.floor(v / 128); }
    this.u8(v);
  }
  /** Small magnitudes of either sign stay small. */
  signed(v: number): void { this.varint(v < 0 ? -2 * v - 1 : 2 * v); }
  /** A registry number as the scripts read it: one byte below 224, else two. */
  number(v: number): void {
    if (v < 224) this.u8(v);
    else { this.u8(224 + (v >> 8)); this.u8(v & 255); }
  }

  setU8(at: number, v: number): void { this.bytes[at] = v; }
  setU16(at: number, v: number): void { this.bytes.writeUInt16BE(v, at); }
  /** A copy: the writer may be used again. */
  take(): Buffer { return Buffer.from(this.bytes.subarray(0, this.length)); }
}

export class Reader {
  readonly bytes: Buffer;
  at: number;
  constructor(bytes: Buffer, at = 0) { this.bytes = bytes; this.at = at; }

  get left(): number { return this.bytes.length - this.at; }
  u8(): number { return this.bytes[this.at++]!; }
  u16(): number { this.at += 2; return this.bytes.readUInt16BE(this.at - 2); }
  u24(): number { this.at += 3; return this.bytes.readUIntBE(this.at - 3, 3); }
  u32(): number { this.at += 4; return this.bytes.readUInt32BE(this.at - 4); }
  i32(): number { this.at += 4; return this.bytes.readInt32BE(this.at - 4); }
  u48(): number { this.at += 6; return this.bytes.readUIntBE(this.at - 6, 6); }
  f64(): number { this.at += 8; return this.bytes.readDoubleBE(this.at - 8); }
  rest(): Buffer { const rest = this.bytes.subarray(this.at); this.at = this.bytes.length; return rest; }

  varint(): number {
    // Most are small.
    const first = this.bytes[this.at]!;
    if (first < 128) { this.at++; return first; }
    const second = this.bytes[this.at + 1]!;
    if (second < 128) { this.at += 2; return first - 128 + second * 128; }
    let v = 0;
    for (let scale = 1; ; scale *= 128) {
      const b = this.u8();
      v += (b & 127) * scale;
      if (b < 128) return v;
    }
  }
  signed(): number { const v = this.varint(); return v % 2 === 1 ? -(v + 1) / 2 : v / 2; }
}
