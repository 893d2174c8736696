import { describe, expect, it } from 'vitest';
import { carries, feedsOf, panelStatus, type StatusInput } from '../../screen/store/panel-status.ts';
import { feed, T0 } from './messages.ts';

const usual: StatusInput = { hasData: true, asOf: T0, now: T0 + 4000, stopped: null, refused: null, broken: false, absent: null, connected: true, feeds: [feed('case', { asOf: T0 - 1000 })] };
const state = (over: Partial<StatusInput>) => panelStatus({ ...usual, ...over });

describe('the state of a panel', () => {
  it('is loading before the first data', () => expect(state({ hasData: false }).state).toBe('loading'));
  it('is fresh, with the time of its oldest feed', () => {
    expect(state({})).toMatchObject({ state: 'fresh', asOf: T0 - 1000, note: '' });
    expect(state({ feeds: [feed('a', { asOf: T0 - 9 }), feed('b', { asOf: T0 - 90 }), feed('c', { asOf: null, state: 'off' })] }).asOf).toBe(T0 - 90);
  });
  it('takes a kind for as new as its newest feed, and the kinds for as old as their oldest', () => {
    const feeds = [feed('roster', { kinds: ['staff'], asOf: T0 - 155_000 }), feed('position', { kinds: ['staff'], asOf: T0 - 500 }), feed('case', { kinds: ['case'], asOf: T0 - 900 })];
    expect(state({ feeds }).asOf).toBe(T0 - 900);
  });
  it('falls back on the message where no feed is known', () => expect(state({ feeds: [] })).toMatchObject({ state: 'fresh', asOf: T0 }));
  it('is stale when a feed of its is late or failed, and says how old', () => {
    expect(state({ feeds: [feed('case', { state: 'late', asOf: T0 - 716_000 })] })).toMatchObject({ state: 'stale', note: '数据迟到 12 分' });
    expect(state({ feeds: [feed('a'), feed('b', { state: 'failed', asOf: T0 - 716_000 })] })).toMatchObject({ state: 'stale', note: '数据源中断 · 已停 12 分' });
  });
  it('is stale when the link is lost, though every feed was well', () => expect(state({ stopped: 'link' })).toMatchObject({ state: 'stale', note: '数据已停 5 秒' }));
  it('is stale when the store behind the server is away, and says so where nothing was ever had', () => {
    expect(state({ stopped: 'store' })).toMatchObject({ state: 'stale', note: '数据已停 5 秒' });
    expect(state({ hasData: false, stopped: 'store' })).toMatchObject({ state: 'failed', note: '数据库无应答，尚无数据' });
  });
  it('is failed when its model breaks, when nothing was ever had, when the server refuses', () => {
    expect(state({ broken: true }).state).toBe('failed');
    expect(state({ hasData: false, stopped: 'link' }).state).toBe('failed');
    expect(state({ hasData: false, refused: 'no' }).state).toBe('failed');
  });
  it('never looks like all clear while its source is down: zeros of a feed that never came are no data', () => {
    expect(state({ feeds: [feed('case', { state: 'failed', asOf: null })], absent: 'none' }).state).toBe('failed');
    expect(state({ feeds: [feed('case', { state: 'waiting', asOf: null })], absent: 'none' }).state).toBe('loading');
    expect(state({ feeds: [feed('case', { state: 'failed' })], absent: 'none' })).toMatchObject({ state: 'stale', absent: 'none' });
  });
  it('is absent with its reason, and where no feed is connected', () => {
    expect(state({ absent: '本级无水文站点' })).toMatchObject({ state: 'absent', note: '本级无水文站点' });
    expect(state({ feeds: [feed('case', { state: 'off', asOf: null })] })).toMatchObject({ state: 'absent', note: '未接入' });
    // Of a kind that no file of the city's feeds carries, a topic has zeros: they are no figures.
    expect(state({ feeds: [], connected: false })).toMatchObject({ state: 'absent', note: '未接入' });
  });
  it('shows its data with the progress of a first load', () => expect(state({ feeds: [feed('case', { state: 'loading', progress: 0.428 })] })).toMatchObject({ state: 'fresh', note: '历史载入 42 %' }));
});

it('finds a kind\'s feeds by what they say they carry, else by name', () => {
  const feeds = [feed('hydrology', { kinds: ['station', 'alert'] }), feed('video'), feed('case-311', { kinds: ['case'] }), feed('off', { kinds: ['staff'], state: 'off' })];
  expect(feedsOf(feeds, ['alert']).map((f) => f.feed)).toEqual(['hydrology']);
  expect(feedsOf(feeds, ['video', 'case']).map((f) => f.feed)).toEqual(['video', 'case-311']);
  expect([carries(feeds, 'case'), carries(feeds, 'staff'), carries([], 'staff'), carries(null, 'staff')]).toEqual([true, false, false, true]);
});
