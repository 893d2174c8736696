/** Where cameras fail: children by how many are off; the bar is those, the figure the share that is on. Pure. */
import type { CounterRow } from '../../../server/wire/counters.ts';
import { unplacedOf, type Region } from '../../../server/wire/region.ts';
import type { BarRow } from '../../charts/bars.ts';
import { count, percent } from '../../look/format.ts';
import { UNPLACED, VIDEO } from '../../look/words.ts';

export interface VideoModel { total: number; off: number; rows: BarRow[] }

/** `children` with 未落格 as the last of them, so that what the rows count is what the place has. */
export function video(place: string, children: readonly Region[], rows: Readonly<Record<string, CounterRow>>, most: number): VideoModel {
  const own = rows[place] ?? {};
  const parts = [...children.map(({ code, name }) => ({ code, name, touch: true })), { code: unplacedOf(place), name: UNPLACED, touch: false }]
    .map((part) => ({ ...part, on: rows[part.code]?.['video.on'] ?? 0, total: rows[part.code]?.['video.total'] ?? 0 }))
    .filter(({ on, total }) => total > on)
    .sort((a, b) => (b.total - b.on) - (a.total - a.on) || (a.code < b.code ? -1 : 1));
  const worst = Math.max(1, ...parts.map(({ on, total }) => total - on));
  return {
    total: own['video.total'] ?? 0,
    off: (own['video.total'] ?? 0) - (own['video.on'] ?? 0),
    rows: parts.slice(0, most).map(({ code, name, on, total, touch }) => ({ key: code, label: name, share: (total - on) / worst, tone: 'quiet' as const, part: VIDEO.offline(count(total - on)), text: percent(on / total), touch })),
  };
}
