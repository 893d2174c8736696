/** One after the other, by key: who comes second decides on what the first left. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.last.get(key) ?? Promise.resolve()).then(work, work);
    this.last.set(key, mine);
    const over = (): void => { if (this.last.get(key) === mine) this.last.delete(key); };
    mine.then(over, over);
    return mine;
  }
}
