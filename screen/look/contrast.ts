/**
 * What must be read, and from where. All text stands at 4.5:1 against what is actually beneath it. What must be read
 * from eight metres stands at 7:1: figures of body size and more, titles of panels, and the words and marks of alerts.
 * Captions are read from the table, and what is stale or lost is grey on purpose: both have 4.5:1. Night changes none
 * of it (`night.ts`).
 */
export const CONTRAST = { text: 4.5, far: 7 } as const;
/** Elements whose words are read from afar; figures among them from body size on. */
export const FAR = { figures: '.figure', words: '[data-panel] h2, [data-panel="alerts"] li > b, .takeover .words b, .takeover .words strong, .takeover .card h2, .overlay .chip, .lost p > *, .ack li > b, .caption-band .said' } as const;
