import type { City } from './types.ts';

export interface CityOptions { seed: number; scale: number; progress?: (message: string) => void }

export function generateCity(_options: CityOptions): City { throw new Error('not built yet'); }
