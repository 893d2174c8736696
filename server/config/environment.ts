/** The environment, as a schema. */
import { z } from 'zod';
import { Instant, Numeric, orAbsent } from './scalars.ts';
import { ConfigError, type Variables } from './yaml-file.ts';

const EnvironmentSchema = z.object({
  PORT: orAbsent(Numeric.pipe(z.number().int().min(0).max(65_535))),
  /** City folder. */
  YIPING_CONFIG: orAbsent(z.string()),
  /** Where state is kept. */
  YIPING_DATA: orAbsent(z.string()),
  /** Where a generated city's boundaries lie. */
  YIPING_CITY_DATA: orAbsent(z.string()),
  REDIS_URL: orAbsent(z.string()),
  REDIS_SERVER_BIN: orAbsent(z.string()),
  YIPING_CLOCK_ORIGIN: orAbsent(Instant),
  YIPING_CLOCK_STARTED_AT: orAbsent(Instant),
  YIPING_CLOCK_RATE: orAbsent(Numeric.pipe(z.number().positive())),
  /** SCRIPT@WALL: plays by itself from the start. */
  YIPING_DEMO: orAbsent(z.string().regex(/^[^@]+@[^@]+$/, 'SCRIPT@WALL')),
  LOG_LEVEL: orAbsent(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])),
});

export interface Environment {
  port: number;
  config: string | null;
  data: string;
  cityData: string | null;
  redisUrl: string | null;
  redisServerBin: string | null;
  logLevel: string;
  /** The script that a wall plays by itself; null: none does. */
  demo: { script: string; wall: string } | null;
  clock: { origin?: number | undefined; startedAt?: number | undefined; rate?: number | undefined };
  /** All of it, for `${VAR}` in the city folder. */
  variables: Variables;
}

/** Throws ConfigError naming the variable, what was found and what was expected. */
export function readEnvironment(env: Variables): Environment {
  const result = EnvironmentSchema.safeParse(env);
  if (!result.success) {
    throw new ConfigError(result.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `environment variable ${name}: found ${JSON.stringify(env[name])}, expected ${issue.message}`;
    }));
  }
  const read = result.data;
  return {
    port: read.PORT ?? 8080, config: read.YIPING_CONFIG ?? null, data: read.YIPING_DATA ?? '.data', cityData: read.YIPING_CITY_DATA ?? null,
    redisUrl: read.REDIS_URL ?? null, redisServerBin: read.REDIS_SERVER_BIN ?? null, logLevel: read.LOG_LEVEL ?? 'info',
    demo: read.YIPING_DEMO === undefined ? null : { script: read.YIPING_DEMO.split('@')[0]!, wall: read.YIPING_DEMO.split('@')[1]! },
    clock: { origin: read.YIPING_CLOCK_ORIGIN, startedAt: read.YIPING_CLOCK_STARTED_AT, rate: read.YIPING_CLOCK_RATE },
    variables: env,
  };
}
