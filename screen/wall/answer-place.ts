/** Where a card stands: beside the panel of its figure, inside the wall, under the title bar. Pure; px. */
export interface Box { left: number; top: number; right: number; bottom: number }

/** A panel this much wider than the card is a strip: what stands at its ends is farther than what stands above. */
const STRIP = 1.5;

/** `figure` says how high, `panel` says beside what; of a strip, or where neither side has room, above, else below. */
export function placeCard(figure: Box, panel: Box, card: { width: number; height: number }, wall: Box, gap: number): { left: number; top: number } {
  const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));
  const left = (x: number): number => clamp(x, wall.left, wall.right - card.width);
  const top = clamp(figure.top - gap, wall.top, wall.bottom - card.height);
  const above = { left: left(figure.left), top: panel.top - gap - card.height };
  if (panel.right - panel.left > STRIP * card.width && above.top >= wall.top) return above;
  if (panel.right + gap + card.width <= wall.right) return { left: panel.right + gap, top };
  if (panel.left - gap - card.width >= wall.left) return { left: panel.left - gap - card.width, top };
  if (above.top >= wall.top) return above;
  return { left: left(figure.left), top: clamp(panel.bottom + gap, wall.top, wall.bottom - card.height) };
}
