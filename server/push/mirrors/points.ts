/**
 * Every camera, or every member of staff, as columns in memory. A change tells the sources of the
 * regions around it which index changed; what it changed into is read when they commit. The index of one that
 * was removed is given to another after some thousands of further removals.
 */
import type { PushRegions } from '../deps.ts';
import { Fan } from '../fan.ts';
import { Gone } from './gone.ts';

export interface PointWatcher { touch(index: number): void }

const NOWHERE = '';

export class PointMirror {
  readonly fan: Fan<PointWatcher>;
  private readonly index = new Map<string, number>();
  private readonly regionOf: string[] = [];
  private readonly ids: string[] = [];
  private readonly gone = new Gone();
  /** Indexes of points that were removed long ago. */
  private readonly vacant: number[] = [];
  private versions = new Float64Array(1024);
  lng = new Float64Array(1024);
  lat = new Float64Array(1024);
  state = new Uint8Array(1024);

  /** `emptied`: the index will be another's. */
  constructor(regions: PushRegions, private readonly emptied: (index: number) => void = () => undefined) { this.fan = new Fan(regions); }

  get size(): number { return this.regionOf.length; }
  region(index: number): string { return this.regionOf[index] ?? NOWHERE; }
  exists(index: number): boolean { return this.region(index) !== NOWHERE; }
  idOf(index: number): string { return this.ids[index] ?? NOWHERE; }
  find(id: string): number | undefined { return this.index.get(id); }

  /** Those that are there and whose region lies inside. */
  *inside(inside: (region: string) => boolean): Iterable<{ id: string; index: number }> {
    for (const [id, index] of this.index) if (this.exists(index) && inside(this.region(index))) yield { id, index };
  }

  /** Index of an id; a new one begins as not there, without a position. */
  indexOf(id: string): number {
    let at = this.index.get(id);
    if (at === undefined) {
      at = this.vacant.pop() ?? this.regionOf.length;
      this.index.set(id, at);
      this.regionOf[at] = NOWHERE;
      this.ids[at] = id;
      if (at >= this.state.length) this.grow();
      this.versions[at] = -1;
      this.lng[at] = NaN;
      this.lat[at] = NaN;
      this.state[at] = 0;
    }
    return at;
  }

  /** False where a later version is here already, or this one was removed. */
  place(index: number, region: string, version: number): boolean {
    const known = this.versions[index]!;
    if (version < known || (version === known && !this.exists(index))) return false;
    this.versions[index] = version;
    const before = this.region(index);
    if (before === region) return true;
    this.regionOf[index] = region;
    if (before !== NOWHERE) this.touch(index, before);
    this.touch(index, region);
    return true;
  }

  move(index: number, lng: number, lat: number): void {
    if (Object.is(this.lng[index], lng) && Object.is(this.lat[index], lat)) return;
    this.lng[index] = lng;
    this.lat[index] = lat;
    this.touchHere(index);
  }

  setState(index: number, state: number): void {
    if (this.state[index] === state) return;
    this.state[index] = state;
    this.touchHere(index);
  }

  remove(id: string): void {
    const index = this.index.get(id);
    if (index === undefined || !this.exists(index)) return;
    const before = this.region(index);
    this.regionOf[index] = NOWHERE;
    this.touch(index, before);
    const forgotten = this.gone.add(id, this.versions[index]!);
    if (forgotten !== null) this.vacate(forgotten);
  }

  private vacate(id: string): void {
    const index = this.index.get(id);
    if (index === undefined || this.exists(index)) return;
    this.index.delete(id);
    this.vacant.push(index);
    this.emptied(index);
  }

  private touchHere(index: number): void {
    if (this.exists(index)) this.touch(index, this.region(index));
  }
  private touch(index: number, region: string): void {
    for (const watcher of this.fan.of(region)) watcher.touch(index);
  }

  private grow(): void {
    const size = this.state.length * 2;
    const wider = (from: Float64Array): Float64Array<ArrayBuffer> => { const to = new Float64Array(size); to.set(from); return to; };
    this.versions = wider(this.versions);
    this.lng = wider(this.lng);
    this.lat = wider(this.lat);
    const state = new Uint8Array(size);
    state.set(this.state);
    this.state = state;
  }
}
