/** Joins the scene and the data to what is drawn; each part is made anew only when what it shows changed. */
import { computed, type ComputedRef } from 'vue';
import type { Layer } from '@deck.gl/core';
import { areaLines, type Area } from './layers/alert-areas.ts';
import { bankLine, riverLines, roadLines, waterLayer } from './layers/base.ts';
import { buildingLayers, footprintsIn, type Footprints } from './layers/buildings.ts';
import { pictureLayer, type Picture } from './layers/heat.ts';
import { aroundLines, borderLines, glowLines, innerLine, lineLayer, type Line } from './layers/lines.ts';
import { colourKey, coloursOf, fillLayer, pieces, type Filled } from './layers/regions.ts';
import { veilLayer } from './layers/veil.ts';
import { CONTEXT_FILL, type Rgb } from './palette.ts';
import type { LngLat } from './projection.ts';
import type { Quality } from './quality.ts';
import { clip, thin, type PathSet } from './paths.ts';
import type { Polygon } from './shapes.ts';
import { lightAt, roofShade } from './sun.ts';
import type { LayerSwitches } from './types.ts';
import type { Base, Scene } from './use-scene.ts';

/** Design pixels across the region's view that lines are drawn to. */
const LINE_PIXELS = 1_400;
/** How much of a region's colour stays over the basemap. */
const OVER_BASEMAP = 0.4;
/** Lines of hatching across the region. */
const HATCHES = 64;
/** How far beyond the region, in its own sizes, roads and rivers go on. */
const BEYOND = 1.2;
/** Light moves on by this many ms of the world's time. */
const LIGHT_STEP = 15 * 60_000;

export interface LayerInputs {
  scene: () => Scene | null;
  base: () => Base | null;
  buildings: () => Footprints | null;
  filled: () => Filled | null;
  quality: () => Quality;
  /** Does deck.gl draw now? The page draws else. */
  webgl: () => boolean;
  scale: () => number;
  switches: () => LayerSwitches;
  /** The world's clock, ms, and where the city lies: they say how the sun stands. */
  now: () => number;
  place: () => LngLat | null;
  /** Regions under an alert. */
  areas: () => readonly Area[];
  /** Rain and heat, in the order they are drawn. */
  pictures: () => readonly Picture[];
  /** Where staff have been. */
  tracks: () => Line[];
  /** The ground, where the city has a basemap; regions let it through. */
  basemap: () => Layer[];
  points: () => Layer[];
}

/** What the page draws where deck.gl does not: lines under the regions, on them, about their waters, on these, and over all; surfaces of water, and footprints with the shade of their roofs. */
export interface OnPage { under: Line[]; ground: Line[]; banks: Line[]; rivers: Line[]; borders: Line[]; waters: Polygon[]; buildings: { set: Footprints; shade: number } | null }
export interface Drawn { layers: ComputedRef<Layer[]>; page: ComputedRef<OnPage | null> }

export function useLayers(input: LayerInputs): Drawn {
  const scale = computed(() => input.scale());
  const box = computed(() => input.scene()?.geo.outline.box ?? null);
  /** Metres that no eye can tell apart in the region's own view. */
  // Where the page draws them, a larger wall gets no more corners: there each costs the processor.
  const fine = computed(() => (box.value ? Math.max(box.value[2] - box.value[0], box.value[3] - box.value[1]) / (LINE_PIXELS * (input.quality().by === 'page' ? 1 : scale.value)) : 0));
  const near = computed(() => (input.scene()?.depth ?? 0) >= 1);

  const sets = computed(() => {
    const scene = input.scene();
    if (!scene) return null;
    const { geo, inner, around } = scene;
    const at = (set: PathSet): PathSet => thin(set, fine.value);
    return {
      outline: at(geo.outlinePaths), borders: at(geo.borders), inner: inner && at(inner),
      around: around && { borders: at(around.borders), outline: at(around.outlinePaths) },
    };
  });
  const ground = computed(() => {
    const base = input.base();
    const b = box.value;
    if (!base || !b) return null;
    const dx = (b[2] - b[0]) * BEYOND;
    const dy = (b[3] - b[1]) * BEYOND;
    const at = (set: PathSet): PathSet => thin(clip(set, [b[0] - dx, b[1] - dy, b[2] + dx, b[3] + dy]), fine.value);
    return {
      rivers: base.rivers.map((river) => ({ ...river, paths: at(river.paths) })).filter((river) => river.paths.count > 0),
      waters: { ...base.waters, banks: at(base.waters.banks) },
      roads: { main: at(base.roads.main), minor: at(base.roads.minor) },
    };
  });

  const glow = computed<Line[]>(() => (sets.value ? glowLines(sets.value.outline, scale.value) : []));
  const outer = computed<Line[]>(() => (sets.value?.around ? aroundLines(sets.value.around.borders, sets.value.around.outline, scale.value) : []));
  const inner = computed<Line[]>(() => (sets.value?.inner ? [innerLine(sets.value.inner, scale.value)] : []));
  const roads = computed<Line[]>(() => (ground.value && input.switches().roads ? roadLines(ground.value.roads, scale.value, near.value, input.quality().minorRoads) : []));
  const banks = computed<Line[]>(() => (ground.value ? [bankLine(ground.value.waters, scale.value)] : []));
  const rivers = computed<Line[]>(() => (ground.value ? riverLines(ground.value.rivers, scale.value, near.value) : []));
  const borders = computed<Line[]>(() => (sets.value ? borderLines(sets.value.borders, sets.value.outline, scale.value) : []));

  const hatched = computed(() => input.switches().areas);
  const alerts = computed(() => {
    const geo = input.scene()?.geo;
    if (!geo || !box.value) return { hatch: [], edges: [] };
    const wide = Math.max(box.value[2] - box.value[0], box.value[3] - box.value[1]);
    return areaLines(input.areas(), (code) => (code === geo.code ? geo.outline : geo.children.find((shape) => shape.code === code)), hatched.value ? wide / HATCHES : null, fine.value, scale.value);
  });
  const hatches = computed<Line[]>(() => alerts.value.hatch);
  const edges = computed<Line[]>(() => alerts.value.edges);
  const tracks = computed<Line[]>(() => input.tracks());

  const cover = computed(() => (input.basemap().length > 0 ? OVER_BASEMAP : 1));
  const around = computed<Layer | null>(() => {
    const geo = input.scene()?.around;
    if (!geo) return null;
    const colours: Rgb[] = geo.children.map(() => CONTEXT_FILL);
    return fillLayer(`around-${geo.code}`, pieces(geo.children), colours, undefined, cover.value);
  });
  const shapes = computed(() => {
    const geo = input.scene()?.geo;
    return geo ? { code: geo.code, pieces: pieces(geo.children.length > 0 ? geo.children : [geo.outline]) } : null;
  });
  // A computed text stops the chain where figures change but no colour does.
  const colours = computed(() => { const filled = input.filled(); return filled ? colourKey(filled.colours) : null; });
  const fill = computed<Layer | null>(() => {
    const at = shapes.value;
    const key = colours.value;
    return at && key !== null ? fillLayer(`fill-${at.code}`, at.pieces, coloursOf(key), key, cover.value) : null;
  });
  const water = computed<Layer | null>(() => { const base = input.base(); return base ? waterLayer(base.waters) : null; });
  const quarter = computed(() => Math.floor(input.now() / LIGHT_STEP));
  const light = computed(() => { const at = input.place(); return at ? lightAt(quarter.value * LIGHT_STEP, at[0], at[1]) : null; });
  const standing = computed<Footprints | null>(() => {
    const all = input.buildings();
    const b = box.value;
    if (!all || !b || !input.switches().buildings || (input.scene()?.depth ?? 0) < 2) return null;
    const dx = (b[2] - b[0]) / 2;
    const dy = (b[3] - b[1]) / 2;
    return footprintsIn(all, [b[0] - dx, b[1] - dy, b[2] + dx, b[3] + dy], input.quality().buildings);
  });
  const buildings = computed<Layer[]>(() => (standing.value && light.value ? buildingLayers(standing.value, light.value) : []));
  const veil = computed<Layer | null>(() => {
    const geo = input.scene()?.geo;
    return geo && near.value ? veilLayer(geo.outline) : null;
  });

  const pictures = computed<Layer[]>(() => input.pictures().map(pictureLayer));
  const byDeck = (lines: ComputedRef<Line[]>): ComputedRef<Layer[]> => computed(() => lines.value.map(lineLayer));
  const [glowL, outerL, innerL, hatchesL, roadsL, banksL, riversL, bordersL, edgesL, tracksL] =
    [byDeck(glow), byDeck(outer), byDeck(inner), byDeck(hatches), byDeck(roads), byDeck(banks), byDeck(rivers), byDeck(borders), byDeck(edges), byDeck(tracks)];

  const layers = computed(() => (input.quality().by === 'page' ? [] : [
    ...input.basemap(), around.value, ...outerL.value, ...glowL.value, fill.value, ...innerL.value, ...hatchesL.value, ...roadsL.value, ...buildings.value, ...banksL.value, water.value, ...riversL.value,
    // Heat and rain run on beyond the region, dimmed.
    ...pictures.value, veil.value, ...bordersL.value, ...edgesL.value, ...tracksL.value, ...input.points(),
  ].filter((layer): layer is Layer => layer !== null)));
  const page = computed<OnPage | null>(() => (input.webgl() ? null : {
    under: [...outer.value, ...glow.value], ground: [...inner.value, ...hatches.value, ...roads.value], banks: banks.value, rivers: rivers.value, borders: [...borders.value, ...edges.value, ...tracks.value],
    waters: input.base()?.waters.polygons ?? [],
    buildings: standing.value && light.value ? { set: standing.value, shade: roofShade(light.value) } : null,
  }));
  return { layers, page };
}
