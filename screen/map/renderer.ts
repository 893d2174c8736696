/**
 * The one place that holds a WebGL context: deck.gl on a canvas of its own, given layers and a view.
 * It draws only when one of them changes. Loss of the context is told; after it is restored, or after
 * `revive`, a new canvas takes over.
 */
import { Deck, OrthographicView, type Layer } from '@deck.gl/core';
import { warmLayers } from './layers/warm.ts';
import { pixelRatio } from './quality.ts';
import type { Size, View } from './view.ts';

export interface RendererEvents {
  ready(): void;
  lost(): void;
  restored(): void;
  failed(error: string): void;
}

const deckState = (v: View): { target: [number, number, number]; zoom: number } => ({ target: [v.x, v.y, 0], zoom: Math.log2(v.k) });

export class MapRenderer {
  readonly canvas: HTMLCanvasElement;
  private readonly deck: Deck<OrthographicView>;
  private gl: WebGL2RenderingContext | null = null;
  private closed = false;
  /** They stay: a draw of nothing costs nothing, and a first drill finds every shader ready. */
  private warm: Layer[] = [];
  private readonly own = new WeakMap<Layer, Layer>();

  constructor(host: HTMLElement, size: Size, view: View, events: RendererEvents) {
    this.canvas = host.ownerDocument.createElement('canvas');
    this.canvas.className = 'map-canvas';
    host.appendChild(this.canvas);
    this.canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      if (!this.closed) events.lost();
    });
    this.canvas.addEventListener('webglcontextrestored', () => { if (!this.closed) events.restored(); });
    this.deck = new Deck<OrthographicView>({
      canvas: this.canvas,
      width: size.width, height: size.height,
      views: new OrthographicView({ id: 'map', flipY: false }),
      viewState: deckState(view),
      controller: false,
      layers: [],
      useDevicePixels: this.ratio(size),
      deviceProps: { type: 'webgl', webgl: { antialias: true, powerPreference: 'high-performance' } },
      parameters: { depthCompare: 'always', depthWriteEnabled: false },
      getCursor: () => 'inherit',
      onDeviceInitialized: (device) => {
        const handle: unknown = 'handle' in device ? device.handle : null;
        this.gl = handle instanceof WebGL2RenderingContext ? handle : null;
      },
      onLoad: () => {
        if (this.closed) return;
        this.warm = warmLayers();
        events.ready();
      },
      onError: (error: Error) => { if (!this.closed) events.failed(error.message); },
    });
  }

  private ratio(size: Size): number {
    return pixelRatio(size.width, size.height, this.canvas.ownerDocument.defaultView?.devicePixelRatio ?? 1);
  }

  setView(view: View): void { this.deck.setProps({ viewState: deckState(view) }); }
  setLayers(layers: readonly Layer[]): void { this.deck.setProps({ layers: [...this.warm, ...layers.map((layer) => this.ownOf(layer))] }); }

  /**
   * A layer that was drawn is bound to the context that drew it. What is handed to deck.gl is therefore
   * a copy of our own, the same one for the same layer, and the next renderer begins from clean layers.
   */
  private ownOf(layer: Layer): Layer {
    const known = this.own.get(layer);
    if (known) return known;
    const made: Layer = layer.clone({});
    this.own.set(layer, made);
    return made;
  }

  setSize(size: Size): void { this.deck.setProps({ width: size.width, height: size.height, useDevicePixels: this.ratio(size) }); }

  /** Draws now and waits for the pixels: the honest cost of one frame, in ms; null before it can draw. */
  measure(now: () => number): number | null {
    if (!this.gl) return null;
    const start = now();
    this.deck.redraw('measure');
    this.gl.readPixels(0, 0, 1, 1, this.gl.RGBA, this.gl.UNSIGNED_BYTE, new Uint8Array(4));
    return now() - start;
  }

  /** For tests: what a driver crash does. */
  context(): WebGL2RenderingContext | null { return this.gl; }

  dispose(): void {
    this.closed = true;
    this.deck.finalize();
    // Contexts are few (16 a page): give this one back now, not when the collector comes.
    this.gl?.getExtension('WEBGL_lose_context')?.loseContext();
    this.canvas.remove();
  }
}
