/** Life of the WebGL renderer: probe, start, measure, loss and return. Without one, or with a slow one, `webgl` is false and the page draws a lighter map. */
import { onBeforeUnmount, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import type { Layer } from '@deck.gl/core';
import { MAP } from '../look/words.ts';
import { FULL, PLAIN, probe, qualityFor, type Quality } from './quality.ts';
import { MapRenderer } from './renderer.ts';
import type { Size, View } from './view.ts';

export interface RendererState {
  /** Is the WebGL map drawing? */
  webgl: ShallowRef<boolean>;
  error: ShallowRef<string | null>;
  start(host: HTMLElement): void;
  /** Milliseconds that the swiftest measured frame took at the start; null before. */
  frame: ShallowRef<number | null>;
  /** Draws a frame now and says what it took, ms. */
  measure(): number | null;
  /** For tests of context loss. */
  context(): WebGL2RenderingContext | null;
}

/** A context that is not given back by itself is asked for again after these ms, the last one for ever. */
const REVIVE = [2_000, 5_000, 15_000, 60_000];
/** A renderer is slow when it was at each of so many looks, these ms after its start and apart. */
const LOOKS = 4;
const FIRST_LOOK = 2_500;
const BETWEEN = 1_500;

export function useRenderer(
  size: ComputedRef<Size>, view: ComputedRef<View>, quality: ShallowRef<Quality>, layers: () => readonly Layer[], now: () => number,
  wanted: () => 'auto' | 'full' | 'plain' = () => 'auto',
): RendererState {
  const webgl = shallowRef(false);
  const error = shallowRef<string | null>(null);
  const frame = shallowRef<number | null>(null);
  let renderer: MapRenderer | null = null;
  let host: HTMLElement | null = null;
  let revive: ReturnType<typeof setTimeout> | undefined;
  let looking: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let name = '';

  const end = (): void => { renderer?.dispose(); renderer = null; };
  const later = (): void => {
    clearTimeout(revive);
    revive = setTimeout(create, REVIVE[Math.min(tries, REVIVE.length - 1)]);
    tries++;
  };
  const fail = (why: string): void => {
    webgl.value = false;
    error.value = why;
    later();
  };

  const fitting = (took: number | null): Quality => {
    const asked = wanted();
    return asked === 'auto' ? qualityFor(name, took) : asked === 'full' ? FULL : PLAIN;
  };

  function measureAtStart(looks = 1): void {
    if (wanted() !== 'auto' || quality.value.by === 'page') return;
    renderer?.measure(now);
    const took = renderer?.measure(now) ?? null;
    if (took !== null) frame.value = Math.min(took, frame.value ?? took);
    const next = fitting(frame.value);
    // A start is busy, and one unlucky frame would give a good card the lighter map for the whole day.
    if ((frame.value === null || next !== quality.value) && looks < LOOKS) { looking = setTimeout(measureAtStart, BETWEEN, looks + 1); return; }
    if (next === quality.value) return;
    quality.value = next;
    create();
  }

  function create(): void {
    clearTimeout(revive);
    if (!host) return;
    if (name === '') {
      const found = probe(host.ownerDocument);
      if (found === null) { quality.value = PLAIN; fail(MAP.noWebgl); return; }
      name = found;
      quality.value = fitting(null);
    }
    end();
    if (quality.value.by === 'page') { webgl.value = false; error.value = null; return; }
    renderer = new MapRenderer(host, size.value, view.value, {
      ready() {
        renderer?.setLayers(layers());
        webgl.value = true;
        error.value = null;
        tries = 0;
      },
      lost: () => fail(MAP.lost),
      restored: create,
      failed(why) { if (!webgl.value) fail(why); },
    });
  }

  watch(layers, (next) => { if (webgl.value) renderer?.setLayers(next); });
  watch(view, (next) => renderer?.setView(next));
  watch(size, (next) => renderer?.setSize(next));
  onBeforeUnmount(() => { clearTimeout(revive); clearTimeout(looking); host = null; end(); });

  return {
    webgl, error, frame,
    start(element) {
      host = element;
      quality.value = FULL;
      create();
      looking = setTimeout(measureAtStart, FIRST_LOOK);
    },
    measure: () => renderer?.measure(now) ?? null,
    context: () => renderer?.context() ?? null,
  };
}
