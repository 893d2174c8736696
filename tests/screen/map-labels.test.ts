import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StationItem } from '../../server/wire/messages.ts';
import { overlaps, seamRects, textWidth, type Rect } from '../../screen/map/boxes.ts';
import { RING } from '../../screen/map/callout.ts';
import { gaugeRect, NOTE, type GaugeItem } from '../../screen/map/gauges.ts';
import { BIN_FIGURE, layOut, type BinItem, type Overlay, type OverlayInput } from '../../screen/map/overlay.ts';
import { makeProjection, toLat, toLng } from '../../screen/map/projection.ts';
import type { Shape } from '../../screen/map/shapes.ts';
import { fitView } from '../../screen/map/view.ts';

const projection = makeProjection([120, 30]);
const size = { width: 1920, height: 1080 };
const padding = { left: 440, right: 440, top: 120, bottom: 200 };
const view = fitView([-40_000, -30_000, 40_000, 30_000], size, padding);
const input = (part: Partial<OverlayInput>): OverlayInput =>
  ({ view, size, padding, scale: 1, projection, depth: 1, labels: [], stations: [], alerts: [], held: null, bins: [], reserved: [], seams: [], ...part });

/** A square region with its own ground, `r` metres from the middle to a side. */
const label = (code: string, x: number, y: number, r: number, name = '长名称街道'): OverlayInput['labels'][number] => {
  const box = [x - r, y - r, x + r, y + r] as const;
  const ring = Float32Array.from([x - r, y - r, x + r, y - r, x + r, y + r, x - r, y + r, x - r, y - r]);
  const shape: Shape = { code, name, polygons: [{ positions: ring, holes: [] }], box, area: (r * r) / 1e6 };
  return { shape, name, at: [x, y], figure: '12.3', alert: null };
};
const station = (id: string, x: number, y: number, state: StationItem['state'] = 'warning'): StationItem => ({
  id, type: 'river', name: '江湾站', river: null, region: 'c', lng: toLng(projection, x), lat: toLat(projection, y), state, level: state === 'normal' ? 2 : 4.8, flow: null,
  rain1h: null, rain24h: null, running: null, readAt: 0, alert: 4.2, warning: 4.55, danger: 5.6, rise: state === 'normal' ? 0 : 0.21,
});

const labelRect = (l: Overlay['labels'][number]): Rect => ({ x: l.x - l.half, y: l.y - l.size * 0.95, w: l.half * 2, h: l.size * (l.figure ? 2.1 : 1.15) });
const noteRect = ({ x, y, note }: GaugeItem): Rect[] => {
  if (!note) return [];
  const w = textWidth(`${note.word ?? ''}${note.ahead ?? ''}`, NOTE);
  return [{ x: x + note.dx - (note.anchor === 'end' ? w : note.anchor === 'middle' ? w / 2 : 0), y: y + note.dy - 13, w, h: 16 }];
};
const binRect = ({ x, y, size: side, figure, figureLeft }: BinItem): Rect[] => {
  if (figure === null) return [];
  const w = textWidth(figure, BIN_FIGURE, 0.46);
  return [{ x: figureLeft ? x - side / 2 - 3 - w : x + side / 2 + 3, y: y - 7, w, h: 14 }];
};
const sentenceRect = (made: Overlay): Rect[] => {
  const c = made.callout;
  return c ? [{ x: c.anchor === 'start' ? c.textX : c.textX - c.width, y: c.textY, w: c.width, h: 52 }] : [];
};
/** Everything with words or figures, and every mark. */
const words = (made: Overlay): Rect[] => [...made.labels.map(labelRect), ...made.gauges.flatMap(noteRect), ...made.bins.flatMap(binRect), ...sentenceRect(made)];
const marks = (made: Overlay): Rect[] => made.gauges.map(({ x, y }) => gaugeRect(x, y, 1));
const clashes = (rects: readonly Rect[]): number => rects.reduce((n, a, i) => n + rects.slice(0, i).filter((b) => overlaps(a, b)).length, 0);

/** A crowded evening: names, stations of every state, counts. */
const crowd = fc.record({
  places: fc.array(fc.tuple(fc.integer({ min: -36_000, max: 36_000 }), fc.integer({ min: -26_000, max: 26_000 }), fc.integer({ min: 2_500, max: 9_000 })), { minLength: 1, maxLength: 40 }),
  stations: fc.array(fc.tuple(fc.integer({ min: -36_000, max: 36_000 }), fc.integer({ min: -26_000, max: 26_000 }), fc.constantFrom('normal', 'alert', 'warning', 'danger') as fc.Arbitrary<StationItem['state']>), { maxLength: 40 }),
});

describe('names, figures and marks', () => {
  it('leave no region of a few without its name, though marks stand all over it', () => {
    const stations = Array.from({ length: 30 }, (_, i) => station(`s${i}`, (i % 6) * 1_500 - 3_750, Math.floor(i / 6) * 1_600 - 3_200));
    const made = layOut(input({ labels: [label('a', 0, 0, 6_000, '江湾区'), label('b', 25_000, 0, 6_000, '东湖区')], stations }));
    expect(made.labels.map(({ code }) => code).sort()).toEqual(['a', 'b']);
  });

  it('never lie on one another, however crowded', () => {
    fc.assert(fc.property(crowd, ({ places, stations }) => {
      const made = layOut(input({
        labels: places.map(([x, y, r], i) => label(`r${i}`, x, y, r)),
        stations: stations.map(([x, y, state], i) => station(`s${i}`, x, y, state)),
        bins: [{ kind: 'camera', bins: places.map(([x, y, r]) => ({ x: x + 900, y, count: r, part: 0 })) }],
      }));
      const free = made.callout ? words(made).filter((r) => !sentenceRect(made).some((s) => s.x === r.x && s.y === r.y)) : words(made);
      expect(clashes(free)).toBe(0);
      // Of a few names each must be there, over a mark if need be.
      const apart = places.length > 14 ? free : free.filter((r) => !made.labels.some((l) => labelRect(l).x === r.x && labelRect(l).y === r.y));
      for (const mark of marks(made)) expect(apart.filter((r) => overlaps(r, mark))).toEqual([]);
      // Names keep off the sentence even where it found no free place.
      for (const s of sentenceRect(made)) expect(made.labels.map(labelRect).filter((r) => overlaps(r, s))).toEqual([]);
    }), { numRuns: 150, seed: 31 });
  });
  it('show every grave station, and move the name instead', () => {
    const at = label('a', 0, 0, 9_000);
    const made = layOut(input({ labels: [at], stations: [station('s', 0, 500), station('t', 30_000, 9_000, 'danger')] }));
    expect(made.gauges.map(({ id }) => id).sort()).toEqual(['s', 't']);
    expect(made.labels).toHaveLength(1);
    expect(overlaps(labelRect(made.labels[0]!), gaugeRect(made.gauges.find(({ id }) => id === 's')!.x, made.gauges.find(({ id }) => id === 's')!.y, 1))).toBe(false);
  });
  it('moves a name sideways too, and within its own region where it can', () => {
    const bare = layOut(input({ labels: [label('a', 0, 0, 9_000)] })).labels[0]!;
    expect(bare.x).toBe(size.width / 2 + (0 - view.x) * view.k);
    // Walls above, on and below the middle: only the sides are left.
    const column = { x: bare.x - 12, y: bare.y - 120, w: 24, h: 240 };
    const aside = layOut(input({ labels: [label('a', 0, 0, 9_000, '江湾')], reserved: [column] })).labels[0]!;
    expect(Math.abs(aside.x - bare.x)).toBeGreaterThan(12);
    expect(Math.abs(aside.x - bare.x)).toBeLessThan(9_000 * view.k);
  });
  it('writes no name across a seam of the wall, but where it finds no other room', () => {
    const bare = layOut(input({ labels: [label('a', 0, 0, 9_000, '江湾')] })).labels[0]!;
    const seams = seamRects({ x: [bare.x], y: [] }, size, 1);
    const beside = layOut(input({ labels: [label('a', 0, 0, 9_000, '江湾')], seams })).labels[0]!;
    expect(Math.abs(beside.x - bare.x)).toBeGreaterThan(beside.half);
    const blocked = [{ x: 0, y: 0, w: bare.x - 8, h: size.height }, { x: bare.x + 8, y: 0, w: size.width, h: size.height }];
    expect(layOut(input({ labels: [label('a', 0, 0, 9_000, '江湾')], seams })).labels).toHaveLength(1);
    expect(layOut(input({ labels: [label('a', 0, 0, 9_000, '江湾')], seams, reserved: blocked })).labels).toHaveLength(0);
  });
  it('gives up the figure before the name', () => {
    const bare = layOut(input({ labels: [label('a', 0, 0, 9_000)] })).labels[0]!;
    const middle = size.height / 2 + view.y * view.k;
    const made = layOut(input({
      labels: [label('a', 0, 0, 9_000)],
      reserved: [{ x: 0, y: middle + 16, w: 1_920, h: 400 }, { x: 0, y: middle - 416, w: 1_920, h: 400 }],
    })).labels[0]!;
    expect([bare.figure, made.figure]).toEqual(['12.3', null]);
  });
  it('turns a word or a figure to the side that is free', () => {
    const wanted = { kind: 'staff' as const, bins: [{ x: 0, y: 0, count: 400, part: 0 }] };
    const open = layOut(input({ bins: [wanted] })).bins[0]!;
    const shut = layOut(input({ bins: [wanted], reserved: [{ x: open.x + 9, y: open.y - 20, w: 60, h: 40 }] })).bins[0]!;
    expect([open.figureLeft, shut.figureLeft, shut.figure]).toEqual([false, true, '400']);
    const grave = [station('s', 0, 0, 'alert'), station('t', 30_000, 9_000, 'danger')];
    const note = (reserved: Rect[]): string | undefined => layOut(input({ stations: grave, reserved })).gauges.find(({ id }) => id === 's')?.note?.anchor;
    const { x, y } = layOut(input({ stations: grave })).gauges.find(({ id }) => id === 's')!;
    expect(note([])).toBe('start');
    expect(note([{ x: x + 12, y: y - 40, w: 60, h: 40 }])).toBe('end');
    expect(note([{ x: x + 12, y: y - 40, w: 60, h: 40 }, { x: x - 72, y: y - 40, w: 60, h: 40 }])).toBe('middle');
  });
});

describe('the sentence', () => {
  const crowdAt = (n: number): OverlayInput['labels'] => Array.from({ length: n }, (_, i) => label(`r${i}`, (i % 5) * 14_000 - 28_000, Math.floor(i / 5) * 11_000 - 22_000, 5_500));
  it('covers no name while there is room, and its ring none at all', () => {
    const made = layOut(input({ labels: crowdAt(20), stations: [station('s', 1_000, 2_000, 'danger')] }));
    expect(made.labels).toHaveLength(20);
    const [box] = sentenceRect(made);
    expect(made.labels.map(labelRect).filter((r) => overlaps(r, box!))).toEqual([]);
    const { x, y } = made.callout!;
    const ring: Rect = { x: x - RING.r, y: y - RING.up - RING.r, w: 2 * RING.r, h: 2 * RING.r };
    expect(made.labels.map(labelRect).filter((r) => overlaps(r, ring))).toEqual([]);
  });
  it('lies on names, which make room, before it lies on another gauge and its level', () => {
    // Names wherever it could stand, and gauges about the station in a ring that leaves only a gap.
    const labels = Array.from({ length: 117 }, (_, i) => label(`r${i}`, (i % 13) * 5_000 - 30_000, Math.floor(i / 13) * 5_000 - 20_000, 5_500));
    const around = Array.from({ length: 14 }, (_, i) => station(`g${i}`, Math.cos(i / 2.4) * 6_500, Math.sin(i / 2.4) * 5_000, 'alert'));
    const made = layOut(input({ labels, stations: [station('s', 0, 0, 'danger'), ...around] }));
    const [box] = sentenceRect(made);
    expect(made.gauges.length).toBeGreaterThan(8);
    expect(marks(made).filter((mark) => overlaps(mark, box!))).toEqual([]);
    expect(made.labels.map(labelRect).filter((r) => overlaps(r, box!))).toEqual([]);
  });
  it('stays where it was while its words grow, if that still serves', () => {
    const first = layOut(input({ labels: crowdAt(10), stations: [station('s', 1_000, 2_000, 'danger')] }));
    const next = layOut(input({ labels: crowdAt(10), stations: [{ ...station('s', 1_000, 2_000, 'danger'), rise: 0.2 }], held: first.held }));
    expect(next.held).toEqual(first.held);
    // Another place, held, is kept although it costs a little more; one under a panel is not.
    const other = layOut(input({ stations: [station('s', 0, 0, 'danger')], held: { station: 's', place: 1 } }));
    expect(other.held?.place).toBe(1);
    const edge = layOut(input({ stations: [station('s', -39_000, 0, 'danger')], held: { station: 's', place: 0 } }));
    expect(edge.held?.place).not.toBe(0);
  });
  it('is not said of a station outside the picture', () => {
    const away = layOut(input({ stations: [station('s', 900_000, 0, 'danger')] }));
    expect([away.callout, away.held]).toEqual([null, null]);
  });
});
