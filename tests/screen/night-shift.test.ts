// @vitest-environment happy-dom
/** Long life of the glass: the picture wanders, and dims by night, and neither takes anything from what must be read. */
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { contrast, type Rgb } from '../../screen/map/palette.ts';
import { isNight, nightTokens } from '../../screen/look/night.ts';
import { REACH, shiftAt } from '../../screen/look/shift.ts';
import { COLOURS, LEVEL_COLOURS, tokensAt } from '../../screen/look/tokens.ts';
import { useCity } from '../../screen/store/city.ts';
import { useLink } from '../../screen/store/link.ts';
import { useNight } from '../../screen/store/night.ts';
import { useScenes } from '../../screen/store/scenes.ts';
import { useShift } from '../../screen/store/shift.ts';
import { useWall } from '../../screen/store/wall.ts';
import type { Wall } from '../../server/wire/wall.ts';
import { hello } from './messages.ts';

const MIN = 60_000;
const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;

describe('the pixel shift', () => {
  it('goes one pixel every two minutes, over every place within reach, evenly, and round for ever', () => {
    const T = Date.UTC(2025, 6, 16);
    const visits = new Map<string, number>();
    const round = 2 * ((2 * REACH + 1) ** 2 - 1);
    for (let i = 0; i < round; i++) {
      const [a, b] = [shiftAt(T + i * 2 * MIN), shiftAt(T + (i + 1) * 2 * MIN)];
      expect(Math.abs(a.x - b.x) + Math.abs(a.y - b.y)).toBe(1);
      expect(Math.max(Math.abs(a.x), Math.abs(a.y))).toBeLessThanOrEqual(REACH);
      expect(shiftAt(T + i * 2 * MIN + 119_000)).toEqual(a);
      visits.set(`${a.x},${a.y}`, (visits.get(`${a.x},${a.y}`) ?? 0) + 1);
    }
    expect(visits.size).toBe((2 * REACH + 1) ** 2);
    expect(Math.max(...visits.values())).toBeLessThanOrEqual(2);
    expect(shiftAt(T + round * 2 * MIN)).toEqual(shiftAt(T));
  });
});

describe('night', () => {
  const NIGHT = { from: 22 * 60, to: 6 * 60 };
  it('may go over midnight, or not, or never be', () => {
    expect([21 * 60 + 59, 22 * 60, 0, 359, 360].map((minute) => isNight(NIGHT, minute))).toEqual([false, true, true, true, false]);
    expect([0, 60, 299, 300].map((minute) => isNight({ from: 60, to: 300 }, minute))).toEqual([false, true, true, false]);
    expect(isNight({ from: 60, to: 60 }, 60)).toBe(false);
  });

  const READ = ['--c-ink', '--c-ink2', '--c-ink3', '--c-accent', '--c-good', '--c-attention'];
  it.each([0.2, 0.4, 0.6, 0.8])('at %f of its light dims every colour, keeps text at 4.5:1, and leaves severity and the marks alone', (brightness) => {
    const night = nightTokens(brightness);
    const day = tokensAt(1);
    for (const name of READ) {
      expect(contrast(rgb(night[name]!), rgb(day['--c-ground']!)), name).toBeGreaterThanOrEqual(4.5);
      expect(contrast(rgb(night[name]!), rgb(day['--c-ground']!)), name).toBeLessThan(contrast(rgb(day[name]!), rgb(day['--c-ground']!)));
    }
    // What is written in dark on the accent and on the mark.
    expect(contrast(rgb(night['--c-accent']!), rgb('#06121d'))).toBeGreaterThanOrEqual(4.5);
    expect(night['--c-mark']).toBe(COLOURS.mark);
    expect(Object.keys(night).filter((name) => name.startsWith('--level'))).toEqual([]);
    // Text in a canvas dims by opacity over the ground.
    const alpha = Number(night['--dim-text']);
    const [text, ground] = [rgb(COLOURS.ink3), rgb(COLOURS.ground)];
    expect(contrast(text.map((v, i) => v * alpha + ground[i]! * (1 - alpha)) as unknown as Rgb, ground)).toBeGreaterThanOrEqual(4.5);
    expect(Number(night['--dim'])).toBe(brightness);
  });
  it('changes nothing by day', () => {
    const day = tokensAt(1);
    for (const [name, value] of Object.entries(nightTokens(1))) expect(value, name).toBe(name.startsWith('--c-') ? day[name] : '1.00');
    expect(Object.keys(LEVEL_COLOURS).every((level) => day[`--level-${level}`])).toBe(true);
  });
});

describe('on a wall', () => {
  const WALL: Wall = { id: 'main', name: '厅', width: 3840, height: 2160, pitch: 1.25, distance: 8000, seams: { x: [], y: [] }, night: { from: 22 * 60, to: 6 * 60, brightness: 0.5 }, shift: true, tiles: null };
  /** The wall's clock at a local time of the city, whatever the zone of the machine. */
  const at = (local: string, rate = 1): void => { const now = Date.parse(`2025-07-16T${local}:00+08:00`); useCity().setHello(hello({ clock: { now, rate, zone: 'Asia/Shanghai' } })); useLink().hello(0, hello({ clock: { now, rate, zone: 'Asia/Shanghai' } })); };
  beforeEach(() => { setActivePinia(createPinia()); useScenes().walls = [WALL]; useWall().wanted = 'main'; });

  it('dims in the city\'s own night, and not on a wall that says nothing of it', () => {
    const night = useNight();
    at('21:59');
    expect(night.brightness).toBe(1);
    at('22:00');
    expect(night.brightness).toBe(0.5);
    useWall().wanted = null;
    expect(night.brightness).toBe(1);
  });
  it('is turned by a key, for now: when its hours change, they count again', () => {
    const night = useNight();
    at('21:00');
    night.toggle();
    expect(night.brightness).toBe(0.5);
    at('22:00');
    expect(night.brightness).toBe(0.5);
    night.toggle();
    expect(night.brightness).toBe(1);
    at('06:00');
    expect(night.brightness).toBe(1);
    at('22:30');
    expect(night.brightness).toBe(0.5);
  });
  it('is turned by a key where it has no hours, until the key is pressed again', () => {
    useWall().wanted = null;
    at('12:00');
    useNight().toggle();
    expect(useNight().brightness).toBe(0.6);
    at('23:00');
    useNight().toggle();
    expect(useNight().brightness).toBe(1);
  });
  it('wanders by real time whatever the world\'s rate, and stands where the wall or the address says so', () => {
    const shift = useShift();
    expect(shift.offset).toEqual({ x: 0, y: 0 });
    at('12:00', 60);
    const first = shift.offset;
    expect(first).toEqual(shiftAt(Date.parse('2025-07-16T12:00:00+08:00') / 60));
    at('12:01', 60);
    expect(shift.offset).toBe(first);
    useWall().still = true;
    expect(shift.offset).toEqual({ x: 0, y: 0 });
    useWall().still = false;
    useScenes().walls = [{ ...WALL, shift: false }];
    expect(shift.offset).toEqual({ x: 0, y: 0 });
  });
});
