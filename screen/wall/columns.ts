/** Which panels stand in a column and how many rows each has. Pure; all lengths in design px. */
import { heightOf, type PanelSize } from '../look/panel-type.ts';
import type { ScenePanel } from '../../server/wire/scene.ts';

/** A stretch of a column that no seam crosses. */
export interface Bin { x: number; y: number; width: number; height: number }
/** `key` tells two of the same panel in one scene apart. */
export interface Wanted { entry: ScenePanel; size: PanelSize; key: string }
export interface PlacedPanel { key: string; panel: string; set: Record<string, string>; rows: number; x: number; y: number; width: number; height: number; /** Where seams run through it, from its left edge. */ seams: readonly number[] }

/** Air between two panels: at least, at most. */
export const GAP = { least: 16, most: 72 } as const;

interface Slot { wanted: Wanted; rows: number }

const usualOf = ({ entry, size }: Wanted): number => (size.fixed === undefined ? Math.min(size.most, Math.max(size.least, entry.rows ?? size.usual)) : 1);
const height = (slots: readonly Slot[]): number =>
  slots.reduce((sum, { wanted, rows }) => sum + heightOf(wanted.size, rows), 0) + GAP.least * Math.max(0, slots.length - 1);

const leastOf = ({ size }: Wanted): number => size.least;

/** Puts the panels into the bins in order, at the usual size where all fit so, else at the least; what fits nowhere is left out. */
export function place(list: readonly Wanted[], bins: readonly Bin[]): PlacedPanel[] {
  const usual = deal(list, bins, usualOf);
  const dealt = usual.left === 0 ? usual : deal(list, bins, leastOf);
  return dealt.columns.flatMap((slots, i) => stack(grow(slots, bins[i]!.height), bins[i]!));
}

/** How panels share the bins of a side: those of one turn, of how many, and those that no bin can hold. */
export interface Shared { panels: PlacedPanel[]; of: number; lost: string[] }

/**
 * Panels that do not all fit take the bins in turns, in their order, each turn as full as it gets. `more`, which may be
 * left out, stands only where nothing has to wait.
 */
export function share(list: readonly Wanted[], more: readonly Wanted[], bins: readonly Bin[], turn: number): Shared {
  const turns: Wanted[][] = [];
  const lost: string[] = [];
  for (let rest = list; rest.length > 0;) {
    const held = rest.length - deal(rest, bins, leastOf).left;
    if (held === 0) lost.push(rest[0]!.entry.panel); else turns.push(rest.slice(0, held));
    rest = rest.slice(Math.max(1, held));
  }
  const shown = turns.length < 2 ? [...(turns[0] ?? []), ...more] : turns[turn % turns.length]!;
  return { panels: place(shown, bins), of: Math.max(1, turns.length), lost };
}

function deal(list: readonly Wanted[], bins: readonly Bin[], rowsOf: (wanted: Wanted) => number): { columns: Slot[][]; left: number } {
  let at = 0;
  const columns = bins.map((bin) => {
    const slots: Slot[] = [];
    for (; at < list.length; at += 1) {
      const next: Slot = { wanted: list[at]!, rows: rowsOf(list[at]!) };
      if (height([...slots, next]) > bin.height) break;
      slots.push(next);
    }
    return slots;
  });
  return { columns, left: list.length - at };
}

/** Rows for all in turn, first up to the usual, then to the most, while they fit. */
function grow(slots: readonly Slot[], room: number): Slot[] {
  const grown = slots.map((slot) => ({ ...slot }));
  for (const limit of [usualOf, ({ size }: Wanted) => size.most]) {
    for (let any = true; any;) {
      any = false;
      for (const slot of grown) {
        if (slot.rows >= limit(slot.wanted) || height(grown) + (slot.wanted.size.row ?? Infinity) > room) continue;
        slot.rows += 1;
        any = true;
      }
    }
  }
  return grown;
}

/** From the top down, what is left of the height as air between them. */
function stack(slots: readonly Slot[], bin: Bin): PlacedPanel[] {
  const air = slots.length < 2 ? 0 : Math.min(GAP.most, GAP.least + (bin.height - height(slots)) / (slots.length - 1));
  let y = bin.y;
  return slots.map(({ wanted: { entry, size, key }, rows }) => {
    const placed = { key, panel: entry.panel, set: entry.set, rows, x: bin.x, y, width: bin.width, height: heightOf(size, rows), seams: [] };
    y += placed.height + air;
    return placed;
  });
}
