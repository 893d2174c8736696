/** GET /api/tour: the way the wall walks by itself (自动巡航), as the city's configuration says it. */
import { z } from 'zod';

export const TourStep = z.object({
  scene: z.string(),
  /** Where it is shown; null: the scene's own region, else the city. */
  region: z.string().nullable(),
  /** ms it stands. */
  dwell: z.number().positive(),
});
export type TourStep = z.infer<typeof TourStep>;

export const Tour = z.object({
  /** Walks from the start, without being asked. */
  auto: z.boolean(),
  /** ms without a touch until it goes on. */
  idle: z.number().nonnegative(),
  steps: z.array(TourStep).min(1),
});
export type Tour = z.infer<typeof Tour>;

/** null: this city has none. */
export const ApiTour = z.object({ tour: Tour.nullable() });
export type ApiTour = z.infer<typeof ApiTour>;
