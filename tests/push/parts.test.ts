import fc from 'fast-check';
import { PacketType } from 'socket.io-parser';
import { describe, expect, it } from 'vitest';
import { Admission } from '../../server/push/admission.ts';
import { diffCells, diffRow, diffSeries } from '../../server/push/diff.ts';
import { Encoder, share, sizeOf } from '../../server/push/encoder.ts';
import { StationSeries } from '../../server/push/mirrors/series.ts';
import { encodePoints, frameOf, quantise, type Frame } from '../../server/push/points-codec.ts';
import { Rate } from '../../server/push/rate.ts';
import { dropQueue, queued, type Transport } from '../../server/push/slow.ts';
import { canonical } from '../../server/push/subscription-key.ts';
import { applyDelta, asU16, NOWHERE } from '../../server/wire/fold.ts';

const known = { region: (code: string) => ['c', 'c1', 'a|b'].includes(code) };

describe('canonical subscriptions', () => {
  it('one key for what means the same', () => {
    const key = (request: object): string => { const wanted = canonical(request, known); return typeof wanted === 'string' ? `refused: ${wanted}` : wanted.key; };
    expect(key({ region: 'c', topic: 'summary', window: 1, filter: { class: 'x' } })).toBe('c|summary||');
    expect(key({ topic: 'trend', region: 'c' })).toBe(key({ region: 'c', topic: 'trend', window: 24 }));
    expect(key({ topic: 'heat', region: 'c', filter: {} })).toBe('c|heat|24|');
    expect(key({ topic: 'heat', region: 'c', filter: { source: 'app', urgent: true } })).toBe('c|heat|24|');
    expect(key({ topic: 'cases', region: 'c' })).toBe('c|cases||');
    expect(key({ topic: 'cases', region: 'c', filter: { urgent: true, source: 'a|b' } })).toBe('c|cases|||a%7Cb|urgent');
    expect(key({ topic: 'cases', region: 'c', filter: { class: 'x' } })).toBe('c|cases||x');
    expect(key({ topic: 'heat', region: 'a|b', window: 720, filter: { class: '1|01' } })).toBe('a%7Cb|heat|720|1%7C01');
  });

  it.each([
    [{ region: 'nowhere', topic: 'summary' }, 'no region "nowhere"'], [{ region: 'c/-', topic: 'summary' }, 'no region "c/-"'],
    [{ region: 'c', topic: 'weather' }, 'topic:'], [{ region: 'c', topic: 'heat', window: 5 }, 'window:'],
    [{ region: 'c', topic: 'heat', more: 1 }, 'more'], [{ region: 'c', topic: 'cases', filter: { urgent: false } }, 'filter.urgent:'], [null, 'expected { region, topic'], [[], 'expected'], ['summary', 'expected'],
  ])('says what is wrong with %j', (request, text) => { expect(canonical(request, known)).toContain(text); });

  it('takes anything at all without throwing', () => {
    fc.assert(fc.property(fc.anything(), (request) => { canonical(request, known); }), { seed: 1, numRuns: 2000 });
  });
});

describe('differences fold back', () => {
  const Row = fc.dictionary(fc.constantFrom('open', 'a.b', 'constructor', 'x'), fc.nat({ max: 3 }));
  it('rows', () => {
    fc.assert(fc.property(Row, Row, (before, after) => {
      const change = diffRow(before, after);
      expect(applyDelta('summary', { region: 'c', rows: { c: before } }, { rows: change ? { c: change } : {} }).rows['c']).toEqual(after);
      if (change === null) expect(before).toEqual(after);
    }), { seed: 2 });
  });

  it('series, whatever the window moved', () => {
    const Values = fc.array(fc.option(fc.nat({ max: 3 })), { minLength: 6, maxLength: 6 });
    fc.assert(fc.property(Values, Values, fc.nat({ max: 8 }), (before, after, shift) => {
      const data = { region: 'c', from: 0, step: 10, station: null, series: { level: before } };
      const delta = { from: shift * 10, station: null, series: diffSeries({ level: before }, { level: after }, shift) };
      expect(applyDelta('trend', data, delta).series).toEqual({ level: after });
    }), { seed: 3 });
  });

  it('cells', () => {
    const Cells = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 3 }));
    fc.assert(fc.property(Cells, Cells, (before, after) => {
      const cells = diffCells(new Map(Object.entries(before)), new Map(Object.entries(after))) ?? {};
      const data = { region: 'c', window: 1, resolution: 9, kernel: 400, from: 0, to: 1, cells: before, around: before, most: 3 };
      expect(applyDelta('heat', data, { from: 0, to: 1, cells, around: cells, most: 2 })).toEqual({ ...data, cells: after, around: after, most: 2 });
    }), { seed: 4 });
  });

  it('points, in whichever of the three forms is shortest', () => {
    const forms = new Set<string>();
    fc.assert(fc.property(fc.integer({ min: 1, max: 20_000 }), fc.nat({ max: 100 }), fc.nat(), (count, percent, salt) => {
      const xy = new Uint16Array(count * 2).fill(7), state = new Uint8Array(count);
      const data = { region: 'c', bbox: [0, 0, 1, 1] as Frame, count, xy: new Uint8Array(xy.slice().buffer), state: state.slice() };
      const slots = Array.from({ length: count }, (_, i) => i).filter((i) => ((i * 2_654_435_761 + salt) >>> 0) / 2 ** 32 < (percent / 100) ** 4);
      if (slots.length === 0) return;
      for (const slot of slots) { xy[slot * 2] = slot; xy[slot * 2 + 1] = slot + 1; state[slot] = 3; }
      const delta = encodePoints(count, Uint32Array.from(slots), xy, state);
      const form = delta.blocks ? 'blocks' : delta.gaps ? 'gaps' : 'slots';
      forms.add(form);
      const after = applyDelta('staff', data, delta);
      expect(Buffer.compare(Buffer.from(after.xy), Buffer.from(xy.buffer))).toBe(0);
      expect(Buffer.compare(Buffer.from(after.state), Buffer.from(state))).toBe(0);
    }), { seed: 5, numRuns: 150 });
    expect([...forms].sort()).toEqual(['blocks', 'gaps', 'slots']);
  });
});

describe('quantised points', () => {
  const frame = frameOf([118, 29, 119, 30], 0.1);
  it('come back within half a step, and nowhere when outside', () => {
    fc.assert(fc.property(fc.double({ min: 117.9, max: 119.1, noNaN: true }), fc.double({ min: 28.9, max: 30.1, noNaN: true }), (lng, lat) => {
      const xy = new Uint16Array(2);
      quantise(xy, 0, lng, lat, frame);
      expect(frame[0] + (xy[0]! / 65_535) * (frame[2] - frame[0])).toBeCloseTo(lng, 4);
      expect(Math.abs(frame[1] + (xy[1]! / 65_535) * (frame[3] - frame[1]) - lat)).toBeLessThanOrEqual(1.2 / 65_534);
      expect(xy[1]).not.toBe(NOWHERE);
    }), { seed: 6 });
    const xy = new Uint16Array(2);
    for (const [lng, lat] of [[NaN, NaN], [120, 29.5], [118.5, 31]] as const) {
      quantise(xy, 0, lng, lat, frame);
      expect([...asU16(new Uint8Array(xy.buffer))]).toEqual([NOWHERE, NOWHERE]);
    }
    expect(quantise(xy, 0, NaN, NaN, frame)).toBe(false);
  });

  it('gives even a point-sized region a frame', () => { expect(frameOf([1, 1, 1, 1], 0.1)).toEqual([0.9999, 0.9999, 1.0001, 1.0001]); });
});

describe('a station\'s day', () => {
  it('takes readings in any order, the last of a slot counting', () => {
    const readings = Array.from({ length: 20 }, (_, i) => ({ at: 1e12 + i * 250_000, level: i, rain5m: 1 }));
    const build = (order: readonly number[]): StationSeries => {
      const series = new StationSeries();
      for (const i of order) series.add(readings[i]!);
      return series;
    };
    const straight = build(readings.map((_, i) => i));
    fc.assert(fc.property(fc.shuffledSubarray(readings.map((_, i) => i), { minLength: 20 }), (order) => {
      const series = build(order);
      expect([series.rise(), series.levelIn(1e12, 1e12 + 6e6), series.rainIn(1e12, 1e12 + 6e6)])
        .toEqual([straight.rise(), straight.levelIn(1e12, 1e12 + 6e6), straight.rainIn(1e12, 1e12 + 6e6)]);
    }), { seed: 8 });
    expect(straight.rise()).toBeCloseTo(14.4, 1);
  });

  it('says nothing about hours it has not seen', () => {
    const series = new StationSeries();
    expect([series.rise(), series.levelIn(0, 600_000), series.rainIn(0, 600_000)]).toEqual([null, null, null]);
    series.add({ at: 1e12, level: 4 });
    expect([series.rise(), series.levelIn(1e12 - 600_000, 1e12 + 1), series.rainIn(1e12 - 1, 1e12 + 1)]).toEqual([null, 4, null]);
    series.add({ at: 1e12 + 26 * 3_600_000, level: 5 });
    expect(series.levelIn(1e12 - 600_000, 1e12 + 1)).toBe(4);
  });
});

describe('a slow client\'s queue', () => {
  const conn = (...data: (string | Uint8Array)[]): Transport => ({ transport: { writable: false }, writeBuffer: data.map((d) => ({ type: 'message', data: d })) });
  it('loses deltas with their attachments, keeps answers and what has begun', () => {
    const bytes = new Uint8Array(4);
    const queue = conn(bytes, '2["delta",{}]', '3["x"]', '52-["delta",{}]', bytes, bytes, '61-7[{}]', bytes, '2["hello",{}]', '2["beat",{}]', '51-["snapshot",{}]', bytes);
    expect(queued(queue)).toBeGreaterThan(60);
    expect(dropQueue(queue)).toBe(7);
    expect(queue.writeBuffer.map((packet) => (typeof packet.data === 'string' ? packet.data : 'bytes'))).toEqual(['bytes', '3["x"]', '61-7[{}]', 'bytes', '2["hello",{}]']);
  });
});

describe('encoder', () => {
  it('encodes a shared snapshot once, and just as Socket.IO would', () => {
    const plain = { sub: 'k', data: { a: [1, 2] } }, binary = { sub: 'k', data: { xy: Buffer.of(1, 2), state: Buffer.of(3) } };
    for (const value of [plain, binary]) {
      for (const id of [0, 17]) {
        const packet = (data: object): { type: PacketType; nsp: string; id: number; data: unknown[] } => ({ type: PacketType.ACK, nsp: '/', id, data: [data] });
        expect(new Encoder().encode(packet(share(value)))).toEqual(new Encoder().encode(packet({ ...value })));
      }
    }
    expect(sizeOf(plain)).toBe('3[{"sub":"k","data":{"a":[1,2]}}]'.length);
    expect(sizeOf(binary)).toBeGreaterThan(60);
  });
});

describe('bounds', () => {
  it('admission: first come, first served, and one too large goes alone', async () => {
    const admission = new Admission(100);
    const order: string[] = [];
    const enter = (name: string, bytes: number): Promise<void> => admission.enter(bytes).then(() => { order.push(name); });
    await enter('a', 60);
    const rest = [enter('b', 60), enter('c', 500), enter('d', 10)];
    await Promise.resolve();
    expect(order).toEqual(['a']);
    admission.done(60);
    await rest[0];
    expect(order).toEqual(['a', 'b']);
    admission.done(60);
    await rest[1];
    expect([order.at(-1), admission.bytes]).toEqual(['c', 500]);
    admission.done(500);
    await rest[2];
    admission.done(10);
    expect(admission.bytes).toBe(0);
  });

  it('rate: a burst, then so many a second', () => {
    const rate = new Rate(2, 1, 0);
    expect([rate.take(0), rate.take(0), rate.take(0), rate.take(999), rate.take(1000), rate.take(1000)]).toEqual([true, true, false, false, true, false]);
  });
});
