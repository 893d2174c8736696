/** What the page says to the map and hears from it. */
export interface LayerSwitches { heat: boolean; rain: boolean; cameras: boolean; stations: boolean; staff: boolean; buildings: boolean; roads: boolean }
export interface MapStatus { webgl: boolean; software: boolean; error?: string; /** Whose tiles lie under it. */ credit?: string }
