// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope, nextTick } from 'vue';
import { useAnswer } from '../../screen/duty/use-answer.ts';
import { useMinute } from '../../screen/duty/playback/use-minute.ts';
import { withMarks } from '../../screen/duty/playback/use-marks.ts';
import { useCity } from '../../screen/store/city.ts';
import { useLink } from '../../screen/store/link.ts';
import { useStage } from '../../screen/store/stage.ts';
import type { PlayerState } from '../../server/wire/playback.ts';
import { hello, settle, T0 } from './messages.ts';

let asked: string[];
const scope = effectScope();
beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
  asked = [];
  vi.stubGlobal('fetch', (path: string) => { asked.push(path); return Promise.resolve({ ok: true, json: () => Promise.resolve(path) }); });
});
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

const state = (over: Partial<PlayerState> = {}): PlayerState => ({ player: 'p1', at: T0, rate: 1, seeking: false, wall: false, held: null, ...over });
function past(over: Partial<PlayerState> = {}): void {
  const message = hello({ world: 'replay', epoch: 'r1', clock: { now: T0, rate: 1, zone: 'Asia/Shanghai' } });
  useCity().setHello(message);
  useLink().hello(0, message);
  useStage().hearPlayer(state(over));
}
const flush = async (): Promise<void> => { await nextTick(); await settle(); };

it('asks of the moment that is shown, at once when the stage or the cursor has changed, and keeps no answer of another stage', async () => {
  useCity().setHello(hello());
  const answer = scope.run(() => useAnswer(() => '/api/heat', String, 5_000))!;
  await flush();
  expect([asked, answer.data.value]).toEqual([['/api/heat'], '/api/heat']);
  past();
  expect(answer.data.value).toBeNull();
  await flush();
  expect([asked.at(-1), answer.data.value]).toEqual(['/api/playback/p1/heat', '/api/playback/p1/heat']);
  const before = asked.length;
  // On its way the picture stands; when the cursor is there it is asked again.
  useStage().hearPlayer(state({ seeking: true, at: T0 - 60_000 }));
  await flush();
  expect([asked.length, answer.data.value]).toEqual([before, '/api/playback/p1/heat']);
  useStage().hearPlayer(state({ at: T0 - 60_000 }));
  await flush();
  expect(asked.length).toBe(before + 1);
  useCity().setHello(hello());
  expect(answer.data.value).toBeNull();
  await flush();
  expect(asked.at(-1)).toBe('/api/heat');
});

it('asks more often of a cursor that runs, but not without end', async () => {
  past({ rate: 600 });
  scope.run(() => useAnswer(() => '/api/heat', String, 60_000));
  await flush();
  const before = asked.length;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked.length - before).toBe(5);
});

it('the minute that is asked about is the very one where the cursor stands or was put, and one of many where it runs', async () => {
  const [link, stage] = [useLink(), useStage()];
  past({ rate: 600 });
  const minute = scope.run(() => useMinute())!;
  const seen = new Set<number>();
  for (let mono = 0; mono <= 10_000; mono += 250) {
    stage.hearPlayer(state({ rate: 600, at: T0 + mono * 600 }));
    link.tick(mono);
    await flush();
    seen.add(minute.value);
  }
  expect(seen.size).toBeGreaterThan(3);
  expect(seen.size).toBeLessThan(8);
  stage.hearPlayer(state({ rate: 0, at: T0 + 3_600_000 }));
  await flush();
  expect(minute.value).toBe(Math.floor((T0 + 3_600_000) / 60_000) * 60_000);
});

it('marks each alert once for each colour it had, in order, and no more than there is room for', () => {
  const mark = (id: string, issuedAt: number, colour: 'red' | 'blue' = 'red') => ({ id, colour, title: id, issuedAt });
  const one = withMarks([], [mark('b', 2), mark('a', 1)]);
  expect(one.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(withMarks(one, [mark('a', 1)])).toBe(one);
  expect(withMarks(one, [mark('a', 3, 'blue'), ...Array.from({ length: 400 }, (_, i) => mark(`m${i}`, 10 + i))]).length).toBe(300);
});
