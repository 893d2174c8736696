/** What is watched for, by a city's rules. */
import { hotSpots, type HotSpotRules } from './hot-spots.ts';
import { rising } from './rising.ts';
import { FEWEST_DAYS, surge, type SurgeRules } from './surge.ts';

export interface WatchRules { hotSpot: HotSpotRules; surge: SurgeRules & { days: number } }

export const makeWatch = ({ hotSpot, surge: rules }: WatchRules) => ({
  hotSpot, hotSpots: (cases: Parameters<typeof hotSpots>[0], now: number) => hotSpots(cases, hotSpot, now),
  surgeDays: rules.days, neededDays: FEWEST_DAYS, surge: (count: number, earlier: readonly number[]) => surge(count, earlier, rules),
  rising,
});
