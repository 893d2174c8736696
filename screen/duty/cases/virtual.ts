/** Which rows of a long list are drawn, and where. Pure; all in px. */

/** No browser draws an element as tall as a million rows: beyond this a pixel of the scroll bar stands for more than one of the list. */
export const MOST_PX = 12_000_000;

export interface Frame { /** Height of what is scrolled. */ height: number; /** Height of what is seen of it. */ view: number; total: number; row: number }
export const heightOf = (total: number, row: number): number => Math.min(MOST_PX, total * row);

/** How far down the whole list what is seen begins. */
export function topOf(scroll: number, { height, view, total, row }: Frame): number {
  const [far, most] = [Math.max(0, height - view), Math.max(0, total * row - view)];
  return far === 0 ? 0 : Math.min(most, most === far ? scroll : (scroll / far) * most);
}
/** Where the scroll bar stands for that. */
export function scrollOf(top: number, { height, view, total, row }: Frame): number {
  const [far, most] = [Math.max(0, height - view), Math.max(0, total * row - view)];
  return most === 0 ? 0 : Math.max(0, Math.min(far, most === far ? top : (top / most) * far));
}

/** First and last row that are seen, in part or whole; last < first where there are none. */
export function seen(top: number, { view, total, row }: Frame): { first: number; last: number } {
  return { first: Math.max(0, Math.floor(top / row)), last: Math.min(total - 1, Math.ceil((top + view) / row) - 1) };
}

/** How far the list must begin so that a row is seen whole, with one more beside it where it was out of sight. */
export function topFor(index: number, top: number, frame: Frame): number {
  const { view, total, row } = frame;
  const most = Math.max(0, total * row - view);
  if (index * row < top) return Math.max(0, Math.min(most, (index - 1) * row));
  if ((index + 1) * row > top + view) return Math.max(0, Math.min(most, (index + 2) * row - view));
  return top;
}
