/** The remote's small map: the wall's colours, names where they have room; and what a press is called. */
import { expect, it } from 'vitest';
import { tokenOf } from '../../server/push/remote/api.ts';
import { pictureOf } from '../../screen/remote/map.ts';
import { sayAct, type Names } from '../../screen/remote/say.ts';
import { indicatorOf } from '../../screen/map/indicators.ts';
import { css, NO_DATA, REGION_RAMP } from '../../screen/map/palette.ts';
import { makeProjection } from '../../screen/map/projection.ts';
import { EMPTY_PATHS } from '../../screen/map/paths.ts';
import type { RegionGeo, Shape } from '../../screen/map/shapes.ts';
import type { Region } from '../../server/wire/region.ts';

const square = (code: string, x: number, y: number, side: number): Shape => ({ code, name: code, area: (side / 1000) ** 2, box: [x, y, x + side, y + side], polygons: [{ positions: new Float32Array([x, y, x + side, y, x + side, y + side, x, y + side]), holes: [] }] });
const region = (code: string, name: string): Region => ({ code, name, level: 'district', parent: 'C', bbox: [0, 0, 1, 1], label: [118, 29] });
const geo: RegionGeo = { code: 'C', outline: square('C', 0, 0, 10_000), children: [square('A', 0, 0, 5_000), square('B', 5_000, 0, 5_000), square('D', 0, 5_000, 300)], outlinePaths: EMPTY_PATHS, borders: EMPTY_PATHS };

it('colours each child as the wall does, and writes names where they have room', () => {
  const { children, viewBox, outline } = pictureOf(geo, [region('A', '东区'), region('B', '西区'), region('D', '很小的区')], { A: { open: 3 }, B: { open: 900 } }, indicatorOf('open'), makeProjection([118, 29]), 22);
  expect(children.map(({ name, value, named }) => [name, value, named])).toEqual([['东区', '3', true], ['西区', '900', true], ['很小的区', '', false]]);
  const [few, many, none] = children.map(({ fill }) => fill);
  expect([REGION_RAMP.map(css).indexOf(few!) < REGION_RAMP.map(css).indexOf(many!), none]).toEqual([true, css(NO_DATA)]);
  expect(viewBox).toBe('-200 -10200 10400 10400');
  expect(outline).toMatch(/^M0\.0 0\.0L10000\.0 /);
  expect([Math.abs(children[0]!.x), Math.abs(children[0]!.y)]).toEqual([0, 0]);
});

it('says what was pressed', () => {
  const names: Names = { scene: (id) => `<${id}>`, region: (code) => code ?? '全市', layer: (id) => id, indicator: (key) => key, time: String };
  expect([sayAct({ do: 'scene', scene: 'flood' }, names), sayAct({ do: 'region', region: null }, names), sayAct({ do: 'layer', layer: 'x', on: false }, names), sayAct({ do: 'script', command: { do: 'next' } }, names), sayAct({ do: 'takeBack', reason: 'r' }, names)])
    .toEqual(['场景 <flood>', '进入 全市', '关闭 x', '下一章', '强制收回']);
});

it('reads its own cookie among others, and nothing else', () => {
  expect(['a=1; yiping.remote=t0k ; b=2', 'yiping.remotely=x', 'x.yiping.remote=1', '', undefined].map(tokenOf)).toEqual(['t0k', null, null, null, null]);
});
