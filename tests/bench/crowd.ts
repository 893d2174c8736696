/** Many screens in child processes: what a benchmark of the push stage loads the server with. */
import type { Subscribe } from '../../server/wire/messages.ts';
import { startChild, type TestChild } from '../helpers/child.ts';
import type { Count, Order, View } from './screens.ts';

export interface Crowd { count(): Promise<Count>; pids: number[]; close(): Promise<void> }

const ask = (child: TestChild, order: Order): Promise<Count> => new Promise((done, fail) => {
  const hear = (message: { ok?: Count; error?: string }): void => {
    if (message.ok) done(message.ok);
    else fail(new Error(`screens: ${message.error ?? 'no answer'}`));
  };
  child.process.once('message', hear);
  void child.ended.then((how) => fail(new Error(`screens ended (${how}):\n${child.lines().slice(-10).join('\n')}`)));
  child.process.send(order);
});

const add = (counts: Count[]): Count => counts.reduce((a, b) => ({
  screens: a.screens + b.screens, snapshots: a.snapshots + b.snapshots, messages: a.messages + b.messages, bytes: a.bytes + b.bytes, refused: [...a.refused, ...b.refused],
}));

/** Opens one screen for each view, spread over `processes`; resolves when every one has its snapshots. */
export async function openCrowd(url: string, views: readonly View[], options: { bare?: boolean; processes?: number } = {}): Promise<Crowd> {
  const processes = Math.min(options.processes ?? 2, views.length);
  const children = await Promise.all(Array.from({ length: processes }, (_, i) => startChild({ name: `screens ${i}`, args: ['tests/bench/screens.ts'] })));
  const close = async (): Promise<void> => { await Promise.all(children.map((child) => child.kill())); };
  try {
    const opened = add(await Promise.all(children.map((child, i) =>
      ask(child, { do: 'open', url, bare: options.bare ?? false, views: views.filter((_, at) => at % processes === i).map((view) => [...view]) }))));
    if (opened.refused.length) throw new Error(`the server refused a subscription: ${opened.refused[0] ?? ''}`);
    if (opened.screens !== views.length) throw new Error(`${opened.screens} of ${views.length} screens are connected`);
  } catch (cause) { await close(); throw cause; }
  return { pids: children.map((child) => child.pid), close, count: async () => add(await Promise.all(children.map((child) => ask(child, { do: 'count' })))) };
}

const DESK = ['summary', 'trend', 'cases', 'alerts', 'stations', 'cameras', 'heat'] as const;
const request = (region: string, topic: Subscribe['topic']): Subscribe =>
  ({ region, topic, ...(topic === 'trend' || topic === 'heat' ? { window: 24 as const } : {}) });

/** What a screen that looks at `region` subscribes to; `staff`: with positions. */
export const viewOf = (region: string, staff: boolean): View =>
  [...DESK, ...(staff ? ['staff' as const] : [])].map((topic) => request(region, topic));

/**
 * Fifty distinct subscriptions: the city with positions (8) and six districts without (7 each).
 * A smaller city has fewer districts, then fewer subscriptions.
 */
export function fiftyViews(city: string, districts: readonly string[]): View[] {
  return [viewOf(city, true), ...districts.slice(0, 6).map((code) => viewOf(code, false))];
}

/** `count` screens: half of them on the first view (the city's), the rest spread over the others. */
export function spread(views: readonly View[], count: number): View[] {
  const [first, ...rest] = views;
  if (!first) return [];
  return Array.from({ length: count }, (_, i) => (i % 2 === 0 || rest.length === 0 ? first : rest[((i - 1) / 2) % rest.length] ?? first));
}
