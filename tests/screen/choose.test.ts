import { expect, it } from 'vitest';
import { nextChild } from '../../screen/wall/choose.ts';
import type { Playing } from '../../server/wire/demo.ts';
import { commandOf } from '../../screen/store/script.ts';
import { actionOf } from '../../screen/wall/keyboard.ts';
import { region } from './messages.ts';

const grid = ['nw', 'n', 'ne', 'w', 'mid', 'e', 'sw', 's', 'se'].map((code, i) => region(code, { label: [118 + (i % 3) * 0.1, 29 - Math.floor(i / 3) * 0.1] }));

it('walks to the neighbour on that side, from the middle at first, and stays at the edge', () => {
  expect(nextChild(grid, null, 'up')).toBe('mid');
  expect(['up', 'down', 'left', 'right'].map((d) => nextChild(grid, 'mid', d as 'up'))).toEqual(['n', 's', 'w', 'e']);
  expect(nextChild(grid, 'n', 'up')).toBeNull();
  expect(nextChild([], null, 'up')).toBeNull();
  expect(nextChild(grid, 'gone', 'up')).toBe('mid');
});
it('knows its keys', () => {
  expect(['Escape', 'Backspace', 'Home', 'Enter', 'ArrowLeft', '1', 'H', 'i', 'x', '9'].map((key) => actionOf(key))).toEqual([
    { do: 'back' }, { do: 'back' }, { do: 'home' }, { do: 'enter' }, { do: 'walk', to: 'left' }, { do: 'scene', key: 1 }, { do: 'layer', name: 'heat' }, { do: 'indicator' }, null, { do: 'scene', key: 9 }]);
});
it('gives a script its own keys while there is one, and the clicker too', () => {
  const keys = ['0', 'p', 'P', '[', ']', 'PageDown', 'PageUp', 'Escape', '3'];
  expect(keys.map((key) => actionOf(key, true))).toEqual([...(['live', 'go', 'go', 'back', 'next', 'next', 'back'] as const).map((key) => ({ do: 'script', key })), { do: 'back' }, { do: 'scene', key: 3 }]);
  expect(keys.map((key) => actionOf(key))).toEqual([null, { do: 'layer', name: 'staff' }, { do: 'layer', name: 'staff' }, null, null, { do: 'step', by: 1 }, { do: 'step', by: -1 }, { do: 'back' }, { do: 'scene', key: 3 }]);
});
it('means by a key what the script lets it mean', () => {
  const meant = (mode: Playing['mode'] | null): unknown[] => (['live', 'go', 'next', 'back'] as const).map((key) => commandOf(key, mode && { mode }, 'tour')?.do ?? null);
  expect([meant(null), meant('preparing'), meant('running'), meant('paused'), meant('interrupted'), meant('ended')]).toEqual([
    [null, 'start', null, null], ['live', null, null, null], ['live', 'pause', 'next', 'back'], ['live', 'resume', 'next', 'back'], ['live', 'resume', null, null], ['live', 'resume', 'next', 'back']]);
  expect(commandOf('go', null, null)).toBeNull();
});
