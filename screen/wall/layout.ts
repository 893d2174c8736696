/**
 * Where everything stands on a wall of any shape: columns at the sides of the map, or under it on a
 * portrait wall, none across a seam. Pure; all lengths in design px (real px / the wall's scale).
 */
import type { PanelSize } from '../look/panel-type.ts';
import type { Scene, ScenePanel } from '../../server/wire/scene.ts';
import { place, type Bin, type PlacedPanel, type Wanted } from './columns.ts';

/** `seams`: where tiles meet; nothing that is read may lie across one. */
export interface Canvas { width: number; height: number; seams: { x: readonly number[]; y: readonly number[] } }
/** What of the place decides which panels are worth their room. */
export interface Situation { children: number; league: boolean }
export interface Box { x: number; y: number; width: number; height: number }
export interface Plan {
  panels: PlacedPanel[];
  /** The part of the map that no panel covers: regions are fitted into it. */
  map: Box;
  /** Height of the title bar; it has two lines where the wall is narrow. */
  title: number;
  narrow: boolean;
}

export const FRAME = { margin: 32, top: 84, narrowTop: 128, head: 72, column: 420, between: 32, gutter: 40, bottom: 28, strip: 170, foot: 56 } as const;
/** A portrait wall's map has at least this share of its height, at most the other. */
const MAP_SHARE = [0.34, 0.56] as const;
/** At least this share of a landscape wall's width is the map's. */
const SIDES_SHARE = 0.55;
const SEAM_AIR = 12;

export function arrange(scene: Scene, sizes: Readonly<Record<string, PanelSize>>, situation: Situation, canvas: Canvas): Plan {
  return canvas.width < canvas.height ? portrait(scene, sizes, situation, canvas) : landscape(scene, sizes, situation, canvas);
}

function landscape(scene: Scene, sizes: Readonly<Record<string, PanelSize>>, situation: Situation, canvas: Canvas): Plan {
  const { width, height } = canvas;
  const narrow = width < 1500;
  const top = narrow ? FRAME.narrowTop : FRAME.top;
  const a = FRAME.column + FRAME.gutter;
  const perSide = Math.max(1, Math.min(3, Math.floor((width * SIDES_SHARE - 2 * FRAME.margin) / (2 * a))));
  const more = perSide > 1 ? scene.more : [];
  const want = wishes(sizes, situation);
  const room = { y: top, height: height - top - FRAME.bottom };
  // A wall too narrow for two columns and a map has one, at the right.
  const left = narrow ? [] : place(want([...scene.left, ...more.filter((_, i) => i % 2 === 0)], 'l'), bins(columnsFrom(canvas, perSide, 'left'), room, canvas));
  const right = place(want(narrow ? [...scene.right, ...scene.left] : [...scene.right, ...more.filter((_, i) => i % 2 === 1)], 'r'), bins(columnsFrom(canvas, perSide, 'right'), room, canvas));
  const from = Math.max(FRAME.margin, ...left.map((p) => p.x + p.width + FRAME.gutter));
  const to = Math.min(width - FRAME.margin, ...right.map((p) => p.x - FRAME.gutter));
  const strip = { x: from, y: height - FRAME.strip, width: to - from, height: FRAME.strip - 16 };
  const bottom = place(want(scene.bottom, 'b').slice(0, 1), [strip]);
  const under = bottom.length > 0 ? FRAME.strip : FRAME.bottom;
  return { panels: [...left, ...right, ...bottom], map: { x: from, y: top + FRAME.head, width: to - from, height: height - top - FRAME.head - under - FRAME.foot }, title: top, narrow };
}

function portrait(scene: Scene, sizes: Readonly<Record<string, PanelSize>>, situation: Situation, canvas: Canvas): Plan {
  const { width, height } = canvas;
  const top = FRAME.narrowTop;
  const want = wishes(sizes, situation);
  const lists = [want(scene.left, 'l'), want(scene.right, 'r')];
  const column = (width - 2 * FRAME.margin - FRAME.gutter) / 2;
  const strip = scene.bottom.length > 0 ? FRAME.strip + 16 : 0;
  // The least map that is still the picture; what the panels do not need goes to it.
  const tall = (share: number): number => Math.round(height * share);
  const at = (map: number): Bin[][] => [0, 1].map((i) => bins([{ x: FRAME.margin + i * (column + FRAME.gutter), width: column }], { y: top + map + strip, height: height - top - map - strip - FRAME.bottom }, canvas));
  const settled = (map: number): PlacedPanel[] => lists.flatMap((list, i) => place(list, at(map)[i]!));
  let map = tall(MAP_SHARE[1]);
  const rows = lists.flat().reduce((sum, { entry, size }) => sum + Math.min(size.most, entry.rows ?? size.usual), 0);
  while (map > tall(MAP_SHARE[0]) && settled(map).reduce((sum, panel) => sum + panel.rows, 0) < rows) map -= 20;
  const bottom = place(want(scene.bottom, 'b').slice(0, 1), [{ x: FRAME.margin, y: top + map, width: width - 2 * FRAME.margin, height: FRAME.strip }]);
  return {
    panels: [...settled(map), ...bottom], title: top, narrow: true,
    map: { x: FRAME.margin, y: top + FRAME.head, width: width - 2 * FRAME.margin, height: map - FRAME.head - FRAME.foot },
  };
}

/** Left edge and width of each column of a side, from the wall's edge inwards, moved off the seams. */
function columnsFrom({ width, seams }: Canvas, count: number, side: 'left' | 'right'): { x: number; width: number }[] {
  const columns: { x: number; width: number }[] = [];
  // Seen from its own edge both sides are alike.
  const lines = (side === 'left' ? [...seams.x] : seams.x.map((x) => width - x)).sort((a, b) => a - b);
  let x: number = FRAME.margin;
  for (let i = 0; i < count; i += 1) {
    for (const line of lines) if (line > x - SEAM_AIR && line < x + FRAME.column + SEAM_AIR) x = line + SEAM_AIR;
    columns.push({ x: side === 'left' ? x : width - x - FRAME.column, width: FRAME.column });
    x += FRAME.column + FRAME.between;
  }
  return columns;
}

/** Cuts columns at the seams that run across them. */
function bins(columns: readonly { x: number; width: number }[], room: { y: number; height: number }, { seams }: Canvas): Bin[] {
  const cuts = seams.y.filter((y) => y > room.y && y < room.y + room.height).sort((a, b) => a - b);
  const edges = [room.y - SEAM_AIR, ...cuts, room.y + room.height + SEAM_AIR];
  return columns.flatMap((column) => edges.slice(1).map((end, i) => ({ ...column, y: edges[i]! + SEAM_AIR, height: end - edges[i]! - 2 * SEAM_AIR })));
}

/** The entries that are worth their room here, with what is known of their size. */
const wishes = (sizes: Readonly<Record<string, PanelSize>>, { children, league }: Situation) => (entries: readonly ScenePanel[], side: string): Wanted[] =>
  entries.flatMap((entry, i) => {
    const size = sizes[entry.panel];
    if (!size || (size.ranks && !league) || (size.ofChildren && children === 0)) return [];
    const most = size.ofChildren ? Math.min(size.most, children + 1) : size.most;
    return [{ entry, size: { ...size, most, least: Math.min(size.least, most) }, key: `${side}${i} ${entry.panel}` }];
  });

/** What the panels cover of the map, real px: the map keeps its region inside the rest. */
export const mapPadding = ({ map }: Plan, canvas: Canvas, scale: number): { left: number; right: number; top: number; bottom: number } => ({
  left: map.x * scale, right: (canvas.width - map.x - map.width) * scale, top: map.y * scale, bottom: (canvas.height - map.y - map.height) * scale,
});
