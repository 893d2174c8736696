/** /api/rejects: what was wrong with the records that a feed could not be read by. The samples hold no more than intake/samples.ts let into them. */
import type { Express } from 'express';
import type { ApiRejects } from '../wire/rejects.ts';
import type { PushDeps } from './deps.ts';
import { BadParameter, limitOf, only, type Query } from './records-query.ts';

export function rejects(app: Express, deps: PushDeps): void {
  app.get('/api/rejects', async (request, response) => {
    try {
      response.set('Cache-Control', 'no-store').json(await newest(request.query, deps));
    } catch (error) {
      if (!(error instanceof BadParameter)) throw error;
      response.status(400).json({ error: error.message });
    }
  });
}

async function newest(query: Query, { store, clock, feeds }: PushDeps): Promise<ApiRejects> {
  only(query, ['feed', 'limit']);
  const names = feeds().map(({ feed }) => feed), feed = names.find((name) => name === query['feed']);
  if (feed === undefined) throw new BadParameter('feed', query['feed'], `one of ${names.join(', ')}`);
  const letters = await store.deadLetters(feed, limitOf(query));
  return { feed, now: clock.now(), items: letters.map(({ at, reason, accepted, sample }) => ({ at, reason, accepted, sample })) };
}
