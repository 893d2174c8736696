/** The mark of the past on every shipped scene, wall and tile: it stands somewhere, and covers no panel. */
import { expect, it } from 'vitest';
import { leastText } from '../../server/wire/wall.ts';
import { scaleOf } from '../../screen/look/tokens.ts';
import { partOf } from '../../screen/store/tile-part.ts';
import { arrange, type Box, type Canvas } from '../../screen/wall/layout.ts';
import { PANELS } from '../../screen/wall/panels.ts';
import { pastSpot, takenBy } from '../../screen/wall/past-spot.ts';
import { SCENES, WALLS } from './fixtures/shipped.ts';

interface Case { name: string; canvas: Canvas; part: Box }
const design = (width: number, height: number, seams: Canvas['seams'], body: number): { canvas: Canvas; scale: number } => {
  const scale = scaleOf(width, height, body);
  return { scale, canvas: { width: width / scale, height: height / scale, seams: { x: seams.x.map((x) => x / scale), y: seams.y.map((y) => y / scale) } } };
};
const whole = ([width, height]: readonly [number, number]): Case => { const { canvas } = design(width, height, { x: [], y: [] }, 0); return { name: `${width}×${height}`, canvas, part: { x: 0, y: 0, width: canvas.width, height: canvas.height } }; };
const CASES: Case[] = [
  ...([[1366, 768], [1920, 1080], [3840, 2160], [3840, 1080], [7680, 2160], [6656, 1792], [2160, 3840]] as const).map(whole),
  ...WALLS.flatMap((wall): Case[] => {
    const { canvas, scale } = design(wall.width, wall.height, wall.seams, leastText(wall));
    if (!wall.tiles) return [{ name: wall.id, canvas, part: { x: 0, y: 0, width: canvas.width, height: canvas.height } }];
    return Array.from({ length: wall.tiles.columns * wall.tiles.rows }, (_, i) => {
      const [column, row] = [(i % wall.tiles!.columns) + 1, Math.floor(i / wall.tiles!.columns) + 1];
      const { x, y, width, height } = partOf(wall, { column, row });
      return { name: `${wall.id} ${column},${row}`, canvas, part: { x: x / scale, y: y / scale, width: width / scale, height: height / scale } };
    });
  }),
];

it.each(CASES.map((one) => [one.name, one] as const))('%s: covers no figure, lies across no seam, and can be read', (_name, { canvas, part }) => {
  expect(CASES.filter(({ name }) => name.includes(',')).length).toBeGreaterThanOrEqual(4);
  const forms: number[] = [];
  for (const scene of SCENES) for (const children of [13, 3, 0]) for (const speaks of [false, true]) {
    const plan = arrange(scene, PANELS, { children, league: true, speaks }, canvas);
    const whole = part.width === canvas.width && part.height === canvas.height;
    const spot = pastSpot(part, takenBy(plan, canvas.width, !whole), canvas.seams, whole && !plan.narrow ? 204 : 0);
    expect(spot, scene.id).not.toBeNull();
    const { x, y, width, height, form } = spot!;
    forms.push(form);
    expect([x >= part.x, y >= part.y, x + width <= part.x + part.width, y + height <= part.y + part.height]).toEqual([true, true, true, true]);
    expect(plan.panels.filter((p) => p.x < x + width && x < p.x + p.width && p.y < y + height && y < p.y + p.height).map(({ key }) => key), scene.id).toEqual([]);
    const { caption } = plan;
    expect(caption !== null && caption.x < x + width && x < caption.x + caption.width && caption.y < y + height && y < caption.y + caption.height, `${scene.id}: on the caption`).toBe(false);
    expect(canvas.seams.x.filter((line) => line > x && line < x + width)).toEqual([]);
    expect(y).toBeGreaterThanOrEqual(plan.narrow ? plan.title : plan.title - 22);
    // On a whole wall it stands over the map's upper edge, where no name of a region is.
    if (whole && form === 0 && !plan.narrow) expect(y + height).toBeLessThanOrEqual(plan.map.y);
  }
  // The word alone only on a tile whose other half a caption has.
  expect(Math.max(...forms)).toBeLessThanOrEqual(part.width === canvas.width ? 2 : 3);
});

it('takes the widest form that has room, nearest to the middle of the top, and none where there is none', () => {
  const part = { x: 0, y: 0, width: 1000, height: 500 };
  expect(pastSpot(part, [])).toMatchObject({ form: 0, y: 20 });
  expect(pastSpot(part, [{ x: 0, y: 0, width: 600, height: 500 }])).toMatchObject({ form: 1 });
  expect(pastSpot(part, [{ x: 0, y: 0, width: 740, height: 500 }])).toMatchObject({ form: 2 });
  expect(pastSpot(part, [{ x: 0, y: 0, width: 780, height: 500 }])).toMatchObject({ form: 3 });
  expect(pastSpot(part, [{ x: 0, y: 0, width: 1000, height: 500 }])).toBeNull();
});
