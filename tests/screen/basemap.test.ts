import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tilesIn, type Spot } from '../../screen/map/layers/basemap.ts';
import { makeProjection, toLat, toLng, toX, toY } from '../../screen/map/projection.ts';
import { TileLoader } from '../../screen/map/basemap-loader.ts';

const p = makeProjection([118.6, 29.4]);
const ZOOMS = { minZoom: 3, maxZoom: 16 };
/** Web Mercator's own formulae, as its definition writes them. */
const mercator = (lng: number, lat: number, z: number): [number, number] => [
  ((lng + 180) / 360) * 2 ** z, (0.5 - Math.log((1 + Math.sin((lat * Math.PI) / 180)) / (1 - Math.sin((lat * Math.PI) / 180))) / (4 * Math.PI)) * 2 ** z,
];

describe('which tiles', () => {
  it('cover the view whole, each at the place that Web Mercator gives it', () => {
    fc.assert(fc.property(fc.integer({ min: -60_000, max: 60_000 }), fc.integer({ min: -60_000, max: 60_000 }), fc.double({ min: 0.004, max: 1, noNaN: true }), (x, y, k) => {
      const [w, h] = [1920 / k, 1080 / k];
      const spots = tilesIn([x - w / 2, y - h / 2, x + w / 2, y + h / 2], k, p, ZOOMS);
      expect(spots.length).toBeGreaterThan(0);
      expect(spots.length).toBeLessThanOrEqual(96);
      expect(new Set(spots.map(({ key }) => key)).size).toBe(spots.length);
      for (const { z, x: tx, y: ty, box } of spots) {
        const [west, north] = mercator(toLng(p, box[0]), toLat(p, box[3]), z);
        const [east, south] = mercator(toLng(p, box[2]), toLat(p, box[1]), z);
        for (const [found, wanted] of [[west, tx], [north, ty], [east, tx + 1], [south, ty + 1]] as const) expect(found).toBeCloseTo(wanted, 6);
      }
      for (let i = 0; i <= 6; i++) {
        for (let j = 0; j <= 6; j++) {
          const [px, py] = [x - w / 2 + (i / 6) * w, y - h / 2 + (j / 6) * h];
          expect(spots.some(({ box }) => px >= box[0] - 1 && px <= box[2] + 1 && py >= box[1] - 1 && py <= box[3] + 1)).toBe(true);
        }
      }
    }), { numRuns: 150 });
  });
  it('are as sharp as the wall where there are any so sharp, the middle first', () => {
    const at = (k: number): Spot[] => tilesIn([-960 / k, -540 / k, 960 / k, 540 / k], k, p, ZOOMS);
    const pixels = (spot: Spot, k: number): number => (spot.box[2] - spot.box[0]) * k;
    for (const k of [0.01, 0.05, 0.2]) { expect(pixels(at(k)[0]!, k)).toBeGreaterThan(180); expect(pixels(at(k)[0]!, k)).toBeLessThan(365); }
    expect(at(2)[0]!.z).toBe(16);
    const [first, last] = [at(0.05)[0]!, at(0.05).at(-1)!];
    const away = ({ box }: Spot): number => Math.hypot(box[0] + box[2], box[1] + box[3]);
    expect(away(first)).toBeLessThan(away(last));
  });
  it('are coarser on a wall that would take too many, and within the city\'s zooms always', () => {
    const wide = tilesIn([-38_400, -10_800, 38_400, 10_800], 0.1, p, ZOOMS);
    expect(wide[0]!.z).toBeLessThan(tilesIn([-9_600, -5_400, 9_600, 5_400], 0.1, p, ZOOMS)[0]!.z);
    expect(tilesIn([-960, -540, 960, 540], 1, p, { minZoom: 5, maxZoom: 9 }).every(({ z }) => z === 9)).toBe(true);
    expect(tilesIn([-2e7, -2e7, 2e7, 2e7], 1e-5, p, { minZoom: 9, maxZoom: 12 })).toEqual([]);
  });
  it('lie side by side to the millimetre, so that no seam shows', () => {
    const spots = tilesIn([-9_600, -5_400, 9_600, 5_400], 0.1, p, ZOOMS);
    for (const a of spots) {
      const right = spots.find((b) => b.x === a.x + 1 && b.y === a.y);
      if (right) expect(right.box[0]).toBeCloseTo(a.box[2], 3);
    }
    expect(toX(p, 118.6)).toBe(0);
    expect(toY(p, 29.4)).toBe(0);
  });
});

describe('the loader', () => {
  const spot = (key: string): Spot => ({ key, z: 1, x: 0, y: 0, box: [0, 0, 1, 1] });
  const spots = (from: number, count: number): Spot[] => Array.from({ length: count }, (_, i) => spot(String(from + i)));
  const settle = (): Promise<void> => new Promise((turn) => { setImmediate(turn); });
  const begin = (keep?: number) => {
    const asked: { key: string; done: (image: string | null) => void; fail: () => void }[] = [];
    const timers: (() => void)[] = [];
    let changes = 0;
    const loader = new TileLoader<string>({
      load: ({ key }) => new Promise((done, fail) => { asked.push({ key, done, fail: () => { fail(new Error('away')); } }); }),
      changed: () => { changes++; }, later: (run) => { timers.push(run); },
    }, keep);
    const answerAll = async (image: (key: string) => string | null = (key) => `image ${key}`): Promise<void> => {
      while (asked.length > 0) { const next = asked.shift()!; next.done(image(next.key)); await settle(); }
    };
    return { loader, asked, timers, answerAll, changes: () => changes, keys: () => loader.shown().map(({ spot: { key } }) => key) };
  };

  it('asks for a few at a time, the first first, each once', async () => {
    const { loader, asked, answerAll, keys } = begin();
    loader.want(spots(0, 20));
    loader.want(spots(0, 20));
    expect(asked.map(({ key }) => key)).toEqual(['0', '1', '2', '3', '4', '5']);
    await answerAll();
    expect(keys()).toEqual(spots(0, 20).map(({ key }) => key));
  });
  it('keeps what was shown until what is wanted has come, then only that', async () => {
    const { loader, asked, answerAll, keys } = begin();
    loader.want(spots(0, 3));
    await answerAll();
    loader.want(spots(10, 2));
    expect(keys()).toEqual(['0', '1', '2']);
    asked.shift()!.done('x');
    await settle();
    expect(keys()).toEqual(['0', '1', '2', '10']);
    await answerAll();
    expect(keys()).toEqual(['10', '11']);
  });
  it('holds no pile of old ground while nothing comes', async () => {
    const { loader, asked } = begin();
    for (let i = 0; i < 400; i++) {
      loader.want(spots(i * 10, 1));
      asked.shift()?.done('x');
      await settle();
      loader.want(spots(i * 10 + 5, 1));
    }
    expect(loader.shown().length).toBeLessThanOrEqual(129);
  });
  it('draws nothing where there is no tile, and does not ask again', async () => {
    const { loader, asked, answerAll, keys } = begin();
    loader.want(spots(0, 2));
    await answerAll((key) => (key === '0' ? null : 'x'));
    expect(keys()).toEqual(['1']);
    loader.want(spots(0, 2));
    expect(asked).toEqual([]);
  });
  it('says so where they cannot be had, rests, asks again, and takes it back', async () => {
    const { loader, asked, timers, answerAll } = begin();
    loader.want(spots(0, 9));
    while (asked.length > 0) { asked.shift()!.fail(); await settle(); }
    expect([loader.away, timers.length, loader.shown()]).toEqual([true, 1, []]);
    loader.want(spots(0, 9));
    expect(asked).toEqual([]);
    timers.shift()!();
    await answerAll();
    expect([loader.away, loader.shown().length]).toEqual([false, 9]);
  });
  it('keeps a bounded number however long a wall tours, and never drops what it shows', async () => {
    const { loader, answerAll, keys } = begin(20);
    for (let i = 0; i < 30; i++) {
      loader.want(spots(i * 10, 12));
      await answerAll();
      expect(keys()).toHaveLength(12);
      expect(loader.size).toBeLessThanOrEqual(20);
    }
  });
});
