import { isDetail } from '../wire/counters.ts';

/** Words under numbers, given in the order in which they come. */
export class Names {
  readonly words: string[] = [];
  private readonly numbers = new Map<string, number>();

  get size(): number { return this.words.length; }
  find(word: string): number | undefined { return this.numbers.get(word); }

  numberOf(word: string): number {
    let number = this.numbers.get(word);
    if (number === undefined) { number = this.words.length; this.numbers.set(word, number); this.words.push(word); }
    return number;
  }
}

/** Names of counters, and which of them are of today, of yesterday, or only in a row's details. */
export class CounterNames extends Names {
  private kinds = new Uint8Array(256);

  isToday(name: number): boolean { return (this.kinds[name]! & 1) > 0; }
  isDetail(name: number): boolean { return (this.kinds[name]! & 2) > 0; }

  override numberOf(word: string): number {
    const known = this.size;
    const number = super.numberOf(word);
    if (number < known) return number;
    if (number >= this.kinds.length) { const wider = new Uint8Array(this.kinds.length * 2); wider.set(this.kinds); this.kinds = wider; }
    this.kinds[number] = (word.startsWith('today.') ? 1 : 0) | (isDetail(word) ? 2 : 0);
    return number;
  }
}
/** Follows from the cases and the clock: worked out, not recorded. */
export const isYesterday = (name: string): boolean => name.startsWith('yesterday.');
