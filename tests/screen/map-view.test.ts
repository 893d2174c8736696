import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ease, fitView, flight, flightTime, screenX, screenY, worldX, worldY, type Padding, type Size, type View } from '../../screen/map/view.ts';
import { covered, freeCorner, legendCorners, legendRect } from '../../screen/map/legend.ts';
import { Occupied, overlapArea, overlaps, textWidth } from '../../screen/map/boxes.ts';
import { isSoftware, pixelRatio, FULL, PLAIN, qualityFor } from '../../screen/map/quality.ts';

const size: Size = { width: 1920, height: 1080 };
const padding: Padding = { left: 440, right: 440, top: 120, bottom: 200 };

describe('fit', () => {
  it('shows the whole box between the panels, touching two sides, whatever the wall', () => {
    fc.assert(fc.property(
      fc.integer({ min: -60_000, max: 60_000 }), fc.integer({ min: -60_000, max: 60_000 }), fc.integer({ min: 200, max: 120_000 }), fc.integer({ min: 200, max: 120_000 }),
      fc.constantFrom<Size>(size, { width: 3840, height: 2160 }, { width: 3840, height: 1080 }, { width: 6656, height: 1792 }),
      (x, y, w, h, wall) => {
        const view = fitView([x, y, x + w, y + h], wall, padding);
        const left = screenX(view, wall, x), right = screenX(view, wall, x + w);
        const top = screenY(view, wall, y + h), bottom = screenY(view, wall, y);
        expect(left).toBeGreaterThanOrEqual(padding.left - 0.01);
        expect(right).toBeLessThanOrEqual(wall.width - padding.right + 0.01);
        expect(top).toBeGreaterThanOrEqual(padding.top - 0.01);
        expect(bottom).toBeLessThanOrEqual(wall.height - padding.bottom + 0.01);
        const slack = Math.min(left - padding.left, top - padding.top);
        expect(slack).toBeLessThan(0.01);
        expect(left - padding.left).toBeCloseTo(wall.width - padding.right - right, 3);
      },
    ));
  });
  it('turns pixels back to metres', () => {
    const view: View = { x: 1_000, y: -2_000, k: 0.031 };
    expect(worldX(view, size, screenX(view, size, 4_321))).toBeCloseTo(4_321, 6);
    expect(worldY(view, size, screenY(view, size, 4_321))).toBeCloseTo(4_321, 6);
  });
});

describe('flight', () => {
  const city: View = { x: 0, y: 0, k: 0.009 };
  const street: View = { x: 21_000, y: -9_000, k: 0.3 };
  it('starts and ends where it should, and takes under 1.5 s', () => {
    for (const [a, b] of [[city, street], [street, city], [city, { ...city, k: 0.02 }], [street, { ...street, x: 24_000 }]] as const) {
      const { at, length } = flight(a, b, size);
      expect(at(0).k).toBeCloseTo(a.k, 6);
      expect(at(0).x).toBeCloseTo(a.x, 3);
      expect(at(1).k).toBeCloseTo(b.k, 6);
      expect(at(1).x).toBeCloseTo(b.x, 1);
      expect(at(1).y).toBeCloseTo(b.y, 1);
      expect(flightTime(length)).toBeLessThan(1_500);
      expect(flightTime(length)).toBeGreaterThanOrEqual(450);
    }
  });
  it('never drags the picture by more than a wall in a tenth of its way', () => {
    const { at } = flight(city, street, size);
    for (let t = 0; t < 1; t += 0.1) {
      const a = at(t), b = at(t + 0.1);
      expect(Math.hypot(b.x - a.x, b.y - a.y) * Math.min(a.k, b.k)).toBeLessThan(size.width);
    }
  });
  it('eases both ends', () => expect([ease(0), ease(0.5), ease(1)]).toEqual([0, 0.5, 1]));
});

describe('boxes', () => {
  it('finds overlaps by cell as it would one by one', () => {
    const box = fc.record({ x: fc.integer({ min: -50, max: 2_000 }), y: fc.integer({ min: -50, max: 1_100 }), w: fc.integer({ min: 1, max: 300 }), h: fc.integer({ min: 1, max: 60 }) });
    fc.assert(fc.property(fc.array(box, { maxLength: 40 }), box, (boxes, one) => {
      const taken = new Occupied();
      for (const b of boxes) taken.take(b);
      expect(taken.free(one, 2)).toBe(!boxes.some((b) => overlaps(one, b, 2)));
      expect(taken.cost(one)).toBeCloseTo(boxes.reduce((sum, b) => sum + overlapArea(one, b), 0), 6);
    }));
  });
  it('measures Han as ems', () => expect(textWidth('江湾站 4', 20)).toBeCloseTo(60 + 5.6 + 11.2, 5));
  it('puts a legend where least of the region lies', () => {
    // A region that fills the lower left half.
    const outline = { code: 'c', name: '', area: 1, box: [0, 0, 100, 100] as const, polygons: [{ positions: Float32Array.from([0, 0, 100, 0, 0, 100, 0, 0]), holes: [] }] };
    const view = fitView([0, 0, 100, 100], size, padding);
    const made = legendCorners(outline, { view, size, padding, scale: 1 }, [], true);
    expect(made).toEqual({ heat: 'top-right', fill: 'bottom-right', rain: 'top-left' });
    // Where no heat is shown, its corner is free for the others.
    expect(legendCorners(outline, { view, size, padding, scale: 1 }, [], false).fill).toBe('top-right');
    expect(covered(legendRect('bottom-left', 'fill', size, { ...padding, left: 640 }, 1), outline, view, size)).toBeGreaterThan(0.8);
    expect(freeCorner(['bottom-left', 'top-right'], ['bottom-left'], () => 0)).toBe('top-right');
  });
  it('puts no legend on a station that matters, even where that costs more of the region', () => {
    const outline = { code: 'c', name: '', area: 1, box: [0, 0, 100, 100] as const, polygons: [{ positions: Float32Array.from([0, 0, 100, 0, 0, 100, 0, 0]), holes: [] }] };
    const wall = { view: fitView([0, 0, 100, 100], size, padding), size, padding, scale: 1 };
    const at = legendRect('top-right', 'heat', size, padding, 1);
    // Its ring reaches into the legend though its gauge does not.
    const mark = { x: at.x - 20, y: at.y + at.h / 2 };
    const moved = legendCorners(outline, wall, [mark], true);
    expect(moved.heat).toBe('bottom-right');
    expect(moved.fill).not.toBe(moved.heat);
    expect(new Set(Object.values(moved)).size).toBe(3);
  });
});

describe('quality', () => {
  it('knows renderers drawn by the processor by name, and others by their pace', () => {
    expect(isSoftware('ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)')).toBe(true);
    expect(isSoftware('ANGLE (NVIDIA GeForce RTX 4060)')).toBe(false);
    expect(qualityFor('Mali-G52', null)).toBe(FULL);
    expect(qualityFor('Mali-G52', 120)).toBe(PLAIN);
    expect(qualityFor('llvmpipe (LLVM 15)', 4)).toBe(PLAIN);
  });
  it('draws every pixel of the widest wall of one browser, and holds the buffer to what a card can hold', () => {
    expect(pixelRatio(7680, 2160, 1)).toBe(1);
    expect(pixelRatio(3840, 2160, 2)).toBe(2);
    const ratio = pixelRatio(7680, 4320, 2);
    expect(7680 * 4320 * ratio * ratio).toBeCloseTo(4e7, -2);
  });
});
