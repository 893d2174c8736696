/** Panels read topics through here; who else reads the same, and how it arrives, is not theirs to know. */
import { defineStore } from 'pinia';
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef } from 'vue';
import type { Subscribe, Topic } from '../../server/wire/messages.ts';
import { canonical, type Frame, type Lease, type SubscriptionHub } from './subscriptions.ts';

export const useTopics = defineStore('topics', () => {
  const hub = shallowRef<SubscriptionHub | null>(null);
  return { hub };
});

const NOTHING: Frame = { data: null, asOf: null, seq: 0, refused: null };

/**
 * The frame of whatever `request` asks for now; null asks for nothing. Follows the request as it
 * changes, and lets go with the component that called.
 */
export function useTopic<T extends Topic>(request: () => (Subscribe & { topic: T }) | null): ComputedRef<Frame<T>> {
  const topics = useTopics();
  const lease = shallowRef<Lease<T> | null>(null);
  watch(
    () => { const wanted = request(); return topics.hub && wanted ? canonical(wanted) : null; },
    () => {
      const before = lease.value;
      const wanted = request();
      lease.value = topics.hub && wanted ? topics.hub.open(wanted) : null;
      before?.release();
    },
    { immediate: true },
  );
  onScopeDispose(() => lease.value?.release());
  return computed(() => lease.value?.frame.value ?? (NOTHING as Frame<T>));
}
