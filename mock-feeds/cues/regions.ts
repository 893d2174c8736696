/** A region by its code, or by its name where only one has it. */
import type { City } from '../city/types.ts';
import { BadCue } from './read.ts';

export function regionOf(city: City, asked: string, number: number, where: string): string {
  if (city.byCode.has(asked)) return asked;
  const named = city.regions.filter(({ name }) => name === asked);
  if (named.length !== 1) throw new BadCue(number, where, asked, named.length === 0 ? 'the code or the name of a region' : `a code: ${named.length} regions have this name`);
  return named[0]!.code;
}
