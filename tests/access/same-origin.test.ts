import { expect, it } from 'vitest';
import { refuseOrigin } from '../../server/access/index.ts';

const ask = (headers: Record<string, string>, allowed: string[] = []): string | null => refuseOrigin({ headers }, allowed);

it('takes the server\'s own pages, programs without an origin, and those allowed by name', () => {
  expect(ask({ host: 'wall:8080', origin: 'http://wall:8080' })).toBeNull();
  expect(ask({ host: 'WALL:8080', origin: 'https://wall:8080' })).toBeNull();
  expect(ask({ host: 'wall:8080' })).toBeNull();
  expect(ask({ host: 'wall:8080', origin: 'http://dev:5173' }, ['http://dev:5173'])).toBeNull();
});

it('refuses every other page, and says why', () => {
  expect(ask({ host: 'wall:8080', origin: 'http://evil' })).toBe('a page of evil may not connect to wall:8080');
  expect(ask({ host: 'wall:8080', origin: 'http://wall:8081' })).toContain('may not connect');
  expect(ask({ host: 'wall:8080', origin: 'null' })).toContain('no address');
  expect(ask({ origin: 'http://evil' })).toContain('this server');
});
