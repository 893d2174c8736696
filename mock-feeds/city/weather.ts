import type { City, Weather, WeatherOptions } from './types.ts';

export function makeWeather(_city: City, _options: WeatherOptions): Weather { throw new Error('not built yet'); }
