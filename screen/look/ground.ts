/** Whose map it is that is shown, and its 审图号: said wherever the map is. Pure. */
import { WALL } from './words.ts';

export const groundText = (credit: string | undefined, approval: string | null | undefined): string =>
  [credit ?? '', approval ? `${WALL.approval} ${approval}` : ''].filter((text) => text !== '').join(' · ');
