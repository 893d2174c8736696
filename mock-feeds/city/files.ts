import type { City } from './types.ts';
import type { CityOptions } from './generate.ts';

/** Writes the city's GeoJSON (.gz) and manifest.json into `dir` (made if absent). */
export function writeCity(_city: City, _dir: string): void { throw new Error('not built yet'); }

/** Reads the city from `dir` if its manifest fits (seed, scale, version); otherwise generates and writes it. */
export function loadOrGenerate(_dir: string, _options: CityOptions): City { throw new Error('not built yet'); }
