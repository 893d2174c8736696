// @vitest-environment happy-dom
/** A scene that opens in a region of its own: by key, bar, tour and address, and how one leaves it there; and what its filter asks and says. */
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryHistory, type Router } from 'vue-router';
import { OVERVIEW } from '../../server/config/scenes.ts';
import { bindAddress, makeRouter } from '../../screen/router.ts';
import { RecordedSource } from '../../screen/source/recorded.ts';
import { useCity } from '../../screen/store/city.ts';
import { usePlace } from '../../screen/store/place.ts';
import { asked, filterWords } from '../../screen/store/scene-filter.ts';
import { useScenes } from '../../screen/store/scenes.ts';
import { startSession } from '../../screen/store/session.ts';
import { useTour } from '../../screen/store/tour.ts';
import { useWall } from '../../screen/store/wall.ts';
import { HandClock, HandFrame, hello, regionsOf, settle, snapshot } from './messages.ts';

const SCENES = [OVERVIEW, { ...OVERVIEW, id: 'old-town', key: 2, region: 'A' }, { ...OVERVIEW, id: 'port', key: 3, region: 'B' }, { ...OVERVIEW, id: 'staff', key: 4 }];
const TOUR = { auto: false, idle: 120_000, steps: [{ scene: 'overview', region: null, dwell: 30_000 }, { scene: 'port', region: null, dwell: 30_000 }, { scene: 'old-town', region: 'C', dwell: 30_000 }] };
let router: Router;
const flush = async (): Promise<void> => { for (let i = 0; i < 4; i++) { await new Promise((done) => setTimeout(done, 0)); await settle(); } };
const here = (): [string, string | null, string | null] => [router.currentRoute.value.fullPath, useScenes().current?.id ?? null, usePlace().code];

async function start(path: string): Promise<void> {
  setActivePinia(createPinia());
  const clock = new HandClock();
  const source = new RecordedSource([], (request) => snapshot('summary', { region: request.region, rows: {} }, { sub: `summary|${request.region}` }) as never);
  useCity().useHttp((asked) => Promise.resolve(asked === '/api/categories' ? { classifications: {}, categories: {}, departments: {} } : regionsOf(new URL(asked, 'http://x').searchParams.get('region') ?? '')));
  useScenes().useHttp((asked) => Promise.resolve(asked === '/api/tour' ? { tour: TOUR } : asked === '/api/walls' ? { walls: [] } : { scenes: SCENES }));
  router = makeRouter(createMemoryHistory());
  bindAddress(router, usePlace(), useScenes(), useWall());
  await router.push(path);
  startSession(source, { mono: clock.mono, later: clock.later, every: clock.every, schedule: new HandFrame().schedule, reload: () => undefined, memory: { getItem: () => null, setItem: () => undefined } });
  source.play({ at: 0, event: 'up' });
  source.play({ at: 0, event: 'hello', data: hello() });
  await flush();
}

describe('where a scene opens', () => {
  beforeEach(async () => { await start('/?wall=main'); });

  it('by its key or in the bar it opens in its own region; one without any stays where the wall stands', async () => {
    useScenes().showKey(2);
    await flush();
    expect(here()).toEqual(['/scene/old-town?wall=main&region=A', 'old-town', 'A']);
    useScenes().show('port');
    await flush();
    expect(here()).toEqual(['/scene/port?wall=main&region=B', 'port', 'B']);
    useScenes().showKey(4);
    await flush();
    expect(here()).toEqual(['/scene/staff?wall=main&region=B', 'staff', 'B']);
    router.back();
    await flush();
    expect(here()).toEqual(['/scene/port?wall=main&region=B', 'port', 'B']);
  });
  it('an address that names it alone leads there, and one that names a region to that', async () => {
    await start('/scene/port');
    expect(here()).toEqual(['/scene/port?region=B', 'port', 'B']);
    await start('/scene/port?region=A1');
    expect(here()).toEqual(['/scene/port?region=A1', 'port', 'A1']);
    await start('/duty');
    expect(router.currentRoute.value.fullPath).toBe('/duty');
  });
  it('people leave it for the whole city, which the address then says', async () => {
    useScenes().showKey(2);
    await flush();
    usePlace().drill('C');
    await flush();
    expect(here()).toEqual(['/scene/old-town?wall=main&region=C', 'old-town', 'C']);
    useScenes().showKey(1);
    await flush();
    expect(usePlace().code).toBe('C');
  });
  it('a tour shows it there, and a step that names a region in that, be it the city', async () => {
    useTour().toggle();
    await flush();
    useTour().move(1);
    await flush();
    expect(here()).toEqual(['/scene/port?wall=main&region=B', 'port', 'B']);
    useTour().move(1);
    await flush();
    expect(here()).toEqual(['/scene/old-town?wall=main&region=C', 'old-town', 'C']);
    useTour().move(1);
    await flush();
    expect(here().slice(1)).toEqual(['overview', 'C']);
  });
});

describe('what a scene\'s filter asks and says', () => {
  const filter = { class: 'a', source: 'hotline', urgent: true };
  const tables = { classification: 'gb', classifications: { gb: { name: '大类', classes: { a: '甲' } }, x: { name: '别', classes: { a: '另' } } }, categories: {}, sources: { hotline: '12345 热线' }, departments: {} };
  it('of each topic what it can tell apart', () => {
    expect(asked({ filter, heatClass: null }, 'cases')).toEqual({ filter });
    expect(asked({ filter, heatClass: null }, 'heat')).toEqual({ filter: { class: 'a' } });
    expect(asked({ filter, heatClass: 'b' }, 'heat')).toEqual({ filter: { class: 'b' } });
    expect(asked({ filter: { class: null, source: null, urgent: true }, heatClass: null }, 'heat')).toEqual({});
    expect(asked({ filter, heatClass: null }, 'summary')).toEqual({});
    expect([asked(OVERVIEW, 'cases'), asked(null, 'heat')]).toEqual([{}, {}]);
  });
  it('in the city\'s own words, or as the records have them', () => {
    expect(filterWords({ filter, heatClass: null }, tables)).toEqual(['紧急', '甲', '12345 热线']);
    expect(filterWords({ filter: { class: 'z', source: 'y', urgent: false }, heatClass: null }, null)).toEqual(['z', 'y']);
    expect(filterWords(OVERVIEW, tables)).toEqual([]);
  });
});
