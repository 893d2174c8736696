/** What a V8 CPU profile of the page says: milliseconds of script in each tick, by part of the screen. */
import type { MappedScreen } from './mapped-screen.ts';

export interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number; columnNumber: number }; children?: number[] }[];
  /** µs */
  startTime: number;
  endTime: number;
  samples: number[];
  /** µs since the sample before */
  timeDeltas: number[];
}

export const PARTS = ['store', 'map', 'panels', 'vue', 'socket', 'gl', 'gc', 'other'] as const;
export type Part = (typeof PARTS)[number];
/** ms by part of each window of one tick. */
export type Tick = Record<Part, number>;

/** The first of these that a frame's source fits, from the innermost frame outwards, says whose time it is; a library's only where none of the screen's own code called it. */
const SOURCES: readonly [RegExp, Part][] = [
  [/screen\/store\/|screen\/source\/|server\/wire\//, 'store'],
  [/screen\/map\/|@deck\.gl|@luma\.gl|@math\.gl/, 'map'],
  [/screen\/(panels|charts|wall|look)\/|screen\/App|node_modules\/(echarts|zrender|vue-echarts)/, 'panels'],
];
const LIBRARIES: readonly [RegExp, Part][] = [[/@vue|pinia|vue-router/, 'vue'], [/socket\.io|engine\.io/, 'socket']];
/** Time inside WebGL itself: on a software renderer that is drawing, not script. */
const GL = /^(readPixels|finish|flush|clientWaitSync|getSyncParameter|draw(Elements|Arrays)|tex(Sub)?Image|buffer(Sub)?Data|getParameter|getError|linkProgram|compileShader|getProgramParameter|getShaderParameter|getActive|checkFramebufferStatus|clear|bind|uniform|useProgram|viewport|blitFramebuffer|getExtension|generateMipmap|getContext)/;
const NOT_SCRIPT = new Set(['(idle)', '(program)', '(root)']);

type Node = CpuProfile['nodes'][number];
/** What a frame by itself says: part of the screen, or a library. */
interface Own { part: Part | null; library: Part | null }

function ownOf({ url, lineNumber, columnNumber, functionName }: Node['callFrame'], screen: MappedScreen): Own {
  if (functionName === '(garbage collector)') return { part: 'gc', library: null };
  if (url === '') return { part: GL.test(functionName) ? 'gl' : null, library: null };
  const source = screen.sourceOf(url, lineNumber, columnNumber) ?? url;
  const fitting = (list: typeof SOURCES): Part | null => list.find(([fits]) => fits.test(source))?.[1] ?? null;
  return { part: fitting(SOURCES), library: fitting(LIBRARIES) };
}

/** Part of every node of the profile; null where no script runs. */
function partsOf(profile: CpuProfile, screen: MappedScreen): Map<number, Part | null> {
  const parent = new Map<number, Node>();
  for (const node of profile.nodes) for (const child of node.children ?? []) parent.set(child, node);
  const own = new Map(profile.nodes.map((node) => [node.id, ownOf(node.callFrame, screen)]));
  const out = new Map<number, Part | null>();
  for (const node of profile.nodes) {
    if (NOT_SCRIPT.has(node.callFrame.functionName)) { out.set(node.id, null); continue; }
    let part: Part | null = null;
    let library: Part | null = null;
    for (let at: Node | undefined = node; at && part === null; at = parent.get(at.id)) {
      part = own.get(at.id)?.part ?? null;
      library ??= own.get(at.id)?.library ?? null;
    }
    out.set(node.id, part ?? library ?? 'other');
  }
  return out;
}

/** Script time by part of each window of `tickMs`, windows without any included. */
export function ticksOf(profile: CpuProfile, screen: MappedScreen, tickMs = 250): Tick[] {
  const parts = partsOf(profile, screen);
  const count = Math.floor((profile.endTime - profile.startTime) / 1000 / tickMs);
  const ticks: Tick[] = Array.from({ length: count }, () => ({ store: 0, map: 0, panels: 0, vue: 0, socket: 0, gl: 0, gc: 0, other: 0 }));
  let at = 0;
  for (const [i, node] of profile.samples.entries()) {
    at += profile.timeDeltas[i] ?? 0;
    // A sample stands for the time until the next one.
    const lasts = (profile.timeDeltas[i + 1] ?? 0) / 1000;
    const part = parts.get(node) ?? null;
    const tick = ticks[Math.floor(at / 1000 / tickMs)];
    if (part !== null && tick && lasts > 0) tick[part] += lasts;
  }
  return ticks;
}
