/** Where a card stands: beside the panel of its figure, inside the wall, under the title bar. Pure; px. */
export interface Box { left: number; top: number; right: number; bottom: number }

/** `figure` says how high, `panel` says beside what; where neither side has room, above or below. */
export function placeCard(figure: Box, panel: Box, card: { width: number; height: number }, wall: Box, gap: number): { left: number; top: number } {
  const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));
  const left = (x: number): number => clamp(x, wall.left, wall.right - card.width);
  const top = clamp(figure.top - gap, wall.top, wall.bottom - card.height);
  if (panel.right + gap + card.width <= wall.right) return { left: panel.right + gap, top };
  if (panel.left - gap - card.width >= wall.left) return { left: panel.left - gap - card.width, top };
  const above = panel.top - gap - card.height;
  if (above >= wall.top) return { left: left(figure.left), top: above };
  return { left: left(figure.left), top: clamp(panel.bottom + gap, wall.top, wall.bottom - card.height) };
}
