/** Tasks of the page's main thread, from a Chromium trace: how long script ran in each, and how long it only waited for the renderer. */

interface TraceEvent { name: string; ph: string; ts: number; dur?: number; pid: number; tid: number; args?: { name?: string; data?: Record<string, unknown> } }
export interface Task { /** ms since the trace began */ at: number; /** ms, whole */ whole: number; /** ms of script, less waits for the GPU process */ script: number; what: string }

export const TRACE_CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8', 'gpu', '__metadata'];
const SCRIPT = new Set(['FunctionCall', 'EvaluateScript', 'RunMicrotasks', 'v8.callFunction', 'v8.run', 'MajorGC', 'MinorGC', 'V8.GCScavenger', 'V8.GCFinalizeMC']);
const WAITS = /CommandBuffer.*(Wait|Finish)|WaitForGetOffset|WaitForToken|CommandBufferHelper::Finish|GLES2Implementation::(ReadPixels|Finish|GetError|GetProgramiv|GetShaderiv)/;

/** Total length of a set of intervals, overlaps counted once; ms. */
function covered(intervals: [number, number][]): number {
  intervals.sort((a, b) => a[0] - b[0]);
  let sum = 0;
  let end = -Infinity;
  for (const [from, to] of intervals) {
    if (to > end) { sum += to - Math.max(from, end); end = to; }
  }
  return sum / 1000;
}

/** Tasks longer than `least` ms of the renderer's main thread, longest script first. */
export function longTasks(trace: { traceEvents: TraceEvent[] }, least = 5): Task[] {
  const events = trace.traceEvents;
  const mains = new Set(events.filter((e) => e.name === 'thread_name' && e.args?.name === 'CrRendererMain').map((e) => `${e.pid}:${e.tid}`));
  const of = events.filter((e) => e.ph === 'X' && e.dur !== undefined && mains.has(`${e.pid}:${e.tid}`));
  const began = Math.min(...of.map((e) => e.ts));
  const inner = of.filter((e) => SCRIPT.has(e.name) || WAITS.test(e.name)).sort((a, b) => a.ts - b.ts);
  const tasks = of.filter((e) => (e.name === 'RunTask' || e.name === 'ThreadControllerImpl::RunTask') && (e.dur ?? 0) / 1000 > least);
  return tasks.map((task): Task => {
    const end = task.ts + (task.dur ?? 0);
    const inside = inner.filter((e) => e.pid === task.pid && e.tid === task.tid && e.ts >= task.ts && e.ts + (e.dur ?? 0) <= end);
    const span = (e: TraceEvent): [number, number] => [e.ts, e.ts + (e.dur ?? 0)];
    const script = inside.filter((e) => SCRIPT.has(e.name));
    const longest = [...script].sort((a, b) => (b.dur ?? 0) - (a.dur ?? 0))[0];
    return {
      at: (task.ts - began) / 1000, whole: (task.dur ?? 0) / 1000,
      script: Math.max(0, covered(script.map(span)) - covered(inside.filter((e) => WAITS.test(e.name)).map(span))),
      what: `${longest?.name ?? '?'} ${JSON.stringify(longest?.args?.data ?? {}).slice(0, 160)}`,
    };
  }).sort((a, b) => b.script - a.script);
}
