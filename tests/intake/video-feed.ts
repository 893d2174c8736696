/** A feed of cameras and what intake needs beside it, for tests of intake alone: real store, no server. */
import type { ConfigOf } from '../../server/config.ts';
import type { DeliverDeps } from '../../server/intake/deliver.ts';
import { makeParts } from '../../server/intake/parts.ts';
import { openStore, type Store } from '../../server/store/index.ts';
import type { Clock } from '../../server/wire/clock.ts';
import { FEEDS, NOW, rules, smallTree } from '../normalise/city.ts';
import { RULES } from '../store/small-city.ts';

const HOUR = 3_600_000, DAY = 24 * HOUR;
export const LIMITS = { staffSilence: 300_000, speedLimit: 120 };
export const CITY = '7700';
export const clock: Clock = { zone: 'Asia/Shanghai', rate: 1, now: () => NOW };

/** A record as the upstream has it. */
export const camera = (id: string, on = true) => ({ id, name: id, on: String(on), x: 118.25, y: 29.1 });

export const videoFeed = (more: Partial<ConfigOf<'video'>> = {}): ConfigOf<'video'> => ({ ...FEEDS.video(), absence: 'remove', ...more });

export const openCity = (redis: string): Promise<Store> => openStore({
  redis, world: 'live', city: CITY, zone: 'Asia/Shanghai', regions: smallTree().all,
  retention: { minutes: 25 * HOUR, hours: 35 * DAY, days: 400 * DAY, cases: 35 * DAY },
});

/** `said`: what the screens were told, in order. */
export function deliverDeps(store: Store): DeliverDeps & { said: string[] } {
  const said: string[] = [];
  return {
    store, clock, rules: RULES, normaliser: rules(), said, contacts: 'masked',
    parts: makeParts(LIMITS, store, { info: () => undefined }),
    told: {
      onApplied: (_kind, entities) => { for (const { id } of entities) said.push(`+${id}`); },
      onRemoved: (_kind, ids) => { for (const id of ids) said.push(`-${id}`); },
      onPositions: () => undefined,
    },
  };
}

export const total = async (store: Store): Promise<number> => (await store.readRows([CITY], NOW))[CITY]?.['video.total'] ?? 0;
