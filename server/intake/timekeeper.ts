/** What time alone changes: due entities several times a second, retention once a minute of the world's time. */
import type { Logger } from 'pino';
import { processDue, type DueHooks } from '../aggregate/due.ts';
import type { Rules } from '../aggregate/contributions.ts';
import type { Store } from '../store/index.ts';
import type { Clock } from '../wire/clock.ts';

export interface Timekeeper { stop(): Promise<void> }

export interface TimekeeperDeps {
  store: Store;
  clock: Clock;
  rules: Rules;
  hooks: DueHooks;
  log: Pick<Logger, 'warn' | 'info'>;
}

const LOOK_MS = 200;
const REAP_WORLD_MS = 60_000;

export function keepTime({ store, clock, rules, hooks, log }: TimekeeperDeps): Timekeeper {
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let reapedAt = -Infinity;
  let failing = false;
  const round = async (): Promise<void> => {
    const now = clock.now();
    try {
      await processDue(store, now, rules, hooks);
      if (now - reapedAt >= REAP_WORLD_MS) {
        const { keys } = await store.reap(now);
        reapedAt = now;
        if (keys > 0) log.info({ keys }, 'retention: dropped what is past its time');
      }
      if (failing) log.info('the store answers again; due entities are applied');
      failing = false;
    } catch (cause) {
      // Said once an outage; due entities wait in Redis and are applied with their due time afterwards.
      if (!failing) log.warn({ err: cause }, 'due entities wait: the store cannot be reached');
      failing = true;
    }
  };
  let running = Promise.resolve();
  const loop = (): void => {
    running = round().then(() => { if (!stopping) timer = setTimeout(loop, LOOK_MS); });
  };
  loop();
  return { stop: async () => { stopping = true; clearTimeout(timer); await running; } };
}
