/** Where the pictures of a place are taken from: by its most critical station, else in its middle. Pure. */
import type { StationItem } from '../../../server/wire/messages.ts';
import { mostCritical } from '../../map/stations.ts';

/** `station`: id; null: the middle of the region, which `name` names. */
export interface Spot { at: readonly [number, number]; name: string; station: string | null }

/** `held`: the station that was shown last, which stays unless another is clearly worse. null: the place is not known yet. */
export function spotOf(stations: readonly StationItem[], region: { name: string; label: readonly [number, number] } | null, held: string | null): Spot | null {
  const worst = mostCritical(stations, [], held);
  if (worst && worst.lng !== null && worst.lat !== null) return { at: [worst.lng, worst.lat], name: worst.name, station: worst.id };
  return region && { at: region.label, name: region.name, station: null };
}
