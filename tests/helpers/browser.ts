/** A real Chromium, software-rendered, through playwright-core. */
import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from './browser-binary.ts';

/** Flags of stack.md: WebGL2 by SwiftShader, no background traffic. */
const ARGS = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Without WebGL a frame costs next to nothing: for tests of what stands beside the map. */
const NO_WEBGL = ['--disable-gpu', '--disable-3d-apis'];

export async function startBrowser({ webgl = true }: { webgl?: boolean } = {}): Promise<Browser> {
  return chromium.launch({ executablePath: await findBrowser(), args: webgl ? ARGS : [...ARGS.filter((arg) => !arg.includes('swiftshader')), ...NO_WEBGL] });
}
