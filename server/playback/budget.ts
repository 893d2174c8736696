/** How much of the day's bytes is left for what: places of staff are thinned first, then left out, and at last nothing is recorded. Pure. */
import { KINDS, type Kind } from '../wire/entity.ts';

export const DETAILS = ['all', 'sparse', 'still', 'nothing'] as const;
export type Detail = (typeof DETAILS)[number];

/** How old a place must be before the next one of the same person is written, ms. */
export const PLACES_EVERY: Readonly<Record<Detail, number>> = { all: 60_000, sparse: 300_000, still: Infinity, nothing: Infinity };
/** Shares of the day's bytes from which on less is recorded, unless the day is as far gone. */
const SPARSE = 0.7, STILL = 0.85;

/** `spent` of `budget` bytes when a share `gone` of the day is over. */
export function detailOf(spent: number, budget: number, gone: number): Detail {
  const share = spent / budget;
  if (share >= 1) return 'nothing';
  // Bytes that last until midnight at this rate need not be saved.
  if (share < SPARSE || share <= gone * 0.95) return 'all';
  return share < STILL ? 'sparse' : 'still';
}

/** What is not recorded whole. */
export const thinnedBy = (detail: Detail): readonly Kind[] => (detail === 'all' ? [] : detail === 'nothing' ? KINDS : ['staff']);
