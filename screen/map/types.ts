/** What the page says to the map and hears from it. */
import type { HeatData } from '../../server/wire/messages.ts';

/** `areas`: regions under an alert are hatched; they are outlined in any case. */
export interface LayerSwitches { heat: boolean; rain: boolean; areas: boolean; cameras: boolean; stations: boolean; staff: boolean; buildings: boolean; roads: boolean }
/** Counts of cases by cell: of a region, of what lies about it, and the greatest of the whole city. */
export type Counted = Pick<HeatData, 'cells' | 'around' | 'most'>;
/** Of a window of so many hours; `before`: those of as many hours before, where both are compared. */
export interface HeatShown extends Counted, Pick<HeatData, 'window' | 'kernel'> { before?: Counted | null; /** What the window is called, where it is not the last hours. */ over?: string }
/** A case drawn as a point. */
export interface Spot { id: string; lng: number; lat: number; tone: 'open' | 'urgent' | 'overdue' | 'ended' }
/** A place, and how far about it is meant, metres. */
export interface Near { lng: number; lat: number; metres: number }
/** Where the map was pressed: a point, how wide a finger is there (metres), and the child under it. */
export interface Press extends Near { code: string | null }
export interface MapStatus { webgl: boolean; error?: string; /** Whose tiles lie under it. */ credit?: string }
