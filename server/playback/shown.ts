/**
 * What the recorder looks at: the picture that the screens have just been given. The push stage's own memory fulfils it;
 * a recording is of what was shown, so that nothing of it need be worked out again.
 */
import type { CounterRow } from '../wire/counters.ts';
import type { Staff, Station } from '../wire/entity.ts';
import type { AlertItem, FeedHealth, StationItem } from '../wire/messages.ts';

/** Cameras, or staff, by an index that stays theirs; a region '' is one that left. Degrees, NaN for no place. */
export interface ShownPoints {
  readonly size: number; readonly lng: Float64Array; readonly lat: Float64Array; readonly state: Uint8Array;
  region(index: number): string;
  idOf(index: number): string;
}
/** `at` in ms, level in m (cm of ponding), rain in mm. */
export interface SeriesPoint { at: number; level?: number | undefined; rain5m?: number | undefined }
export interface ShownStation { id: string; entity: Station; state: StationItem['state']; series: { points(): SeriesPoint[] } }

export interface Shown {
  readonly cameras: { readonly points: ShownPoints; readonly names: readonly string[] };
  readonly staff: { readonly points: ShownPoints; readonly posts: readonly Pick<Staff, 'role' | 'expected'>[]; readonly names: readonly string[]; readonly phones: readonly string[] };
  readonly stations: { inside(inside: (region: string) => boolean): Iterable<ShownStation> };
  readonly alerts: { readonly revision: number; inForce(): Iterable<AlertItem> };
}

export interface Picture {
  /** World's ms at which it was given out. */
  now: number;
  /** Rows read for it, as of `at`; without `detail` one has no category.*, source.*, department.*. */
  rows: { at: number; read: Iterable<{ code: string; detail: boolean; row: CounterRow }> };
  /** Regions whose counters changed since the picture before. */
  changed: ReadonlySet<string>;
  /** Another object once everything has been read afresh. */
  shown: Shown;
  feeds: readonly FeedHealth[];
}
