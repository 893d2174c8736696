/**
 * Which panels stand where, at which level, and how many rows each has. A panel is there because an
 * officer decides something by it; where a level has nothing to decide by it, another takes its room.
 * `heightOf` is each panel's height in design px, so that a test can prove every column fits.
 */
import type { Level } from '../../server/wire/region.ts';

export type PanelName = 'headline' | 'loop' | 'classes' | 'staffing' | 'alerts' | 'stations' | 'league' | 'video' | 'stream' | 'trend';
export interface Slot { panel: PanelName; rows?: number }
export interface Arrangement { left: Slot[]; right: Slot[]; bottom: Slot[] }

const TITLE = 34;
const ROW: Partial<Record<PanelName, number>> = { classes: 27, league: 27, video: 27, stream: 29, alerts: 54, stations: 50 };
const FIXED: Partial<Record<PanelName, number>> = { headline: TITLE + 3 * 103 + 2 * 15, loop: TITLE + 146, staffing: TITLE + 4 * 27 + 24, trend: TITLE + 118 };

export const heightOf = ({ panel, rows = 0 }: Slot): number => FIXED[panel] ?? TITLE + rows * (ROW[panel] ?? 0);

/** Design px: margin of the wall, top of the columns, their width and the height they may take. */
export const FRAME = { margin: 32, top: 84, head: 112, column: 420, gap: 16, height: 1080 - 84 - 28, gutter: 40, strip: 170 } as const;

const LEFT: Slot[] = [{ panel: 'headline' }, { panel: 'loop' }, { panel: 'classes', rows: 6 }, { panel: 'staffing' }];
const BOTTOM: Slot[] = [{ panel: 'trend' }];
const right = (alerts: number, stations: number, league: number, video: number, stream: number): Slot[] => [
  { panel: 'alerts', rows: alerts }, { panel: 'stations', rows: stations }, { panel: 'league', rows: league }, { panel: 'video', rows: video }, { panel: 'stream', rows: stream },
];

const LAYOUT: Record<Level, Arrangement> = {
  // The city asks "which district"; lower down, "which case, which person".
  city: { left: LEFT, right: right(3, 4, 6, 2, 5), bottom: BOTTOM },
  district: { left: LEFT, right: right(3, 4, 6, 2, 5), bottom: BOTTOM },
  street: { left: LEFT, right: right(2, 4, 6, 2, 7), bottom: BOTTOM },
  community: { left: LEFT, right: right(2, 4, 6, 2, 7), bottom: BOTTOM },
  // A grid has no children to compare and few cameras: its cases are what is left to look at.
  grid: { left: LEFT, right: [{ panel: 'alerts', rows: 2 }, { panel: 'stations', rows: 3 }, { panel: 'stream', rows: 16 }], bottom: BOTTOM },
};

/**
 * The arrangement of a level. Where leagues are switched off, or there are fewer children than rows
 * for them, the stream of cases takes the room that is left.
 */
export function arrange(level: Level, league: boolean, children = Infinity): Arrangement {
  const plan = LAYOUT[level];
  let freed = 0;
  const right = plan.right.flatMap((slot) => {
    const fits = slot.panel === 'league' && !league ? null : ofChildren(slot.panel) ? { ...slot, rows: Math.min(slot.rows ?? 0, children + 1) } : slot; // + 1: 未落格
    freed += heightOf(slot) - (fits ? heightOf(fits) : -FRAME.gap);
    return fits ? [fits] : [];
  });
  const more = Math.floor(freed / (ROW.stream ?? 1));
  return { ...plan, right: right.map((s) => (s.panel === 'stream' ? { ...s, rows: (s.rows ?? 0) + more } : s)) };
}
const ofChildren = (panel: PanelName): boolean => panel === 'league' || panel === 'video';

/** Sum of a column's panels and the gaps between them. */
export const columnHeight = (slots: readonly Slot[]): number =>
  slots.reduce((sum, slot) => sum + heightOf(slot), 0) + FRAME.gap * Math.max(0, slots.length - 1);

/** What the panels cover of the map, real px: the map keeps its region inside the rest. */
export function mapPadding(scale: number): { left: number; right: number; top: number; bottom: number } {
  const side = (FRAME.margin + FRAME.column + FRAME.gutter) * scale;
  return { left: side, right: side, top: (FRAME.head + 44) * scale, bottom: (FRAME.strip + 56) * scale };
}
