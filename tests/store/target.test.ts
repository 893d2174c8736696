/** Every form of REDIS_URL: where it leads, and what it is refused for. */
import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../server/store/target.ts';

const at = (host: string, port: number): { host: string; port: number } => ({ host, port });

describe('REDIS_URL', () => {
  it.each([
    ['redis://redis.example', { kind: 'single', hosts: [at('redis.example', 6379)], options: {}, name: '' }],
    ['redis://10.0.0.7:7000/3', { kind: 'single', hosts: [at('10.0.0.7', 7000)], options: { db: 3 }, name: '' }],
    ['redis://:p%40ss%3Aword@h:1', { kind: 'single', hosts: [at('h', 1)], options: { password: 'p@ss:word' }, name: '' }],
    ['redis://yi%3Aping:secret@h', { kind: 'single', hosts: [at('h', 6379)], options: { username: 'yi:ping', password: 'secret' }, name: '' }],
    ['rediss://h:6380', { kind: 'single', hosts: [at('h', 6380)], options: { tls: {} }, name: '' }],
    ['rediss://u:p@h/1', { kind: 'single', hosts: [at('h', 6379)], options: { username: 'u', password: 'p', tls: {}, db: 1 }, name: '' }],
    ['unix:///run/redis.sock', { kind: 'single', hosts: [], options: { path: '/run/redis.sock' }, name: '' }],
    ['unix:/run/redis.sock', { kind: 'single', hosts: [], options: { path: '/run/redis.sock' }, name: '' }],
    ['/run/redis.sock', { kind: 'single', hosts: [], options: { path: '/run/redis.sock' }, name: '' }],
    ['redis+sentinel://a,b:26380/city', { kind: 'sentinel', hosts: [at('a', 26379), at('b', 26380)], options: {}, name: 'city' }],
    ['redis+sentinel://:p@a/city', { kind: 'sentinel', hosts: [at('a', 26379)], options: { password: 'p' }, name: 'city' }],
    ['rediss+sentinel://a:1/city', { kind: 'sentinel', hosts: [at('a', 1)], options: { tls: {} }, name: 'city' }],
    ['redis+cluster://a:7000,b:7001,c', { kind: 'cluster', hosts: [at('a', 7000), at('b', 7001), at('c', 6379)], options: {}, name: '' }],
    ['rediss+cluster://u:p@a', { kind: 'cluster', hosts: [at('a', 6379)], options: { username: 'u', password: 'p', tls: {} }, name: '' }],
    ['redis://[::1]:6380', { kind: 'single', hosts: [at('::1', 6380)], options: {}, name: '' }],
    ['redis+cluster://[fd00::1],[fd00::2]:7001', { kind: 'cluster', hosts: [at('fd00::1', 6379), at('fd00::2', 7001)], options: {}, name: '' }],
  ])('%s', (target, parsed) => { expect(parseTarget(target)).toEqual(parsed); });

  it.each([
    ['http://h', /found "http:\/\/h", expected redis:\/\//],
    ['redis+ring://h', /found "redis\+ring:\/\/h", expected redis:\/\//],
    ['redis://', /found "redis:\/\/", expected/],
    ['redis://u:secret@', /found "redis:\/\/u:…@", expected/],
    ['redis://h:port', /port "port" of h, expected a number from 1 to 65535/],
    ['redis+cluster://a:7000,b:70000', /port "70000" of b, expected a number from 1 to 65535/],
    ['redis://h/three', /database "three", expected a whole number/],
    ['redis+sentinel://a:26379', /no master's name, expected redis\+sentinel:\/\/host:26379\/master/],
    ['redis+cluster://a,,b', /found an empty host in "a,,b"/],
    ['redis://a,b', /found 2 hosts, expected one, or redis\+sentinel/],
    ['redis+cluster://fd00::1:7001', /found/],
  ])('%s is refused', (target, why) => {
    expect(() => parseTarget(target)).toThrow(why);
    expect(() => parseTarget(target)).not.toThrow(/secret/);
  });
});
