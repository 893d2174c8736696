/**
 * Numbers of regions, indicators, words and paths of one shard: given once by Redis, cached here.
 * A write carries the counts it was numbered with and is refused by a Redis that has others (an older
 * file put back, a failover that lost writes): then everything is read again.
 */
import { isUnplaced } from '../wire/region.ts';
import type { Entity } from '../wire/entity.ts';
import { wordsOf } from './body-codec.ts';
import { identityOf, type Contribution, type Indicator } from './contribution.ts';
import { KEY, type Prefix } from './keys.ts';
import type { RegionTree } from './region-tree.ts';
import type { Connection } from './connection.ts';
import type { Numbers } from './value-codec.ts';

interface PathEntry { number: number; region: string }

export class Registry implements Numbers {
  /** "regions,indicators,words,paths" as every script checks it. */
  counts = '0,0,0,0';
  private regions = new Map<string, number>();
  private codes: string[] = [];
  private identities = new Map<string, number>();
  private byName = new Map<string, number[]>();
  private names: string[] = [];
  private byIndicator: number[] = [];
  private words = new Map<string, number>();
  private wordList: string[] = [];
  private packedPaths = new Map<string, number>();
  private pathRegions: string[] = [];
  private pathOfRegion = new Map<string, PathEntry>();
  private readonly redis: Connection;
  private readonly prefix: Prefix;
  private tree: RegionTree;

  constructor(redis: Connection, prefix: Prefix, tree: RegionTree) {
    this.redis = redis;
    this.prefix = prefix;
    this.tree = tree;
  }

  setTree(tree: RegionTree): void { this.tree = tree; this.pathOfRegion.clear(); }

  async load(): Promise<void> {
    const read = (key: string): Promise<Record<string, Buffer>> => this.redis.client.hgetallBuffer(key);
    const meta = await this.redis.client.hmget(KEY.meta(this.prefix), 'rn', 'in', 'wn', 'pn');
    const [regions, indicators, words, paths] = await Promise.all([
      read(KEY.regions(this.prefix)), read(KEY.indicators(this.prefix)), read(KEY.words(this.prefix)),
      this.redis.client.hgetallBuffer(KEY.pathList(this.prefix)),
    ]);
    this.counts = meta.map((n) => n ?? '0').join(',');
    this.regions.clear(); this.codes = [];
    this.identities.clear(); this.byName.clear(); this.names = []; this.byIndicator = [];
    this.words.clear(); this.wordList = [];
    this.packedPaths.clear(); this.pathRegions = []; this.pathOfRegion.clear();
    for (const [code, n] of Object.entries(regions)) this.learn('r', code, Number(n));
    for (const [identity, n] of Object.entries(indicators)) this.learn('i', identity, Number(n));
    for (const [word, n] of Object.entries(words)) this.learn('w', word, Number(n));
    for (const [n, packed] of Object.entries(paths)) this.learn('p', packed.toString('latin1'), Number(n));
  }

  /** Gives numbers to all that `items` need. */
  async ensure(items: Iterable<{ entity: Entity; contribution: Contribution }>): Promise<void> {
    const missing = new Map<string, [string, string]>();
    const want = (kind: string, name: string): void => { missing.set(kind + name, [kind, name]); };
    const codes = new Set<string>();
    for (const { entity, contribution } of items) {
      if (!this.pathOfRegion.has(entity.region)) codes.add(entity.region);
      for (const word of wordsOf(entity)) if (!this.words.has(word)) want('w', word);
      const heat = contribution.heat?.class;
      if (heat !== undefined && !this.words.has(heat)) want('w', heat);
      this.wantIndicators(contribution.gauges, want);
      for (const stamp of contribution.stamps) this.wantIndicators(stamp.indicators, want);
    }
    for (const code of codes) for (const step of this.tree.pathOf(code)) if (!this.regions.has(step.code)) want('r', step.code);
    await this.allocate([...missing.values()]);
    await this.ensurePaths(codes);
  }

  private wantIndicators(list: readonly Indicator[], want: (kind: string, name: string) => void): void {
    for (const indicator of list) {
      if (this.byIndicator[indicator.id] !== undefined) continue;
      const identity = identityOf(indicator.name, indicator.depth);
      const known = this.identities.get(identity);
      if (known === undefined) want('i', identity);
      else this.byIndicator[indicator.id] = known;
    }
  }

  private async ensurePaths(codes: ReadonlySet<string>): Promise<void> {
    const packedOf = new Map([...codes].map((code) => [code, this.packPath(code)]));
    const missing = new Set([...packedOf.values()].filter((packed) => !this.packedPaths.has(packed)));
    await this.allocate([...missing].map((packed) => ['p', packed]));
    for (const [code, packed] of packedOf) {
      const number = this.packedPaths.get(packed)!;
      this.pathOfRegion.set(code, { number, region: this.pathRegions[number]! });
    }
  }

  private packPath(code: string): string {
    const steps = this.tree.pathOf(code);
    const bytes = Buffer.alloc(steps.length * 4);
    steps.forEach((step, i) => {
      bytes[i * 4] = step.depth;
      bytes.writeUIntBE(this.regions.get(step.code)!, i * 4 + 1, 3);
    });
    return bytes.toString('latin1');
  }

  private async allocate(names: [kind: string, name: string][]): Promise<void> {
    for (let i = 0; i < names.length; i += 500) {
      const part = names.slice(i, i + 500);
      const args = part.flatMap(([kind, name]) => [kind, Buffer.from(name, kind === 'p' ? 'latin1' : 'utf8')]);
      const [counts, numbers] = await this.redis.run('allocate', KEY.meta(this.prefix), [this.prefix, this.counts, ...args]) as [Buffer, number[]];
      this.counts = counts.toString();
      part.forEach(([kind, name], j) => this.learn(kind, name, numbers[j]!));
    }
  }

  private learn(kind: string, name: string, n: number): void {
    if (kind === 'r') { this.regions.set(name, n); this.codes[n] = name; }
    else if (kind === 'w') { this.words.set(name, n); this.wordList[n] = name; }
    else if (kind === 'p') { this.packedPaths.set(name, n); this.pathRegions[n] = this.lowestOf(name); }
    else {
      this.identities.set(name, n);
      const plain = name.slice(name.indexOf('|') + 1);
      this.names[n] = plain;
      this.byName.set(plain, [...(this.byName.get(plain) ?? []), n]);
    }
  }

  private lowestOf(packed: string): string {
    const bytes = Buffer.from(packed, 'latin1');
    let lowest = '';
    for (let at = 0; at < bytes.length; at += 4) {
      const code = this.codes[bytes.readUIntBE(at + 1, 3)]!;
      if (!isUnplaced(code)) lowest = code;
    }
    return lowest;
  }

  indicatorOf(indicator: Indicator): number {
    const n = this.byIndicator[indicator.id] ?? this.identities.get(identityOf(indicator.name, indicator.depth));
    if (n === undefined) throw new Error(`indicator ${indicator.name} has no number yet`);
    return this.byIndicator[indicator.id] = n;
  }
  pathOf(region: string): PathEntry {
    const entry = this.pathOfRegion.get(region);
    if (!entry) throw new Error(`region ${region} has no path yet`);
    return entry;
  }
  regionOfPath(number: number): string { return this.pathRegions[number] ?? ''; }
  numberOf(word: string): number {
    const n = this.words.get(word);
    if (n === undefined) throw new Error(`word ${word} has no number yet`);
    return n;
  }
  wordOf(number: number): string { return this.wordList[number] ?? ''; }
  wordNumber(word: string): number | undefined { return this.words.get(word); }

  regionNumber(code: string): number | undefined { return this.regions.get(code); }
  regionCode(number: number): string | undefined { return this.codes[number]; }
  regionCount(): number { return this.codes.length; }
  /** Every number a name ever had: another depth is another indicator of the same name. */
  numbersOf(name: string): readonly number[] { return this.byName.get(name) ?? []; }
  nameOf(number: number): string { return this.names[number] ?? ''; }
  allNames(): Iterable<string> { return this.byName.keys(); }
  allWords(): Iterable<string> { return this.words.keys(); }
}

