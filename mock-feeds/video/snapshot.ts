/** What a simulated camera sees: a street of its own, wet where it rains, with the camera's number and the time on it. */
import type { Camera } from './cameras.ts';
import { formatSeconds } from '../local-time.ts';
import { chance, hash, textHash } from '../random.ts';
import { png, type Colour } from './png.ts';

const [WIDTH, HEIGHT] = [320, 180];
const PALETTE: readonly Colour[] = [[38, 52, 70], [24, 30, 38], [58, 64, 70], [92, 98, 104], [190, 190, 180], [226, 196, 120], [120, 140, 160], [235, 240, 245], [8, 10, 14], [176, 60, 50]];
const INK = { sky: 0, house: 1, road: 2, kerb: 3, line: 4, window: 5, rain: 6, text: 7, box: 8, car: 9 } as const;

/** 3 × 5 dots a sign, a row in three bits. */
const SIGNS: Record<string, readonly number[]> = {
  0: [7, 5, 5, 5, 7], 1: [2, 6, 2, 2, 7], 2: [7, 1, 7, 4, 7], 3: [7, 1, 7, 1, 7], 4: [5, 5, 7, 1, 1], 5: [7, 4, 7, 1, 7], 6: [7, 4, 7, 5, 7], 7: [7, 1, 1, 2, 2], 8: [7, 5, 7, 5, 7], 9: [7, 5, 7, 1, 7],
  '-': [0, 0, 7, 0, 0], ':': [0, 2, 0, 2, 0], ' ': [0, 0, 0, 0, 0],
};

/** `rain`: mm/h where the camera stands. */
export function snapshot(camera: Camera, now: number, rain: number): Buffer {
  const seed = textHash(camera.id);
  const pixels = new Uint8Array(WIDTH * HEIGHT).fill(INK.sky);
  const fill = (x: number, y: number, width: number, height: number, ink: number): void => {
    for (let row = Math.max(0, y); row < Math.min(HEIGHT, y + height); row++) {
      const from = Math.max(0, x);
      const to = Math.min(WIDTH, x + width);
      if (to > from) pixels.fill(ink, row * WIDTH + from, row * WIDTH + to);
    }
  };
  const horizon = 70 + (hash(seed, 1) % 24);
  houses(seed, horizon, fill);
  street(seed, horizon, now, fill);
  const drops = Math.min(500, Math.round(rain * 8));
  for (let i = 0; i < drops; i++) fill(hash(seed, i, now, 5) % WIDTH, hash(seed, i, now, 6) % HEIGHT, 1, 6, INK.rain);
  write(camera.id, 6, HEIGHT - 18, fill);
  write(formatSeconds(now), 6, 6, fill);
  return png(WIDTH, HEIGHT, PALETTE, pixels);
}

type Fill = (x: number, y: number, width: number, height: number, ink: number) => void;

function houses(seed: number, horizon: number, fill: Fill): void {
  for (let i = 0, x = 0; x < WIDTH; i++) {
    const width = 24 + (hash(seed, i, 2) % 40);
    const top = horizon - 12 - (hash(seed, i, 3) % 46);
    fill(x, top, width - 3, horizon - top, INK.house);
    for (let wy = top + 4; wy < horizon - 5; wy += 9) {
      for (let wx = x + 4; wx < x + width - 8; wx += 8) if (chance(seed, wx, wy) < 0.35) fill(wx, wy, 4, 4, INK.window);
    }
    x += width;
  }
}

function street(seed: number, horizon: number, now: number, fill: Fill): void {
  const vanishing = 90 + (hash(seed, 4) % 140);
  for (let y = horizon; y < HEIGHT; y++) {
    const near = (y - horizon) / (HEIGHT - horizon);
    const half = Math.round(8 + near * 150);
    fill(0, y, WIDTH, 1, INK.kerb);
    fill(vanishing - half, y, half * 2, 1, INK.road);
    if (Math.floor(near * 12) % 2 === 0) fill(vanishing - Math.round(1 + near * 2), y, Math.round(2 + near * 4), 1, INK.line);
  }
  // One car comes along every twenty seconds.
  const way = ((now / 1000 + (hash(seed, 7) % 20)) % 20) / 20;
  const size = Math.round(4 + way * 40);
  fill(vanishing + Math.round(6 + way * 60), horizon + Math.round(way * (HEIGHT - horizon)) - size, Math.round(size * 1.4), size, INK.car);
}

/** Signs of 6 × 10 px on a dark box. */
function write(text: string, x: number, y: number, fill: Fill): void {
  fill(x - 3, y - 3, text.length * 8 + 4, 16, INK.box);
  [...text].forEach((sign, i) => {
    (SIGNS[sign] ?? SIGNS[' ']!).forEach((row, dy) => { for (let dx = 0; dx < 3; dx++) if (row & (4 >> dx)) fill(x + i * 8 + dx * 2, y + dy * 2, 2, 2, INK.text); });
  });
}
