/** Whether a record's region lies in the one that is asked about. */
import type { Response } from 'express';
import { isUnplaced } from '../wire/region.ts';
import type { PushDeps } from './deps.ts';
import { within } from './fan.ts';

/** `CODE/-`: what lies in the region and in none of its children. null: no such region. */
export function insideOf({ regions }: Pick<PushDeps, 'regions'>, code: string): ((region: string) => boolean) | null {
  const own = isUnplaced(code) ? code.slice(0, -2) : code;
  if (!regions.get(own)) return null;
  return own === code ? within(regions, code) : (region) => region === own;
}

export function noRegion(response: Response, region: unknown): void {
  response.status(404).json({ error: `region: found ${JSON.stringify(region).slice(0, 64)}, expected the code of a region of this city` });
}
