/** Canonical form of a subscription: two requests that mean the same have one key, one source, one room. */
import { Subscribe, TOPICS, type Topic } from '../wire/messages.ts';
import { isUnplaced } from '../wire/region.ts';

export type Window = 1 | 24 | 168 | 720;
export interface Wanted { key: string; region: string; topic: Topic; window: Window | null; class: string | null; source: string | null; urgent: boolean }

const windowed = (topic: Topic): boolean => topic === 'trend' || topic === 'heat';

export interface Known { region(code: string): boolean }

/**
 * Reads a request off the socket. Window and filter count only where the topic has them; a missing
 * window is 24 h. Returns a text saying what is wrong instead, where something is.
 */
export function canonical(request: unknown, known: Known): Wanted | string {
  const parsed = Subscribe.safeParse(request);
  if (!parsed.success) return `subscribe: ${describe(parsed.error.issues)}; expected { region, topic: ${TOPICS.join('|')}, window?, filter? }`;
  const { region, topic, window, filter } = parsed.data;
  if (isUnplaced(region) || !known.region(region)) return `subscribe: no region "${region}" in this city`;
  const hours = windowed(topic) ? (window ?? 24) : null;
  const className = topic === 'heat' || topic === 'cases' ? (filter?.class ?? null) : null;
  const source = topic === 'cases' ? (filter?.source ?? null) : null;
  const urgent = topic === 'cases' && filter?.urgent === true;
  return { key: keyOf(region, topic, hours, className, source, urgent), region, topic, window: hours, class: className, source, urgent };
}

/** What only few ask for stands at the end, and not at all where nobody does. */
const keyOf = (region: string, topic: Topic, window: Window | null, className: string | null, source: string | null, urgent: boolean): string =>
  [region, topic, window ?? '', className ?? '', ...(source !== null || urgent ? [source ?? '', urgent ? 'urgent' : ''] : [])].map((part) => encodeURIComponent(part)).join('|');

function describe(issues: readonly { path: readonly PropertyKey[]; message: string }[]): string {
  return issues.slice(0, 3).map((issue) => `${issue.path.map(String).join('.') || 'request'}: ${issue.message}`).join('; ');
}
