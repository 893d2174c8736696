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

export const PARTS = ['store', 'map', 'panels', 'socket', 'gl', 'other'] as const;
export type Part = (typeof PARTS)[number];
/** ms by part of each window of one tick. */
export type Tick = Record<Part, number>;

/** The first of these that a frame's source fits, from the innermost frame outwards, says whose time it is. */
const SOURCES: readonly [RegExp, Part][] = [
  [/screen\/store\/|screen\/source\/|server\/wire\//, 'store'],
  [/screen\/map\/|@deck\.gl|@luma\.gl|@math\.gl/, 'map'],
  [/screen\/(panels|charts|wall|look)\/|screen\/App|node_modules\/(echarts|zrender|vue-echarts)/, 'panels'],
  [/socket\.io|engine\.io/, 'socket'],
];
/** Time inside WebGL itself: on a software renderer that is drawing, not script. */
const GL = /^(readPixels|finish|flush|clientWaitSync|getSyncParameter|draw(Elements|Arrays)|tex(Sub)?Image|buffer(Sub)?Data|getParameter|getError|linkProgram|compileShader|getProgramParameter|getShaderParameter|getActive|checkFramebufferStatus|clear|bind|uniform|useProgram|viewport|blitFramebuffer|getExtension|generateMipmap|getContext)/;
const NOT_SCRIPT = new Set(['(idle)', '(program)', '(root)']);

type Node = CpuProfile['nodes'][number];

/** Part of every node of the profile; null where no script runs. */
function partsOf(profile: CpuProfile, screen: MappedScreen): Map<number, Part | null> {
  const parent = new Map<number, Node>();
  for (const node of profile.nodes) for (const child of node.children ?? []) parent.set(child, node);
  const own = new Map<number, Part | null>();
  const ownPart = (node: Node): Part | null => {
    const known = own.get(node.id);
    if (known !== undefined) return known;
    const { url, lineNumber, columnNumber, functionName } = node.callFrame;
    const source = screen.sourceOf(url, lineNumber, columnNumber);
    const part = source === null ? (/socket\.io/.test(url) ? 'socket' : null) : SOURCES.find(([fits]) => fits.test(source))?.[1] ?? null;
    const answer = url === '' && GL.test(functionName) ? 'gl' : part;
    own.set(node.id, answer);
    return answer;
  };
  const out = new Map<number, Part | null>();
  for (const node of profile.nodes) {
    if (NOT_SCRIPT.has(node.callFrame.functionName)) { out.set(node.id, null); continue; }
    let part: Part | null = null;
    for (let at: Node | undefined = node; at && part === null; at = parent.get(at.id)) part = ownPart(at);
    out.set(node.id, part ?? 'other');
  }
  return out;
}

/** Script time by part of each window of `tickMs`, windows without any included. */
export function ticksOf(profile: CpuProfile, screen: MappedScreen, tickMs = 250): Tick[] {
  const parts = partsOf(profile, screen);
  const count = Math.floor((profile.endTime - profile.startTime) / 1000 / tickMs);
  const ticks: Tick[] = Array.from({ length: count }, () => ({ store: 0, map: 0, panels: 0, socket: 0, gl: 0, other: 0 }));
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
