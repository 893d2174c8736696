/** How a region finds its parent: by the beginning of its code, by a property, by largest overlap. */
import clipping from 'polygon-clipping';
import type { ParentRule } from '../config.ts';
import { areaOf, bboxOf, type Bbox, type MultiPolygon } from './geometry.ts';
import { propertyText } from './region-properties.ts';

export interface Candidate { code: string; name: string; shape: MultiPolygon; bbox: Bbox; parent: string | null }
export interface Child { code: string; properties: Record<string, unknown>; shape: MultiPolygon }

/** Code of the parent of each child, or null for an orphan. `above`: regions of the level above; `higher`: of all levels above. */
export function parentFinder(rule: ParentRule, above: Candidate[], higher: Map<string, Candidate>): (child: Child) => string | null {
  if (rule.by === 'prefix') return (child) => found(higher, child.code.slice(0, rule.length));
  if (rule.by === 'property') return matcher(rule, above);
  const within = rule.within ? matcher(rule.within, [...higher.values()]) : null;
  return (child) => {
    const frame = within?.(child) ?? null;
    if (within && frame === null) return null;
    const best = largestOverlap(child, frame === null ? above : above.filter((candidate) => isUnder(candidate, frame, higher)));
    return best ?? frame;
  };
}

const found = (all: Map<string, Candidate>, code: string): string | null => (all.has(code) ? code : null);

function matcher(rule: { property: string; match: 'name' | 'code' }, regions: Candidate[]): (child: Child) => string | null {
  const key = (text: string): string => text.trim().toLowerCase();
  const table = new Map(regions.map((region) => [key(rule.match === 'name' ? region.name : region.code), region.code]));
  return (child) => table.get(key(propertyText(child.properties, rule.property) ?? '')) ?? null;
}

function isUnder(region: Candidate, frame: string, higher: Map<string, Candidate>): boolean {
  for (let at: Candidate | undefined = region; at; at = at.parent === null ? undefined : higher.get(at.parent)) if (at.code === frame) return true;
  return false;
}

function largestOverlap(child: Child, candidates: Candidate[]): string | null {
  const box = bboxOf(child.shape);
  const near = candidates.filter(({ bbox }) => bbox[0] <= box[2] && bbox[2] >= box[0] && bbox[1] <= box[3] && bbox[3] >= box[1]);
  let best: string | null = null;
  let most = 0;
  for (const candidate of near) {
    const area = areaOf(clipping.intersection(child.shape, candidate.shape) as MultiPolygon);
    if (area > most) { most = area; best = candidate.code; }
  }
  return best;
}
