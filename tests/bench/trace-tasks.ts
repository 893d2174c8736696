/**
 * Script on the page's main thread, from a Chromium trace. Counted is the thread's own CPU time: what
 * it waits for the software renderer, or for other processes on the same cores, is no script.
 */
interface TraceEvent { name: string; ph: string; ts: number; dur?: number; tdur?: number; pid: number; tid: number; args?: { name?: string; data?: Record<string, unknown> } }
export interface Trace { traceEvents: TraceEvent[] }

/** One task of the main thread, ms. */
export interface Task { whole: number; script: number; what: string }
export interface ScriptTime {
  tasks: Task[];
  /** ms of script in each window of one tick. */
  ticks: number[];
  /** CPU time of script as a share of the time it took by the clock: 1 on a machine that does nothing else. */
  share: number;
}

export const TRACE_CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8', '__metadata'];
const SCRIPT = new Set(['FunctionCall', 'EvaluateScript', 'RunMicrotasks', 'v8.callFunction', 'v8.run', 'v8.newInstance', 'MajorGC', 'MinorGC', 'V8.GCScavenger', 'V8.GCFinalizeMC']);

const end = (e: TraceEvent): number => e.ts + (e.dur ?? 0);

/** Events that no earlier event of the list contains. */
function outermost(events: TraceEvent[]): TraceEvent[] {
  const out: TraceEvent[] = [];
  let until = -Infinity;
  for (const event of events.sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))) {
    if (event.ts >= until) { out.push(event); until = end(event); }
  }
  return out;
}

/** The main thread on which most script ran: a spare renderer process has one too. */
function mainThread(events: readonly TraceEvent[]): TraceEvent[] {
  const mains = new Map<string, TraceEvent[]>();
  for (const e of events) if (e.name === 'thread_name' && e.args?.name === 'CrRendererMain') mains.set(`${e.pid}:${e.tid}`, []);
  for (const e of events) if (e.ph === 'X' && e.dur !== undefined) mains.get(`${e.pid}:${e.tid}`)?.push(e);
  const script = (list: TraceEvent[]): number => list.reduce((sum, e) => sum + (SCRIPT.has(e.name) ? e.tdur ?? 0 : 0), 0);
  return [...mains.values()].sort((a, b) => script(b) - script(a))[0] ?? [];
}

/** `from`, `to`: µs of the browser's monotonic clock; the windows begin at `from`. Absent: the whole trace. */
export function scriptTimeOf(trace: Trace, span?: { from: number; to: number }, tickMs = 250): ScriptTime {
  const events = mainThread(trace.traceEvents);
  const script = outermost(events.filter((e) => SCRIPT.has(e.name)));
  const began = span?.from ?? events.reduce((least, e) => Math.min(least, e.ts), Infinity);
  const ended = span?.to ?? events.reduce((most, e) => Math.max(most, end(e)), 0);
  const count = Math.floor((ended - began) / 1000 / tickMs);
  const ticks = Array.from({ length: Math.max(0, count) }, () => 0);
  for (const e of script) {
    const tick = Math.floor((e.ts - began) / 1000 / tickMs);
    if (tick >= 0 && tick < ticks.length) ticks[tick] = (ticks[tick] ?? 0) + (e.tdur ?? 0) / 1000;
  }
  const tasks = events.filter((e) => e.name === 'RunTask').map((task): Task => {
    const inside = script.filter((e) => e.ts >= task.ts && end(e) <= end(task));
    const most = inside.reduce<TraceEvent | null>((best, e) => ((e.tdur ?? 0) > (best?.tdur ?? -1) ? e : best), null);
    return { whole: (task.dur ?? 0) / 1000, script: inside.reduce((sum, e) => sum + (e.tdur ?? 0), 0) / 1000, what: `${most?.name ?? ''} ${JSON.stringify(most?.args?.data ?? {}).slice(0, 160)}` };
  });
  const sum = (pick: (e: TraceEvent) => number): number => script.reduce((total, e) => total + pick(e), 0);
  const clock = sum((e) => e.dur ?? 0);
  return { tasks: tasks.filter((task) => task.script > 0).sort((a, b) => b.script - a.script), ticks, share: clock > 0 ? sum((e) => e.tdur ?? 0) / clock : 1 };
}
