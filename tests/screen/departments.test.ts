/** The panel of departments: who stands first, that the rows add up, and where none are counted. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { departmentRows, isCounted } from '../../screen/panels/departments/departments.ts';
import { LEVELS } from '../../server/wire/region.ts';

describe('departments', () => {
  const departments = { A: '城管局', B: '水利局', C: '公安局', D: '民政局' };
  const row = {
    open: 210, overdue: 17, 'department.open.A': 100, 'department.overdue.A': 4, 'department.open.B': 40, 'department.overdue.B': 9, 'department.open.C': 50, 'department.overdue.C': 1,
    'department.open.D': 4, 'department.overdue.D': 2, 'department.open.Z': 9, 'department.open.-': 7, 'department.overdue.-': 1, 'today.department.closed.A': 80, 'today.department.closed.-': 2,
  };
  const lines = (most: number) => departmentRows(row, { departments }, most).rows.map((r) => [r.of, r.name, r.open, r.overdue, r.rate, r.closed, r.tone]);
  it('stand by what is overdue, then by what is open, those of no department last', () => {
    expect(lines(9)).toEqual([
      ['B', '水利局', '40', '9', '22.5', '0', 'behind'], ['A', '城管局', '100', '4', '4.0', '80', ''], ['D', '民政局', '4', '2', '50.0', '0', ''], ['C', '公安局', '50', '1', '2.0', '0', ''],
      ['Z', 'Z', '9', '0', '0.0', '0', ''], ['-', '未归口', '7', '1', '14.3', '2', 'quiet'],
    ]);
  });
  it('are summed where there is no room for all: no case is lost, nor is 未归口', () => {
    expect(lines(4)).toEqual([['B', '水利局', '40', '9', '22.5', '0', 'behind'], ['A', '城管局', '100', '4', '4.0', '80', ''], [null, '其余 3 个部门', '63', '3', '4.8', '0', 'quiet'], ['-', '未归口', '7', '1', '14.3', '2', 'quiet']]);
    fc.assert(fc.property(fc.integer({ min: 3, max: 12 }), fc.dictionary(fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', '-', 'x.y'), fc.integer({ min: 1, max: 900 })), (most, open) => {
      const { rows } = departmentRows(Object.fromEntries(Object.entries(open).map(([key, n]) => [`department.open.${key}`, n])), { departments }, most);
      expect(rows.length).toBeLessThanOrEqual(most);
      expect(rows.reduce((sum, r) => sum + Number(r.open.replace(',', '')), 0)).toBe(Object.values(open).reduce((a, b) => a + b, 0));
    }));
  });
  it('are none where none has a case, and are not counted below a 街道', () => {
    expect(departmentRows({ open: 0 }, { departments }, 9)).toEqual({ open: '0', overdue: '0', rows: [] });
    expect(LEVELS.map(isCounted)).toEqual([true, true, true, false, false]);
  });
});
