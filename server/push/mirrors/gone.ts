/** Versions of what was removed lately, so that an older record that was read meanwhile does not bring it back. The oldest are forgotten. */
const MOST = 4_096;

export class Gone {
  private readonly versions = new Map<string, number>();

  /** −1 for what was not removed lately. */
  version(id: string): number { return this.versions.get(id) ?? -1; }
  has(id: string): boolean { return this.versions.has(id); }
  delete(id: string): void { this.versions.delete(id); }
  get size(): number { return this.versions.size; }

  /** Returns the id that was forgotten for it; null: none. */
  add(id: string, version: number): string | null {
    this.versions.delete(id);
    this.versions.set(id, version);
    if (this.versions.size <= MOST) return null;
    const [oldest] = this.versions.keys();
    this.versions.delete(oldest!);
    return oldest!;
  }
}
