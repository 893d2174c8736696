import { describe, expect, it } from 'vitest';
import type { AlertItem, StationItem } from '../../server/wire/messages.ts';
import { layOut, type OverlayInput } from '../../screen/map/overlay.ts';
import { makeProjection } from '../../screen/map/projection.ts';
import type { Shape } from '../../screen/map/shapes.ts';
import { gauge, mostCritical, sentence, severityOf, stateWord } from '../../screen/map/stations.ts';
import { overlaps } from '../../screen/map/boxes.ts';
import { alertByRegion } from '../../screen/map/layers/alert-areas.ts';
import { fresh } from '../../screen/map/use-flashes.ts';
import { fitView } from '../../screen/map/view.ts';

const river: StationItem = {
  id: 'r', type: 'river', name: '江湾站', river: null, region: 'c', lng: 120, lat: 30, state: 'alert', level: 4.38, flow: null,
  rain1h: null, rain24h: null, running: null, readAt: 0, alert: 4.2, warning: 4.55, danger: 5.6, rise: 0.21,
};
const pond: StationItem = { ...river, id: 'p', type: 'ponding', name: '下穿道', level: 14, alert: 3, warning: 10, danger: 25, rise: 4, state: 'warning', lng: 120.01 };
const alert = (station: string | null, region: string, colour: AlertItem['colour']): AlertItem =>
  ({ id: `${station}${region}${colour}`, colour, event: '', title: '', issuer: '', issuedAt: 0, expiresAt: null, region, station, text: null, ackedBy: null, ackedAt: null, quiet: null, within: [] });

describe('a station in words', () => {
  it('says level, distance, rise and time left', () => {
    expect(sentence(river)).toEqual({ title: '江湾站 4.38 m', detail: '距警戒 0.17 m · 每小时涨 0.21 m · 按近 60 分钟涨率，约 49 分钟后达警戒' });
    expect(sentence({ ...river, level: 4.9, state: 'warning' }).detail).toBe('超警戒 0.35 m · 距保证 0.70 m · 每小时涨 0.21 m · 按近 60 分钟涨率，约 3 小时 20 分后达保证');
    expect(sentence({ ...river, level: 5.8, state: 'danger', rise: -0.1 }).detail).toBe('超保证 0.20 m · 每小时落 0.10 m');
    expect(sentence({ ...river, rise: 0 }).detail).toBe('距警戒 0.17 m · 水位平稳');
    expect(sentence({ ...river, type: 'reservoir' }).detail).toMatch(/^距汛限 0\.17 m/);
    expect(sentence(pond)).toEqual({ title: '下穿道 14 cm', detail: '距 25 cm 差 11 cm · 每小时涨 4 cm · 按近 60 分钟涨率，约 2 小时 50 分后达 25 cm' });
    expect(sentence({ ...river, level: null, state: 'silent' })).toEqual({ title: '江湾站', detail: '失联' });
  });
  it('tells severity by word as well as colour', () => {
    expect([stateWord(river), stateWord(pond), stateWord({ ...river, state: 'normal' }), stateWord({ ...river, state: 'silent' })]).toEqual(['超设防', '积水', null, '失联']);
    expect([severityOf(river), severityOf(pond), severityOf({ ...river, state: 'danger' })]).toEqual(['yellow', 'orange', 'red']);
  });
  it('fills a gauge in order of its thresholds', () => {
    const { fill, marks } = gauge(river)!;
    expect(fill).toBeGreaterThan(marks[0]!);
    expect(fill).toBeLessThan(marks[1]!);
    expect(marks[2]).toBeCloseTo(0.85, 9);
    expect(gauge({ ...river, level: 99 })!.fill).toBe(1);
    expect(gauge({ ...river, level: -99 })!.fill).toBe(0);
    expect(gauge({ ...river, alert: null, warning: null, danger: null })).toBeNull();
  });
});

describe('the one that matters', () => {
  const calm: StationItem = { ...river, id: 'n', state: 'normal', level: 2, rise: 0.01 };
  it('is none when all is well, and one about to rise over 警戒 before that', () => {
    expect(mostCritical([calm], [], null)).toBeNull();
    expect(mostCritical([calm, { ...calm, id: 'm', level: 4.1, rise: 0.4 }], [], null)?.id).toBe('m');
  });
  it('is the graver, the sooner, the one an alert names', () => {
    expect(mostCritical([river, { ...river, id: 's', rise: 0.05 }], [], null)?.id).toBe('r');
    expect(mostCritical([river, { ...river, id: 'd', state: 'danger', level: 5.7 }], [], null)?.id).toBe('d');
    expect(mostCritical([river, { ...river, id: 's' }], [alert('s', 'c', 'orange')], null)?.id).toBe('s');
  });
  it('does not change between equals', () => {
    const twin = { ...river, id: 'a', rise: 0.215 };
    expect(mostCritical([twin, river], [], 'r')?.id).toBe('r');
    expect(mostCritical([twin, river], [], null)?.id).toBe('a');
  });
  it('needs a place and a voice', () => expect(mostCritical([{ ...river, lng: null }, { ...river, state: 'silent' }], [], null)).toBeNull());
});

describe('layout', () => {
  const projection = makeProjection([120, 30]);
  const size = { width: 1920, height: 1080 };
  const padding = { left: 440, right: 440, top: 120, bottom: 200 };
  const view = fitView([-40_000, -30_000, 40_000, 30_000], size, padding);
  const shape = (code: string, x: number, y: number, r: number): Shape => ({ code, name: code, polygons: [], box: [x - r, y - r, x + r, y + r], area: (r * r) / 1e6 });
  const label = (code: string, x: number, y: number, r: number): OverlayInput['labels'][number] => ({ shape: shape(code, x, y, r), name: '长名称街道', at: [x, y], figure: '12.3', alert: null });
  const input = (part: Partial<OverlayInput>): OverlayInput =>
    ({ view, size, padding, scale: 1, projection, depth: 1, labels: [], stations: [], alerts: [], held: null, bins: [], reserved: [], seams: [], ...part });

  it('never lays one name over another, and gives the larger region the place', () => {
    const labels = Array.from({ length: 60 }, (_, i) => label(`r${i}`, ((i * 7_919) % 60_000) - 30_000, ((i * 104_729) % 50_000) - 25_000, 4_000 + i));
    const made = layOut(input({ labels })).labels;
    expect(made.length).toBeGreaterThan(15);
    const rects = made.map((l) => ({ x: l.x - l.half, y: l.y - l.size * 0.95, w: l.half * 2, h: l.size * (l.figure ? 2.1 : 1.15) }));
    for (let i = 0; i < rects.length; i++) for (let j = 0; j < i; j++) expect(overlaps(rects[i]!, rects[j]!)).toBe(false);
    expect(made[0]!.code).toBe('r59');
  });
  it('keeps names off the legends', () => {
    const bare = layOut(input({ labels: [label('a', 0, 0, 9_000)] })).labels[0]!;
    const moved = layOut(input({ labels: [label('a', 0, 0, 9_000)], reserved: [{ x: bare.x - 20, y: bare.y - 20, w: 40, h: 24 }] })).labels[0]!;
    expect(moved.y).not.toBe(bare.y);
  });
  it('scales text with the wall', () => {
    const one = layOut(input({ labels: [label('a', 0, 0, 9_000)] })).labels[0]!;
    const big = layOut(input({ labels: [label('a', 0, 0, 9_000)], scale: 2, size: { width: 3840, height: 2160 }, view: { ...view, k: view.k * 2 } })).labels[0]!;
    expect(big.size).toBe(one.size * 2);
  });
  it('leaves out a name that would swallow its region, at any length', () => {
    expect(layOut(input({ labels: [label('a', 0, 0, 900)] })).labels).toHaveLength(0);
  });
  it('gives the critical station a sentence between the panels, off the names', () => {
    const labels = [label('a', 2_000, 2_000, 9_000), label('b', -9_000, 1_000, 9_000), label('c', 9_000, -6_000, 9_000)];
    const { callout, gauges, held } = layOut(input({ labels, stations: [river, pond], depth: 0 }));
    expect(held?.station).toBe('p');
    expect(callout!.sentence.title).toBe('下穿道 14 cm');
    const left = callout!.anchor === 'start' ? callout!.textX : callout!.textX - callout!.width;
    expect(left).toBeGreaterThanOrEqual(padding.left);
    expect(left + callout!.width).toBeLessThanOrEqual(size.width - padding.right);
    expect(gauges.find((g) => g.critical)?.id).toBe('p');
  });
  it('shows the well ones sparsely in the city, all of them near', () => {
    const many = Array.from({ length: 80 }, (_, i): StationItem => ({ ...river, id: `s${i}`, state: 'normal', level: 2, rise: 0, lng: 120 + (i % 10) * 0.03, lat: 30 + Math.floor(i / 10) * 0.02 }));
    const far = layOut(input({ stations: many, depth: 0 })).gauges.length;
    const near = layOut(input({ stations: many, depth: 3 })).gauges.length;
    expect(far).toBeGreaterThan(2);
    expect(near).toBeGreaterThan(far * 2);
  });
  it('says the number of the large counts only', () => {
    const all = [{ x: 0, y: 0, count: 900, part: 0 }, { x: 9_000, y: 0, count: 40, part: 0 }];
    expect(layOut(input({ bins: [{ kind: 'camera', bins: all }] })).bins.map((b) => b.figure)).toEqual(['900', null]);
  });
});

describe('alerts and news', () => {
  it('takes the gravest alert of each region', () => {
    expect(alertByRegion([alert(null, 'a', 'blue'), alert(null, 'a', 'orange'), alert(null, 'a', 'yellow'), alert(null, 'b', 'red')])).toEqual(new Map([['a', 'orange'], ['b', 'red']]));
  });
  it('flashes what is new and has a place, a few at most', () => {
    const item = (id: string, lng: number | null) => ({ id, category: '', categoryName: '', address: '', region: 'c', stage: 'reported' as const, status: 'open' as const, urgent: false, overdue: false, source: '', reportedAt: 0, updatedAt: 0, lng, lat: 30 });
    expect(fresh([item('a', 120), item('b', null), item('c', 120)], new Set(['c'])).map((f) => f.id)).toEqual(['a']);
    expect(fresh(Array.from({ length: 40 }, (_, i) => item(`n${i}`, 120)), new Set())).toHaveLength(6);
  });
});
