/** A real Chromium, software-rendered, through playwright-core. */
import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from './browser-binary.ts';

/** Flags of stack.md: WebGL2 by SwiftShader, no background traffic. */
const ARGS = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await findBrowser(), args: ARGS });
}
