/** How much the renderer can bear, and who draws. Pure, but for the probe. */

export interface Quality {
  /** Who draws the map: deck.gl, or the page as SVG, which on a processor costs a tenth and answers at once. */
  by: 'deck' | 'page';
  /** Most vertices of buildings drawn. */
  buildings: number;
  /** Fly between places; a slow renderer jumps, and answers at once. */
  fly: boolean;
  minorRoads: boolean;
  /** Most points drawn one by one; above it they are counted by cell. */
  points: number;
  /** Data is drawn anew at most once in so many ms. */
  calm: number;
}

export const FULL: Quality = { by: 'deck', buildings: 300_000, fly: true, minorRoads: true, points: 6_000, calm: 500 };
/** The lighter map, where there is no WebGL2 or the processor plays it. */
export const PLAIN: Quality = { by: 'page', buildings: 30_000, fly: false, minorRoads: false, points: 1_200, calm: 2_500 };

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render|mesa offscreen/i;
export const isSoftware = (renderer: string): boolean => SOFTWARE.test(renderer);

/** A frame slower than this, in ms, is a slow renderer whatever it calls itself. */
export const SLOW_FRAME = 45;
export const qualityFor = (renderer: string, frame: number | null): Quality =>
  isSoftware(renderer) || (frame !== null && frame > SLOW_FRAME) ? PLAIN : FULL;

/** A drawing buffer is held to so many pixels: more than any wall of one browser has. */
const MOST_PIXELS = 4e7;
/** Drawing-buffer pixels per CSS pixel. */
export function pixelRatio(width: number, height: number, device: number): number {
  const asked = width * height * device * device;
  return asked <= MOST_PIXELS ? device : device * Math.sqrt(MOST_PIXELS / asked);
}

/**
 * Name of the WebGL2 renderer; null where there is none. Asked once a page: the probe's context is left to
 * the collector, since to lose it by force makes the page wait for the renderer, seconds where that is busy.
 */
export function probe(doc: Document): string | null {
  const gl = doc.createElement('canvas').getContext('webgl2');
  if (!gl) return null;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  return String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}
