/** Regions that the configuration names: only the loaded boundaries tell whether the city has them. */
import { join } from 'node:path';
import type { CityConfig } from '../config.ts';

type Places = Pick<CityConfig, 'dir' | 'scenes' | 'tour'>;
export interface Placed { scenes: CityConfig['scenes']; tour: CityConfig['tour']; warnings: string[] }

/**
 * Leaves out what cannot be shown: a city loaded in part (a smaller demo, a district that is not delivered) still
 * has its other scenes and steps. `warnings`: where, what was found, what was expected.
 */
export function placed({ dir, scenes, tour }: Places, has: (code: string) => boolean): Placed {
  const known = (region: string | null): boolean => region === null || has(region);
  const warn = (at: string, region: string | null, so: string): string => `${at}: found ${JSON.stringify(region)}, expected the code of a region of this city: ${so}`;
  const steps = tour?.steps ?? [];
  const left = steps.filter(({ region }) => known(region));
  return {
    scenes: scenes.map((scene) => (known(scene.region) ? scene : { ...scene, region: null })),
    tour: tour && left.length > 0 ? { ...tour, steps: left } : null,
    warnings: [
      ...scenes.flatMap(({ id, region }) => (known(region) ? [] : [warn(`${join(dir, 'scenes', `${id}.yaml`)}: region`, region, 'the whole city is shown')])),
      ...steps.flatMap(({ region }, i) => (known(region) ? [] : [warn(`${join(dir, 'tour.yaml')}: steps[${i}].region`, region, 'the tour leaves it out')])),
    ],
  };
}
