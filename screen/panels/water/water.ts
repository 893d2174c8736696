/** How many stations of each type stand in which state: where the water is, at one glance. Pure. */
import { STATION_STATES, STATION_TYPES } from '../../../server/wire/entity.ts';
import type { CounterRow } from '../../../server/wire/counters.ts';
import { count } from '../../look/format.ts';
import { STATION_TYPE } from '../../look/words.ts';

type State = (typeof STATION_STATES)[number];
export interface WaterRow { type: string; name: string; total: string; cells: { state: State; n: number; text: string }[] }
export interface WaterModel { total: number; rows: WaterRow[] }

/** The columns, gravest first; what is normal stands in the total. */
export const SHOWN: readonly State[] = ['danger', 'warning', 'alert', 'silent'];

export function water(row: CounterRow): WaterModel {
  const n = (type: string, state: State): number => row[`station.${type}.${state}`] ?? 0;
  const rows = STATION_TYPES.flatMap((type): WaterRow[] => {
    const total = STATION_STATES.reduce((sum, state) => sum + n(type, state), 0);
    return total === 0 ? [] : [{ type, name: STATION_TYPE[type], total: count(total), cells: SHOWN.map((state) => ({ state, n: n(type, state), text: n(type, state) === 0 ? '·' : count(n(type, state)) })) }];
  });
  return { total: row['station.total'] ?? 0, rows };
}
