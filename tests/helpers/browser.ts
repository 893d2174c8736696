/** A real Chromium, software-rendered, through playwright-core. */
import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from './browser-binary.ts';

/**
 * WebGL2 by SwiftShader, no background traffic. What is not WebGL is painted as on any machine without a graphics card:
 * told that it has one, Chromium paints all text and SVG through SwiftShader too, which keeps both cores busy for minutes.
 */
const ARGS = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-gpu-rasterization', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Without WebGL a frame costs next to nothing: for tests of what stands beside the map. */
const NO_WEBGL = ['--disable-gpu', '--disable-3d-apis'];

export async function startBrowser({ webgl = true }: { webgl?: boolean } = {}): Promise<Browser> {
  return chromium.launch({ executablePath: await findBrowser(), args: webgl ? ARGS : [...ARGS.filter((arg) => !arg.includes('swiftshader')), ...NO_WEBGL] });
}
