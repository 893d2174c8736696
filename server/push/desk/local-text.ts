/** A time as people of a city write it. */
import { zoneOffset } from '../../wire/clock.ts';

/** `YYYY-MM-DD hh:mm:ss` in a zone. */
export const fromLocalText = (zone: string) => (ms: number): string => new Date(ms + zoneOffset(zone)(ms)).toISOString().slice(0, 19).replace('T', ' ');
