/** REDIS_URL: every form in which a Redis may run, read into where it is and how to speak to it. */
import type { RedisOptions } from 'ioredis';
import type { RedisTarget } from './types.ts';

export interface Host { host: string; port: number }
/** `name`: of Sentinel the master's. */
export interface Target { kind: 'single' | 'sentinel' | 'cluster'; hosts: Host[]; options: RedisOptions; name: string }

const FORMS = 'redis://host:6379, rediss:// (TLS), redis+sentinel://host:26379/master, redis+cluster://host:7000,host:7001 or unix:///path';

/** The target as it may be told to people: without its password. */
export const withoutPassword = (target: RedisTarget): string => target.replace(/:[^:@/]*@/, ':…@');

/** Throws where the target is none of the forms of `RedisTarget`, with what was found and what was expected. */
export function parseTarget(target: RedisTarget): Target {
  const refuse = (found: string, expected: string): never => { throw new Error(`REDIS_URL: found ${found}, expected ${expected}`); };
  const path = /^(?:unix:(?:\/\/)?)?(\/.+)$/.exec(target)?.[1];
  if (path) return { kind: 'single', hosts: [], options: { path }, name: '' };
  const form = /^redis(s)?(?:\+(sentinel|cluster))?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^/@]+)(?:\/(.*))?$/.exec(target);
  if (!form) return refuse(`"${withoutPassword(target)}"`, FORMS);
  const [, tls, word, user, password, list = '', tail = ''] = form;
  const kind = word === 'sentinel' || word === 'cluster' ? word : 'single';
  const options: RedisOptions = {
    ...(user ? { username: decodeURIComponent(user) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
    ...(tls ? { tls: {} } : {}),
  };
  const hosts = list.split(',').map((text): Host => {
    const [, six, plain, port] = /^(?:\[([^\]]+)\]|([^:]*))(?::(.*))?$/.exec(text) ?? [];
    const host = six ?? plain ?? '';
    if (host === '') return refuse(`an empty host in "${list}"`, 'host:port, an address of IPv6 in brackets');
    if (port === undefined) return { host, port: kind === 'sentinel' ? 26379 : 6379 };
    if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65_535) return refuse(`port "${port}" of ${host}`, 'a number from 1 to 65535');
    return { host, port: Number(port) };
  });
  if (kind === 'single' && hosts.length > 1) return refuse(`${hosts.length} hosts`, 'one, or redis+sentinel:// or redis+cluster:// before them');
  if (kind === 'sentinel' && tail === '') return refuse('no master\'s name', 'redis+sentinel://host:26379/master');
  if (kind === 'single' && tail !== '') {
    if (!/^\d+$/.test(tail)) return refuse(`database "${tail}"`, 'a whole number');
    options.db = Number(tail);
  }
  return { kind, hosts, options, name: kind === 'sentinel' ? tail : '' };
}
