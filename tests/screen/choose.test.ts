import { expect, it } from 'vitest';
import { nextChild } from '../../screen/wall/choose.ts';
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
  expect(['Escape', 'Backspace', 'Home', 'Enter', 'ArrowLeft', '1', 'H', 'i', 'x', '9'].map(actionOf)).toEqual([
    { do: 'back' }, { do: 'back' }, { do: 'home' }, { do: 'enter' }, { do: 'walk', to: 'left' }, { do: 'scene', key: 1 }, { do: 'layer', name: 'heat' }, { do: 'indicator' }, null, { do: 'scene', key: 9 }]);
});
