/**
 * What every panel is made of: a topic of the place, a pure model built from it, and a status. A
 * model that cannot be built keeps the last one; the next data try again.
 */
import { computed, reactive } from 'vue';
import type { Kind } from '../../server/wire/entity.ts';
import type { FeedHealth, SnapshotOf, Subscribe, Topic } from '../../server/wire/messages.ts';
import { useLink } from './link.ts';
import { carries, feedsOf, panelStatus, type PanelStatus } from './panel-status.ts';
import { usePlace } from './place.ts';
import { asked } from './scene-filter.ts';
import { useScenes } from './scenes.ts';
import { useTopic } from './topics.ts';

export interface PanelSpec<T extends Topic, M> {
  topic: T;
  window?: 24;
  /** Whose feeds' health and age this panel shows. */
  kinds: readonly Kind[];
  build: (data: SnapshotOf<T>) => M;
  /** Stated reason why there is nothing to show, or null. */
  absent?: (model: M) => string | null;
}
export interface PanelView<M> { model: M | null; status: PanelStatus; /** Rises with each frame of data. */ seq: number }

export function usePanel<T extends Topic, M>(spec: PanelSpec<T, M>): PanelView<M> {
  const place = usePlace();
  const [link, scenes] = [useLink(), useScenes()];
  const request = (): (Subscribe & { topic: T }) | null => {
    if (place.code === null) return null;
    const of = { region: place.code, topic: spec.topic, ...asked(scenes.current, spec.topic) };
    return spec.window === undefined ? of : { ...of, window: spec.window };
  };
  const frame = useTopic<T>(request);
  let last: { region: string | null; model: M } | null = null;

  const built = computed<{ model: M | null; broken: boolean }>(() => {
    const { data } = frame.value;
    if (data === null) return { model: null, broken: false };
    const region = place.code;
    try {
      last = { region, model: spec.build(data) };
      return { model: last.model, broken: false };
    } catch {
      return { model: last?.region === region ? last.model : null, broken: true };
    }
  });
  const status = computed<PanelStatus>(() => {
    const { model, broken } = built.value;
    const { data, asOf, refused } = frame.value;
    return panelStatus({
      hasData: data !== null, asOf, now: link.told, stopped: link.stopped, refused, broken,
      // Data that made no error made a model, even where M includes null.
      absent: data !== null && !broken && spec.absent ? spec.absent(model as M) : null,
      feeds: feedsOf(link.feeds, spec.kinds),
      connected: spec.kinds.length === 0 || spec.kinds.some((kind) => carries(link.known, kind)),
    });
  });
  return reactive({ model: computed(() => built.value.model), status, seq: computed(() => frame.value.seq) }) as PanelView<M>;
}

/** A panel made of the feeds' own health, as the beats tell it. */
export function useFeedsPanel<M>(build: (feeds: readonly FeedHealth[], now: number) => M, absent: (model: M) => string | null = () => null): PanelView<M> {
  const link = useLink();
  const model = computed(() => (link.known === null ? null : build(link.known, link.told)));
  const status = computed<PanelStatus>(() => panelStatus({
    hasData: model.value !== null, asOf: link.stopped ? link.stoppedAt : link.told, now: link.told, stopped: link.stopped, refused: null, broken: false, absent: model.value === null ? null : absent(model.value), feeds: [],
    connected: link.known === null || link.known.length > 0,
  }));
  return reactive({ model, status, seq: computed(() => link.now) }) as PanelView<M>;
}
