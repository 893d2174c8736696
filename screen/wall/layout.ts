/**
 * Where everything stands on a wall of any shape: columns at the sides of the map, or under it on a
 * portrait wall, none across a seam. Pure; all lengths in design px (real px / the wall's scale).
 */
import type { PanelSize } from '../look/panel-type.ts';
import { after, before, SEAM_AIR, stretches } from '../look/seams.ts';
import type { Scene, ScenePanel } from '../../server/wire/scene.ts';
import { place, share, type Bin, type PlacedPanel, type Shared, type Wanted } from './columns.ts';

/** `seams`: where tiles meet; nothing that is read may lie across one. */
export interface Canvas { width: number; height: number; seams: { x: readonly number[]; y: readonly number[] } }
/** What of the place decides which panels are worth their room. */
export interface Situation { children: number; league: boolean; /** A script speaks, and wants room for its caption. */ speaks?: boolean; /** Which turn it is, where panels take turns for want of room: counts on for ever. */ turn?: number }
export interface Box { x: number; y: number; width: number; height: number }
/** Room of a script's caption: two lines of a title's size, or more of a label's. */
export interface Caption extends Box { lines: number }
export interface Plan {
  panels: PlacedPanel[];
  /** The part of the map that no panel covers: regions are fitted into it. */
  map: Box;
  /** Under the map, across no seam; null: nothing is said there. */
  caption: Caption | null;
  /** Height of the title bar; it has three lines where the wall is narrow. */
  title: number;
  narrow: boolean;
  /** Sides whose panels take turns: which turn stands, of how many, and where that is shown. */
  turns: { x: number; y: number; width: number; at: number; of: number }[];
  /** Panels of the scene that no part of this wall can hold. */
  lost: string[];
}

export const FRAME = { margin: 32, top: 84, narrowTop: 148, head: 72, column: 420, between: 32, gutter: 40, bottom: 28, strip: 170, foot: 56 } as const;
/** A caption's room: wide enough for two long lines, or higher for four short ones. */
const CAPTION = { wide: 760, height: 114, narrowHeight: 164, air: 10 } as const;
/** A portrait wall's map has at least this share of its height, at most the other. */
const MAP_SHARE = [0.34, 0.56] as const;
/** At least this share of a landscape wall's width is the map's. */
const SIDES_SHARE = 0.55;
/** Design px of height under which a map shows nothing. */
const LEAST_MAP = 120;
/** A landscape wall of fewer design px has one column and three lines of title. */
const NARROW = 1900;
/** A part of the map between its edge and a seam that is narrower is left to the panels: nothing could be read there. */
const SLIVER = 96;

export function arrange(scene: Scene, sizes: Readonly<Record<string, PanelSize>>, situation: Situation, canvas: Canvas): Plan {
  return canvas.width < canvas.height ? portrait(scene, sizes, situation, canvas) : landscape(scene, sizes, situation, canvas);
}

function landscape(scene: Scene, sizes: Readonly<Record<string, PanelSize>>, situation: Situation, canvas: Canvas): Plan {
  const { width, height } = canvas;
  // Two columns would leave the map less than its share, and the title has no room in one line.
  const narrow = width < NARROW;
  const top = narrow ? FRAME.narrowTop : FRAME.top;
  const a = FRAME.column + FRAME.gutter;
  const perSide = Math.max(1, Math.min(3, Math.floor((width * SIDES_SHARE - 2 * FRAME.margin) / (2 * a))));
  const more = perSide > 1 ? scene.more : [];
  const want = wishes(sizes, situation);
  const room = { y: top, height: height - top - FRAME.bottom };
  const { turn = 0 } = situation;
  const mores = (odd: number): ScenePanel[] => more.filter((_, i) => i % 2 === odd);
  const [leftColumns, rightColumns] = [columnsFrom(canvas, perSide, 'left'), columnsFrom(canvas, perSide, 'right')];
  // A wall too narrow for two columns and a map has one, at the right.
  const leftSide = share(narrow ? [] : want(scene.left, 'l'), narrow ? [] : want(mores(0), 'L'), bins(leftColumns, room, canvas), turn);
  const rightSide = share(want(narrow ? [...scene.right, ...scene.left] : scene.right, 'r'), narrow ? [] : want(mores(1), 'R'), bins(rightColumns, room, canvas), turn);
  const [left, right] = [leftSide.panels, rightSide.panels];
  const { seams } = canvas;
  const from = after(seams.x, Math.max(FRAME.margin, ...(leftSide.of > 1 ? leftColumns : left).map((p) => p.x + p.width + FRAME.gutter)), SLIVER);
  const to = before(seams.x, Math.min(width - FRAME.margin, ...(rightSide.of > 1 ? rightColumns : right).map((p) => p.x - FRAME.gutter)), SLIVER);
  const tall = FRAME.strip - 16;
  const strip = { x: from, y: before(seams.y, height - FRAME.strip + tall, tall) - tall, width: to - from, height: tall };
  // Where it would take the map's place the strip is not shown, and said not to be.
  const bottomWanted = want(scene.bottom, 'b').slice(0, 1);
  const said = situation.speaks === true ? CAPTION.height + CAPTION.air : 0;
  const bottom = strip.y - said - top - FRAME.head - FRAME.foot < LEAST_MAP ? [] : place(bottomWanted, [strip]);
  const caption = situation.speaks === true ? captionOver(bottom.length > 0 ? strip.y : height - FRAME.bottom, { from, to }, canvas) : null;
  return { panels: across([...left, ...right, ...bottom], canvas), caption, map: mapBetween(from, to, top, caption?.y ?? (bottom.length > 0 ? strip.y : height - FRAME.bottom), canvas), title: top, narrow, ...waiting([leftSide, rightSide, { panels: [], of: 1, lost: bottom.length === 0 ? bottomWanted.map(({ entry }) => entry.panel) : [] }], turn, canvas) };
}

/** Where it is shown that panels wait for their turn: under their first column. */
const waiting = (sides: readonly Shared[], turn: number, { height }: Canvas): Pick<Plan, 'turns' | 'lost'> => ({
  turns: sides.flatMap(({ panels: [first], of }) => (of < 2 || !first ? [] : [{ x: first.x, y: height - FRAME.bottom + 8, width: first.width, at: turn % of, of }])),
  lost: sides.flatMap(({ lost }) => lost),
});

/** The map from its head to its foot: the rows of both lie across no seam. */
function mapBetween(from: number, to: number, top: number, end: number, { seams }: Canvas): Box {
  const y = after(seams.y, top, FRAME.head) + FRAME.head;
  return { x: from, y, width: to - from, height: Math.max(1, before(seams.y, end, FRAME.foot) - FRAME.foot - y) };
}

/** The widest stretch over `end` that no seam crosses. */
function captionOver(end: number, room: { from: number; to: number }, { seams }: Canvas): Caption {
  const { from, to } = stretches(seams.x, room).reduce((a, b) => (b.to - b.from > a.to - a.from + 1 ? b : a), { from: room.from, to: room.from });
  const narrow = to - from < CAPTION.wide;
  const height = narrow ? CAPTION.narrowHeight : CAPTION.height;
  return { x: from, width: to - from, height, y: before(seams.y, end - CAPTION.air, height) - height, lines: narrow ? 4 : 2 };
}

/** Says of each panel where seams run through it: only one that says of itself that it runs on may have any. */
const across = (panels: readonly PlacedPanel[], { seams }: Canvas): PlacedPanel[] =>
  panels.map((p) => ({ ...p, seams: seams.x.filter((x) => x > p.x && x < p.x + p.width).map((x) => x - p.x) }));

function portrait(scene: Scene, sizes: Readonly<Record<string, PanelSize>>, situation: Situation, canvas: Canvas): Plan {
  const { width, height } = canvas;
  const top = FRAME.narrowTop;
  const want = wishes(sizes, situation);
  const columns = columnsUnder(canvas);
  const lists = columns.length > 1 ? [want(scene.left, 'l'), want(scene.right, 'r')] : [[...want(scene.left, 'l'), ...want(scene.right, 'r')]];
  const each = Math.ceil(columns.length / lists.length);
  const strip = scene.bottom.length > 0 ? FRAME.strip + 16 : 0;
  // The least map that is still the picture; what the panels do not need goes to it.
  const tall = (share: number): number => Math.round(height * share);
  /** Under the map, past a seam that would cross it. */
  const stripAt = (map: number): number => after(canvas.seams.y, top + map, FRAME.strip);
  const under = (map: number): number => (strip > 0 ? stripAt(map) + strip : top + map);
  const at = (map: number): Bin[][] => lists.map((_, i) => bins(columns.slice(i * each, (i + 1) * each), { y: under(map), height: height - under(map) - FRAME.bottom }, canvas));
  const { turn = 0 } = situation;
  // How high the map is does not change with the turn.
  const shared = (map: number, now = 0): Shared[] => lists.map((list, i) => share(list, [], at(map)[i]!, now));
  const settled = (map: number, now = 0): PlacedPanel[] => shared(map, now).flatMap(({ panels }) => panels);
  let map = tall(MAP_SHARE[1]);
  const rows = lists.flat().reduce((sum, { entry, size }) => sum + Math.min(size.most, entry.rows ?? size.usual), 0);
  while (map > tall(MAP_SHARE[0]) && (shared(map).some(({ of }) => of > 1) || settled(map).reduce((sum, panel) => sum + panel.rows, 0) < rows)) map -= 20;
  const bottom = place(want(scene.bottom, 'b').slice(0, 1), [{ x: FRAME.margin, y: stripAt(map), width: width - 2 * FRAME.margin, height: FRAME.strip }]);
  const end = bottom.length > 0 ? stripAt(map) : top + map;
  const caption = situation.speaks === true ? captionOver(end, { from: FRAME.margin, to: width - FRAME.margin }, canvas) : null;
  return {
    panels: across([...settled(map, turn), ...bottom], canvas), caption, title: top, narrow: true, ...waiting(shared(map, turn), turn, canvas),
    map: mapBetween(FRAME.margin, width - FRAME.margin, top, caption?.y ?? end, canvas),
  };
}

/** A portrait wall's columns: two, or so many as its seams leave. */
function columnsUnder({ width, seams }: Canvas): { x: number; width: number }[] {
  const room = { from: FRAME.margin, to: width - FRAME.margin };
  const halves = ({ from, to }: { from: number; to: number }): { x: number; width: number }[] => {
    const half = (to - from - FRAME.gutter) / 2;
    return half >= FRAME.column ? [{ x: from, width: half }, { x: to - half, width: half }] : to - from >= FRAME.column ? [{ x: from, width: to - from }] : [];
  };
  const found = stretches(seams.x, room).flatMap(halves);
  return found.length > 0 ? found : halves(room);
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

/** Of so many turns the one in which most of the panels stand that a script lights; where it lights none, the turn that it is. */
export function turnWith(names: readonly string[], plan: (turn: number) => Plan, now: number): number {
  const lit = (turn: number): number => new Set(plan(turn).panels.flatMap(({ panel }) => (names.includes(panel) ? [panel] : []))).size;
  const of = Math.max(1, ...plan(now).turns.map((one) => one.of));
  if (names.length === 0 || of === 1) return now;
  const turns = Array.from({ length: of }, (_, i) => i);
  return turns.reduce((best, turn) => (lit(turn) > lit(best) ? turn : best), 0);
}

/** What the panels cover of the map, real px: the map keeps its region inside the rest. */
export const mapPadding = ({ map }: Plan, canvas: Canvas, scale: number): { left: number; right: number; top: number; bottom: number } => ({
  left: map.x * scale, right: (canvas.width - map.x - map.width) * scale, top: map.y * scale, bottom: (canvas.height - map.y - map.height) * scale,
});
