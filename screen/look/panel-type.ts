/** What a panel's folder tells the wall of itself, in `index.ts`: the wall knows no panel by name. */
import type { Component } from 'vue';

/** Height in design px: `fixed`, or the title and `row` for each of its rows. */
export interface PanelSize {
  fixed?: number;
  row?: number;
  /** Rows: the fewest with which it is worth its room, what it has where nothing else is said, the most it can use. */
  least: number; usual: number; most: number;
  /** Its rows are children of the place: no more than those (and 未落格), and none without. */
  ofChildren?: boolean;
  /** It may lie across seams, as the strip under the map does: it is told where they run (`seams`) and writes nothing there. */
  runsOn?: boolean;
  /** It ranks: left out where a city has switched leagues off. */
  ranks?: boolean;
}
export interface PanelType extends PanelSize {
  component: Component;
  /** Settings that a scene may give, each with the values it knows (null: any text). */
  settings?: Readonly<Record<string, readonly string[] | null>>;
}

/** Height of every panel's title line. */
export const TITLE = 34;
export const heightOf = (size: PanelSize, rows: number): number => size.fixed ?? TITLE + rows * (size.row ?? 0);
/** A panel whose height does not depend on rows. */
export const fixedAt = (fixed: number): PanelSize => ({ fixed, least: 1, usual: 1, most: 1 });
