/** The server's own Redis when REDIS_URL names none: kept running, on the same files, until the server stops. */
import { startRedisProcess, type RedisProcess } from './redis-process.ts';

export interface PrivateRedis { url: string; stop(): Promise<void> }

interface Log { warn(fields: object, text: string): void; error(fields: object, text: string): void }

/** Starts Redis in `dir`. When it dies it is started again with growing pauses, at most 10 s; what it had fsynced is there. */
export async function keepPrivateRedis(dir: string, log: Log): Promise<PrivateRedis> {
  let stopping = false;
  let redis: RedisProcess = await startRedisProcess({ dir });
  const url = `unix://${redis.socket ?? ''}`;
  let pause = 100;
  const watch = (running: RedisProcess): void => {
    void running.ended.then((words) => {
      if (stopping) return;
      log.error({ lastWords: words.slice(-500) }, 'Redis ended; starting it again on the same files');
      void again();
    });
  };
  const again = async (): Promise<void> => {
    await new Promise((done) => setTimeout(done, pause));
    if (stopping) return;
    try {
      redis = await startRedisProcess({ dir });
      pause = 100;
      watch(redis);
    } catch (cause) {
      pause = Math.min(pause * 2, 10_000);
      log.error({ err: cause, pause }, 'Redis could not be started again; trying on');
      void again();
    }
  };
  watch(redis);
  return {
    url,
    stop: async () => { stopping = true; await redis.stop(); },
  };
}
