import { expect, it } from 'vitest';
import { newLink, onBeat, onDown, onTick, outageMs, RESTART_MS, SILENCE_MS, wantsRestart, type LinkState } from '../../screen/store/link-state.ts';

const tick = (state: LinkState, at: number): LinkState => onTick({ ...state, tickedAt: at - 250 }, at);
const live = onBeat(newLink(0), 1000, 500_000, 1);

it('is connecting, then live with the first beat', () => {
  expect(newLink(0).phase).toBe('connecting');
  expect(live).toMatchObject({ phase: 'live', lastBeatAt: 1000, lastBeatWorld: 500_000, lag: 0 });
});
it('is lost after 3 s without a beat, whatever the socket believes, and counts from the last beat', () => {
  expect(tick(live, 1000 + SILENCE_MS).phase).toBe('live');
  const lost = tick(live, 1001 + SILENCE_MS);
  expect(lost).toMatchObject({ phase: 'lost', lostAt: 1000, outages: 1 });
  expect(outageMs(lost, 66_000)).toBe(65_000);
});
it('is lost at once when the socket says so, and stands where the last beat stood', () => {
  expect(onDown(live, 1400)).toMatchObject({ phase: 'lost', lostAt: 1000, lastBeatWorld: 500_000 });
});
it('is live again with the next beat', () => {
  const back = onBeat(onDown(live, 1400), 9000, 508_000, 1);
  expect(back).toMatchObject({ phase: 'live', lostAt: null, outages: 1 });
  expect(outageMs(back, 20_000)).toBe(0);
});
it('is lost where it never came to be', () => {
  expect(tick(newLink(0), SILENCE_MS * 2 + 1)).toMatchObject({ phase: 'lost', lostAt: 0 });
});
it('measures lag against the swiftest beat, also in a fast world', () => {
  let state = onBeat(newLink(0), 1000, 60_000, 60);
  state = onBeat(state, 2400, 120_000, 60);
  expect(state.lag).toBeCloseTo(400);
  state = onBeat(state, 3000, 180_000, 60);
  expect(state.lag).toBeCloseTo(0);
});
it('does not take a stall of the page for silence of the link, unless it lasts', () => {
  const stalled = onTick({ ...live, tickedAt: 1250 }, 5000);
  expect(stalled).toMatchObject({ phase: 'live', tickedAt: 5000 });
  expect(onTick(stalled, 5250).phase).toBe('lost');
  expect(onBeat(stalled, 5100, 504_000, 1).phase).toBe('live');
  expect(onTick({ ...live, tickedAt: 1250 }, 12_000).phase).toBe('lost');
});
it('wants a silent connection made anew, once each time the wait has passed', () => {
  const lost = onTick({ ...live, tickedAt: 4900 }, 5000);
  expect(wantsRestart(lost, 1000 + RESTART_MS)).toBe(false);
  expect(wantsRestart(lost, 1001 + RESTART_MS)).toBe(true);
  const restarted = { ...lost, restartedAt: 7000 };
  expect(wantsRestart(restarted, 7000 + RESTART_MS)).toBe(false);
  expect(wantsRestart(restarted, 7001 + RESTART_MS)).toBe(true);
});
