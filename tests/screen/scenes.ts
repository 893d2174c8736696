/** The overview as the one scene, with no wall known: where a test is about something else. */
import { OVERVIEW } from '../../server/config/scenes.ts';
import type { Http } from '../../screen/store/city.ts';

export const scenesHttp: Http = (path) => {
  if (path === '/api/scenes') return Promise.resolve({ scenes: [OVERVIEW] });
  if (path === '/api/walls') return Promise.resolve({ walls: [] });
  if (path === '/api/tour') return Promise.resolve({ tour: null });
  return Promise.reject(new Error(`not asked here: ${path}`));
};
