/** Each tile of the wall in one line: does it live, when did it last draw, is it of this build. Pure. */
import type { ApiTiles, TileHealth } from '../../../server/wire/tile.ts';
import { ageText } from '../../look/format.ts';
import { TILES as W } from '../../look/words.ts';

export interface TileRow { key: string; name: string; state: keyof typeof W.states; word: string; age: string; text: string }

/** A browser that lives but has drawn nothing for so long shows an old picture. */
export const STUCK_MS = 10_000;
/** What is wrong stands first. */
const WORST: readonly TileRow['state'][] = ['silent', 'never', 'stuck', 'other', 'live'];

function stateOf(tile: TileHealth, build: string): TileRow['state'] {
  if (tile.state !== 'live') return tile.state;
  if (tile.frameAge === null || tile.frameAge > STUCK_MS) return 'stuck';
  return tile.build === build ? 'live' : 'other';
}

export function tileRows({ tiles, build, version, width, height }: ApiTiles, most: number): TileRow[] {
  return tiles.map((tile): TileRow => {
    const state = stateOf(tile, build);
    const parts = [
      tile.frameAge === null ? W.noFrame : W.frame(ageText(tile.frameAge)), ...(tile.build === null ? [] : [W.build(tile.build)]),
      ...(tile.width !== null && tile.height !== null && (tile.width !== width || tile.height !== height) ? [W.size(tile.width, tile.height)] : []),
      // A version that it has not reported yet is one it may just be drawing: two are not.
      ...(tile.state === 'live' && version !== null && tile.version !== null && tile.version < version - 1 ? [W.behind] : []),
      ...(tile.screens > 1 ? [W.twice(tile.screens)] : []),
    ];
    return { key: `${tile.column},${tile.row}`, name: W.place(tile.column, tile.row), state, word: W.states[state], age: tile.age === null ? '' : W.report(ageText(tile.age)), text: tile.state === 'never' ? '' : parts.join(' · ') };
  }).sort((a, b) => WORST.indexOf(a.state) - WORST.indexOf(b.state)).slice(0, most);
}

export const liveOf = ({ tiles }: ApiTiles): number => tiles.filter(({ state }) => state === 'live').length;
