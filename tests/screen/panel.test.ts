// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it } from 'vitest';
import { defineComponent, h, nextTick, reactive } from 'vue';
import Figure from '../../screen/charts/Figure.vue';
import Panel from '../../screen/look/Panel.vue';
import { useCity } from '../../screen/store/city.ts';
import { useLink } from '../../screen/store/link.ts';
import type { PanelView } from '../../screen/store/panel.ts';
import { hello, T0 } from './messages.ts';

beforeEach(() => {
  setActivePinia(createPinia());
  useCity().setHello(hello());
  useLink().hello(0, hello());
});
const viewOf = (): PanelView<string> => reactive({ model: 'x', seq: 1, status: { state: 'fresh' as const, asOf: T0, note: '', absent: null } });
const shell = (view: PanelView<string>, slot: () => unknown = () => h('i', 'picture')) =>
  mount(Panel, { props: { name: 'p', title: '题', scope: '今日', view }, slots: { default: slot } });

it('fresh: picture, scope and time of the data', () => {
  const w = shell(viewOf());
  expect(w.attributes('data-state')).toBe('fresh');
  expect(w.text()).toContain('picture');
  expect(w.text()).toContain('今日');
  expect(w.text()).toContain('截至 20:16:42');
});
it('loading: no picture, the word', () => {
  const view = viewOf();
  Object.assign(view, { model: null, status: { state: 'loading', asOf: null, note: '载入中', absent: null } });
  expect(shell(view).text()).toContain('载入中');
});
it('stale: keeps the picture and says how old it is', () => {
  const view = viewOf();
  view.status = { state: 'stale', asOf: T0, note: '数据已停 12 分', absent: null };
  const w = shell(view);
  expect(w.attributes('data-state')).toBe('stale');
  expect(w.text()).toContain('picture');
  expect(w.text()).toContain('数据已停 12 分');
});
it('absent: the reason instead of the picture, also once it has grown old', () => {
  const view = viewOf();
  view.status = { state: 'absent', asOf: T0, note: '本级无水文站点', absent: '本级无水文站点' };
  expect(shell(view).text()).not.toContain('picture');
  view.status = { state: 'stale', asOf: T0, note: '数据已停 1 分', absent: '本级无水文站点' };
  expect(shell(view).text()).toMatch(/数据已停 1 分.*本级无水文站点/);
});
it('failed: a panel that breaks while drawing says so, leaves its neighbours alone, and draws again with new data', async () => {
  const state = reactive({ broken: true });
  const Inner = defineComponent(() => () => { if (state.broken) throw new Error('bad'); return h('i', 'picture'); });
  const view = viewOf();
  const other = viewOf();
  const both = mount(defineComponent(() => () => [h(Panel, { name: 'a', title: 'a', view }, () => h(Inner)), h(Panel, { name: 'b', title: 'b', view: other }, () => 'well')]));
  await nextTick();
  expect(both.find('[data-panel=a]').attributes('data-state')).toBe('failed');
  expect(both.find('[data-panel=a]').text()).toContain('面板出错');
  expect(both.find('[data-panel=b]').text()).toContain('well');
  state.broken = false;
  view.seq = 2;
  await nextTick();
  await nextTick();
  expect(both.find('[data-panel=a]').attributes('data-state')).toBe('fresh');
  expect(both.find('[data-panel=a]').text()).toContain('picture');
});

it('a figure changes only the characters that differ, counted from the right', async () => {
  const w = mount(Figure, { props: { text: '999' } });
  const places = (): Element[] => w.findAll('.place').map((p) => p.element);
  const before = places();
  await w.setProps({ text: '1,999' });
  expect(places().slice(-3)).toEqual(before);
  expect(w.attributes('aria-label')).toBe('1,999');
});
