/** The fictional city 澜江市: geometry, names, weather. Deterministic in (seed, scale). */
export type * from './types.ts';
export { generateCity } from './generate.ts';
export { loadMade, loadOrGenerate, writeCity } from './files.ts';
export { makeWeather } from './weather.ts';
export { placeStations } from './stations.ts';
export { cityCommand } from './command.ts';
