/** How much the renderer can bear. Pure, but for the probe. */

export interface Quality {
  software: boolean;
  /** Who draws lines: deck.gl, or the page as SVG, which on a processor costs a tenth and is smooth at any size. */
  lines: 'deck' | 'page';
  /** Most vertices of buildings drawn. */
  buildings: number;
  /** Fly between places; a slow renderer jumps, and answers at once. */
  fly: boolean;
  minorRoads: boolean;
  /** Most points drawn one by one; above it they are counted by cell. */
  points: number;
  /** Drawing-buffer pixels per CSS pixel are held to at most this many in all. */
  pixels: number;
  antialias: boolean;
  /** Data is drawn anew at most once in so many ms. */
  calm: number;
}

export const FULL: Quality = {
  software: false, lines: 'deck', buildings: 300_000, fly: true, minorRoads: true, points: 6_000, pixels: 4e7, antialias: true, calm: 500,
};
/** Text, labels and gauges are drawn by the page at full size in any case; only fills and lines get coarser. */
export const PLAIN: Quality = {
  software: true, lines: 'page', buildings: 30_000, fly: false, minorRoads: false, points: 1_200, pixels: 2_200_000, antialias: false, calm: 2_500,
};

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render|mesa offscreen/i;
export const isSoftware = (renderer: string): boolean => SOFTWARE.test(renderer);

/** A frame slower than this, in ms, is a slow renderer whatever it calls itself. */
export const SLOW_FRAME = 45;
export const qualityFor = (renderer: string, frame: number | null): Quality =>
  isSoftware(renderer) || (frame !== null && frame > SLOW_FRAME) ? PLAIN : FULL;

/** Drawing-buffer pixels per CSS pixel. */
export function pixelRatio(quality: Quality, width: number, height: number, device: number): number {
  const asked = width * height * device * device;
  return asked <= quality.pixels ? device : device * Math.sqrt(quality.pixels / asked);
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
