/** What a stage has published: its subscriptions as a screen that holds them has folded them. */
import type { SteppedStage } from '../../server/push/index.ts';
import type { Subscribe } from '../../server/wire/messages.ts';
import { canonical } from '../../server/push/subscription-key.ts';
import type { Stage } from '../../server/push/index.ts';
import type { Rig } from './rig.ts';

export interface Frames { /** By subscription, as JSON. */ read(): Map<string, string> }

/** Names of a row, points of a map and items of a list stand in the order in which Redis gives them: that says nothing. */
const sorted = (_: string, value: unknown): unknown => {
  if (isPoints(value)) {
    const { xy, state, ...rest } = value;
    return { ...rest, points: Array.from(state, (own, i) => `${Buffer.from(xy).readUInt32LE(i * 4)} ${own}`).sort() };
  }
  if (isList(value)) return value.map((item) => JSON.stringify(item, sorted)).sort();
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
};

interface Points { xy: Uint8Array; state: Uint8Array }
const isPoints = (value: unknown): value is Points => typeof value === 'object' && value !== null && 'xy' in value && 'state' in value;
const isList = (value: unknown): value is { id: string }[] => Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null && 'id' in item);

/** City and 20 regions below it, and everything that is shown singly of the city. */
export async function framesOf(stage: Stage, rig: Rig): Promise<Frames> {
  const { engine, deps } = stage as SteppedStage;
  const city = deps.regions.city.code;
  const regions = [city];
  for (let at = 0; at < regions.length && regions.length < 21; at++) regions.push(...deps.regions.children(regions[at]!).map(({ code }) => code));
  regions.length = Math.min(regions.length, 21);
  const requests: Subscribe[] = [
    ...regions.map((region) => ({ region, topic: 'summary' as const })),
    ...(['cases', 'alerts', 'stations', 'cameras', 'staff'] as const).map((topic) => ({ region: city, topic })),
    { region: city, topic: 'trend', window: 1 }, { region: city, topic: 'heat', window: 24 },
  ];
  const held: Awaited<ReturnType<SteppedStage['engine']['acquire']>>[] = [];
  for (const request of requests) {
    const wanted = canonical(request, { region: (code) => rig.deps.regions.get(code) !== undefined });
    if (typeof wanted === 'string') throw new Error(wanted);
    held.push(await engine.acquire(wanted));
  }
  return {
    read: () => new Map(held.map((subscription) => {
      const { sub, data, asOf } = engine.snapshot(subscription);
      return [sub, JSON.stringify([asOf, data], sorted)];
    })),
  };
}
