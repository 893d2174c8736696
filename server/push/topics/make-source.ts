/** Which source answers a subscription. */
import type { Case } from '../../wire/entity.ts';
import type { PushDeps } from '../deps.ts';
import type { Mirrors } from '../mirrors/index.ts';
import type { Wanted } from '../subscription-key.ts';
import { HeatSource, type HeatReader } from './heat.ts';
import { AlertsSource, CasesSource, StationsSource } from './lists.ts';
import { PointsSource } from './points.ts';
import type { Source } from './source.ts';
import { SummarySource } from './summary.ts';
import { TrendSource } from './trend.ts';

type SourceDeps = Pick<PushDeps, 'regions' | 'store' | 'clock' | 'heat' | 'classOf'>;

export function makeSource(wanted: Wanted, deps: SourceDeps, mirrors: Mirrors, heat: HeatReader): Source {
  const { regions, store, clock } = deps;
  const code = wanted.region;
  const region = regions.get(code);
  if (!region) throw new Error(`no region ${code}, though the subscription was accepted`);
  switch (wanted.topic) {
    case 'summary': return new SummarySource(code, regions, store, phaseOf(wanted.key));
    case 'trend': return new TrendSource(code, wanted.window ?? 24, clock.zone, regions, store, mirrors.stations);
    case 'cases': return new CasesSource(code, mirrors.cases, regions, matcher(wanted, deps.classOf));
    case 'alerts': return new AlertsSource(code, mirrors.alerts, regions);
    case 'stations': return new StationsSource(code, mirrors.stations, regions);
    case 'cameras': return new PointsSource('cameras', region, mirrors.cameras.points, regions);
    case 'staff': return new PointsSource('staff', region, mirrors.staff.points, regions);
    case 'heat': return new HeatSource(code, wanted.window ?? 24, wanted.class, deps.heat, clock.zone, regions, heat);
  }
}

/** Which cases a filter lets through; null: all. */
function matcher({ class: of, source, urgent }: Wanted, classOf: PushDeps['classOf']): ((entity: Case) => boolean) | null {
  if (of === null && source === null && !urgent) return null;
  return (entity) => (of === null || classOf(entity.category) === of) && (source === null || entity.source === source) && (!urgent || entity.urgent);
}

/** A moment of the minute, ms, the same for the same key. */
function phaseOf(key: string): number {
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (hash * 31 + key.charCodeAt(i)) >>> 0;
  return hash % 60_000;
}
