/** What the page says to the map and hears from it. */
/** `areas`: regions under an alert are hatched; they are outlined in any case. */
export interface LayerSwitches { heat: boolean; rain: boolean; areas: boolean; cameras: boolean; stations: boolean; staff: boolean; buildings: boolean; roads: boolean }
export interface MapStatus { webgl: boolean; software: boolean; error?: string; /** Whose tiles lie under it. */ credit?: string }
