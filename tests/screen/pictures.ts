/** Pictures of tiles laid side by side, against one of the whole. */
import type { Page } from 'playwright-core';

/** Share of pixels of which a channel differs by more than a twelfth of its range. The page's own canvas reads the pictures. */
export const differing = (page: Page, whole: Buffer, tiles: readonly Buffer[], columns: number): Promise<number> =>
  page.evaluate(async ({ all, parts, across }) => {
    const load = async (data: string): Promise<ImageBitmap> => createImageBitmap(new Blob([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], { type: 'image/png' }));
    const big = await load(all);
    const pixels = (draw: (to: OffscreenCanvasRenderingContext2D) => void): Uint8ClampedArray => {
      const to = new OffscreenCanvas(big.width, big.height).getContext('2d', { willReadFrequently: true })!;
      draw(to);
      return to.getImageData(0, 0, big.width, big.height).data;
    };
    const images = await Promise.all(parts.map(load));
    const a = pixels((to) => to.drawImage(big, 0, 0));
    const b = pixels((to) => images.forEach((image, i) => to.drawImage(image, (i % across) * image.width, Math.floor(i / across) * image.height)));
    let count = 0;
    for (let i = 0; i < a.length; i += 4) if (Math.abs(a[i]! - b[i]!) > 21 || Math.abs(a[i + 1]! - b[i + 1]!) > 21 || Math.abs(a[i + 2]! - b[i + 2]!) > 21) count++;
    return count / (a.length / 4);
  }, { all: whole.toString('base64'), parts: tiles.map((tile) => tile.toString('base64')), across: columns });
