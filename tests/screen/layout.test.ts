/** Every shipped scene on walls of every shape: nothing overlaps, leaves the wall or lies across a seam. */
import { describe, expect, it } from 'vitest';
import { LANGUAGES, saidIn } from '../../server/wire/language.ts';
import { leastText } from '../../server/wire/wall.ts';
import { heightOf } from '../../screen/look/panel-type.ts';
import { REACH } from '../../screen/look/shift.ts';
import { scaleOf, SIZES, tokensAt } from '../../screen/look/tokens.ts';
import { arrange, FRAME, mapPadding, turnWith, type Canvas, type Plan } from '../../screen/wall/layout.ts';
import { PANELS } from '../../screen/wall/panels.ts';
import { SCENES as scenes, WALLS as walls } from './fixtures/shipped.ts';

const SIZES_OF_WALLS = [[1920, 1080], [3840, 2160], [3840, 1080], [5760, 1080], [7680, 2160], [6656, 1792], [2160, 3840]] as const;
const canvasOf = (width: number, height: number, seams: Canvas['seams'] = { x: [], y: [] }, body = 0): Canvas => {
  const scale = scaleOf(width, height, body);
  return { width: width / scale, height: height / scale, seams: { x: seams.x.map((x) => x / scale), y: seams.y.map((y) => y / scale) } };
};
const SITUATIONS = [13, 22, 3, 1, 0, Infinity].flatMap((children) => [true, false].map((league) => ({ children, league })));

function faults({ panels, map, title, caption }: Plan, canvas: Canvas): string[] {
  const out: string[] = [];
  if (caption) {
    const over = (b: { x: number; y: number; width: number; height: number }): boolean => caption.x < b.x + b.width && b.x < caption.x + caption.width && caption.y < b.y + b.height && b.y < caption.y + caption.height;
    for (const p of panels) if (over(p)) out.push(`the caption covers ${p.key}`);
    if (over({ ...map, height: map.height + FRAME.foot })) out.push('the caption covers the map or its foot');
    if (caption.y < title || caption.x < REACH || caption.x + caption.width > canvas.width - REACH || caption.y + caption.height > canvas.height - REACH) out.push('the caption leaves the wall');
    if (canvas.seams.x.some((x) => x > caption.x - REACH && x < caption.x + caption.width + REACH) || canvas.seams.y.some((y) => y > caption.y - REACH && y < caption.y + caption.height + REACH)) out.push('the caption lies across a seam');
  }
  for (const [i, p] of panels.entries()) {
    const name = `${p.key} at ${Math.round(p.x)},${Math.round(p.y)} ${Math.round(p.width)}×${Math.round(p.height)}`;
    if (p.x < 0 || p.y < title - 1 || p.x + p.width > canvas.width + 0.5 || p.y + p.height > canvas.height + 0.5) out.push(`${name} leaves the wall`);
    // At the scale of 1 and more that is tried here a design px is no less than a real one.
    if (Math.min(p.x, p.y, canvas.width - p.x - p.width, canvas.height - p.y - p.height) < REACH) out.push(`${name} leaves the glass by the pixel shift`);
    if (p.height !== heightOf(PANELS[p.panel]!, p.rows)) out.push(`${name} has not the height of its rows`);
    for (const q of panels.slice(i + 1)) if (p.x < q.x + q.width && q.x < p.x + p.width && p.y < q.y + q.height && q.y < p.y + p.height) out.push(`${name} overlaps ${q.key}`);
    if (p.x < map.x + map.width && map.x < p.x + p.width && p.y < map.y + map.height && map.y < p.y + p.height) out.push(`${name} covers the map's place`);
    for (const y of canvas.seams.y) if (y > p.y - REACH && y < p.y + p.height + REACH) out.push(`${name} lies across the seam y ${y}`);
    // What says that it runs on is told where, and its browser test looks at what it writes; its edges stand clear like all others'.
    for (const x of canvas.seams.x) if (PANELS[p.panel]!.runsOn ? Math.min(Math.abs(x - p.x), Math.abs(x - p.x - p.width)) < 11 || (x > p.x && x < p.x + 80) || (x < p.x + p.width && x > p.x + p.width - 80) : x > p.x - REACH && x < p.x + p.width + REACH) out.push(`${name} lies across the seam x ${x}`);
    const through = canvas.seams.x.filter((x) => x > p.x && x < p.x + p.width).map((x) => x - p.x);
    if (JSON.stringify(through) !== JSON.stringify(p.seams)) out.push(`${name} is told of seams at ${p.seams.join()}, expected ${through.join()}`);
  }
  for (const x of canvas.seams.x) if (Math.min(Math.abs(x - map.x), Math.abs(x - map.x - map.width)) < REACH) out.push(`the map's edge lies on the seam x ${x}`);
  for (const y of canvas.seams.y) for (const [name, from, to] of [['head', map.y - FRAME.head, map.y], ['foot', map.y + map.height, map.y + map.height + FRAME.foot]] as const) if (y > from - REACH && y < to + REACH) out.push(`the map's ${name} lies across the seam y ${y}`);
  return out;
}

it('the scenes and walls that are shipped name what there is', () => {
  expect(scenes.map(({ name }) => saidIn(name, 'zh-CN'))).toEqual(['全域总览', '防汛防台', '城市管理', '视频监控', '网格力量', '数据质量']);
  for (const { name } of scenes) expect(Object.keys(name)).toEqual(LANGUAGES);
  expect(walls.length).toBeGreaterThan(1);
  for (const { id, left, right, bottom, more } of scenes) for (const { panel, set } of [...left, ...right, ...bottom, ...more]) {
    expect(Object.keys(PANELS), `${id}: ${panel}`).toContain(panel);
    for (const [key, value] of Object.entries(set)) {
      const known = PANELS[panel]!.settings?.[key];
      expect(known, `${id}: ${panel}: set ${key}`).not.toBeUndefined();
      if (known) expect(known, `${id}: ${panel}: ${key}`).toContain(value);
    }
  }
});

it('turns to the panels that a script lights, and waits for no turn of its own', () => {
  const plan = (turn: number): Plan => ({ panels: [{ panel: ['headline', 'loop', 'alerts'][turn % 3] }, { panel: 'trend' }], turns: [{ of: 3 }] }) as never;
  expect([turnWith([], plan, 7), turnWith(['alerts'], plan, 7), turnWith(['alerts', 'loop', 'trend'], plan, 0), turnWith(['nothing'], plan, 7)]).toEqual([7, 2, 1, 0]);
});

describe.each(SIZES_OF_WALLS)('on %i × %i', (width, height) => {
  it.each(scenes.map((scene) => [scene.id, scene] as const))('%s: what a script says has its own room too', (_id, scene) => {
    // A portrait wall cut in four leaves no column for any panel.
    for (const seams of [{ x: [], y: [] }, ...(width < height ? [] : [{ x: [width / 4, width / 2, (width * 3) / 4], y: [] }]), { x: [width / 2], y: [height / 2] }]) {
      const canvas = canvasOf(width, height, seams);
      for (const situation of SITUATIONS) {
        const plan = arrange(scene, PANELS, { ...situation, speaks: true }, canvas);
        expect(faults(plan, canvas), JSON.stringify({ situation, seams })).toEqual([]);
        expect(plan.caption!.width).toBeGreaterThan(plan.caption!.lines > 2 ? 400 : 700);
        expect(plan.map.height).toBeGreaterThan(100);
      }
    }
  });

  it.each(scenes.map((scene) => [scene.id, scene] as const))('%s: everything has its own room', (_id, scene) => {
    const canvas = canvasOf(width, height);
    for (const situation of SITUATIONS) {
      const plan = arrange(scene, PANELS, situation, canvas);
      expect(faults(plan, canvas), JSON.stringify(situation)).toEqual([]);
      expect(plan.map.width).toBeGreaterThan(canvas.width * (width < height ? 0.9 : 0.4));
      expect(plan.map.height).toBeGreaterThan(canvas.height * (width < height ? 0.2 : 0.5));
      expect(new Set(plan.panels.map(({ key }) => key)).size).toBe(plan.panels.length);
    }
  });
  it.each(scenes.map((scene) => [scene.id, scene] as const))('%s: no panel of a scene is left out for want of room', (_id, scene) => {
    const plan = arrange(scene, PANELS, { children: 13, league: true }, canvasOf(width, height));
    const wanted = scene.left.length + scene.right.length + scene.bottom.length;
    expect(plan.panels.length).toBeGreaterThanOrEqual(wanted);
  });
});

it('a wider wall shows more', () => {
  const overview = scenes[0]!;
  const at = (w: number, h: number): number => arrange(overview, PANELS, { children: 13, league: true }, canvasOf(w, h)).panels.length;
  expect(at(3840, 1080)).toBeGreaterThan(at(1920, 1080));
});

it('leagues are left out where a city switched them off, and what ranks children where there are none', () => {
  const names = (league: boolean, children: number): string[] => arrange(scenes[0]!, PANELS, { league, children }, canvasOf(1920, 1080)).panels.map(({ panel }) => panel);
  expect(names(true, 13)).toContain('league');
  expect(names(false, 13)).not.toContain('league');
  expect(names(true, 0).filter((name) => name === 'league' || name === 'video')).toEqual([]);
});

it.each([{ x: [960], y: [540] }, { x: [640, 1280], y: [360, 720] }, { x: [480, 960, 1440], y: [540] }])('nothing that is read lies across the seams %o', (seams) => {
  for (const scene of scenes) for (const scale of [1, 2]) {
    const canvas = canvasOf(1920 * scale, 1080 * scale, { x: seams.x.map((x) => x * scale), y: seams.y.map((y) => y * scale) });
    expect(faults(arrange(scene, PANELS, { children: 13, league: true }, canvas), canvas), scene.id).toEqual([]);
  }
});

it.each(walls.map((wall) => [wall.id, wall] as const))('nothing lies across a seam of the shipped wall %s', (_id, wall) => {
  const canvas = canvasOf(wall.width, wall.height, wall.seams, leastText(wall));
  for (const scene of scenes) for (const situation of SITUATIONS) expect(faults(arrange(scene, PANELS, situation, canvas), canvas), scene.id).toEqual([]);
});

it('a portrait wall of tiles has its columns and its strip off their seams too', () => {
  const canvas = canvasOf(2160, 3840, { x: [1080], y: [1280, 2560] });
  for (const scene of scenes) expect(faults(arrange(scene, PANELS, { children: 13, league: true }, canvas), canvas), scene.id).toEqual([]);
});

describe.each([5_000, 8_000, 12_000])('read from %i mm at P1.25', (distance) => {
  const least = leastText({ distance, pitch: 1.25 });
  it.each([[3840, 2160], [7680, 2160], [6656, 1792], [2160, 3840], [5760, 1080]] as const)('on %i × %i no text is smaller, and what finds no room takes turns: each panel has one', (width, height) => {
    const canvas = canvasOf(width, height, { x: [], y: [] }, least);
    expect(scaleOf(width, height, least) * SIZES.caption).toBeGreaterThanOrEqual(least - 0.01);
    for (const scene of scenes) {
      const first = arrange(scene, PANELS, { children: 13, league: true }, canvas);
      const turns = Math.max(1, ...first.turns.map(({ of }) => of));
      const seen = new Set<string>(first.lost);
      for (let turn = 0; turn < turns; turn++) {
        const plan = arrange(scene, PANELS, { children: 13, league: true, turn }, canvas);
        if (canvas.height >= 400) expect(faults(plan, canvas), `${scene.id}, turn ${turn}`).toEqual([]);
        for (const { panel } of plan.panels) seen.add(panel);
        // The map stays where it is when panels change.
        expect(plan.map).toEqual(first.map);
      }
      // 1.35 m of wall seen from 12 m holds nothing but a map's name.
      if (canvas.height < 400) continue;
      for (const { panel } of [...scene.left, ...scene.right, ...scene.bottom]) expect(seen, `${scene.id}: ${panel}`).toContain(panel);
      if (distance <= 8_000 && height >= 1792) expect(first.lost, scene.id).toEqual([]);
    }
  });
});

it('turns come round, in order and for ever, and nothing takes turns where all have room', () => {
  const canvas = canvasOf(3840, 2160, { x: [], y: [] }, leastText({ distance: 8_000, pitch: 1.25 }));
  const at = (turn: number): Plan => arrange(scenes[0]!, PANELS, { children: 13, league: true, turn }, canvas);
  const { of } = at(0).turns[0]!;
  expect(of).toBeGreaterThan(1);
  expect(at(of).panels).toEqual(at(0).panels);
  expect(at(1).panels).not.toEqual(at(0).panels);
  expect(at(1).turns[0]).toMatchObject({ at: 1, of });
  expect(arrange(scenes[0]!, PANELS, { children: 13, league: true, turn: 7 }, canvasOf(3840, 2160)).turns).toEqual([]);
});

it('text follows the wall\'s real size', () => {
  expect(SIZES_OF_WALLS.map(([w, h]) => Math.round(scaleOf(w, h) * 1000) / 1000)).toEqual([1, 2, 1, 1, 2, 1.659, 2]);
  expect(tokensAt(2)['--t-body']).toBe('37px');
  // The caption stays above what a P1.25 wall needs at 6 m, the body at 8 m (domain.md §3).
  expect(SIZES.caption * 2).toBeGreaterThanOrEqual(leastText({ distance: 6_000, pitch: 1.25 }));
  expect(SIZES.body * 2).toBeGreaterThanOrEqual(37);
  const plan = arrange(scenes[0]!, PANELS, { children: 13, league: true }, canvasOf(3840, 2160));
  expect(mapPadding(plan, canvasOf(3840, 2160), 2).left).toBe(plan.map.x * 2);
});
