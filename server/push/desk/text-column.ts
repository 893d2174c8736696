/** Texts of one chunk of rows, one behind the other in one buffer, so that hundreds of thousands cost their bytes and are searched as bytes. */

/** Rows of a chunk. */
export const ROWS = 4096;

export class TextColumn {
  private bytes = Buffer.alloc(0);
  /** Where each row's text ends, its separator included. */
  private readonly ends = new Uint32Array(ROWS);
  private rows = 0;
  /** Bytes of the separator, which no text that is searched for has in it. */
  private readonly gap: number;

  constructor(private readonly encoding: 'utf8' | 'utf16le') { this.gap = encoding === 'utf8' ? 1 : 2; }

  get byteLength(): number { return this.bytes.length + this.ends.byteLength; }

  /** A row beyond the last one leaves none out. */
  put(row: number, text: string): void {
    const [start, end, used] = [this.start(row), row < this.rows ? this.ends[row]! : this.used, this.used];
    const size = Buffer.byteLength(text, this.encoding) + this.gap;
    const more = size - (end - start);
    this.room(used + more);
    if (more !== 0) {
      this.bytes.copyWithin(start + size, end, used);
      for (let i = row; i < this.rows; i++) this.ends[i]! += more;
    }
    if (row === this.rows) this.ends[this.rows++] = start + size;
    this.bytes.write(text, start, this.encoding);
    this.bytes.fill(0, start + size - this.gap, start + size);
  }

  get(row: number): string { return this.bytes.toString(this.encoding, this.start(row), this.ends[row]! - this.gap); }

  /** Rows whose text has `needle` in it. */
  find(needle: string, found: (row: number) => void): void {
    const bytes = this.bytes.subarray(0, this.used);
    for (let at = bytes.indexOf(needle, 0, this.encoding), row = 0; at >= 0; at = bytes.indexOf(needle, this.ends[row], this.encoding)) {
      while (this.ends[row]! <= at) row++;
      found(row);
      if (this.ends[row]! >= bytes.length) return;
    }
  }

  private get used(): number { return this.rows === 0 ? 0 : this.ends[this.rows - 1]!; }
  private start(row: number): number { return row === 0 ? 0 : this.ends[row - 1]!; }
  /** A full chunk has as much as it needs, one that grows an eighth more. */
  private room(length: number): void {
    if (length <= this.bytes.length) return;
    const larger = Buffer.alloc(Math.ceil((length * 9) / 8 / 1024) * 1024);
    this.bytes.copy(larger, 0, 0, this.used);
    this.bytes = larger;
  }
}
