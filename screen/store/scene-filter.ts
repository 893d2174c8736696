/** The filter of a scene: what it asks of each topic, and how it is said. Pure. */
import type { ApiCategories } from '../../server/wire/categories.ts';
import type { Subscribe, Topic } from '../../server/wire/messages.ts';
import type { Scene } from '../../server/wire/scene.ts';
import { STREAM } from '../look/words.ts';

type Filtered = Pick<Scene, 'filter' | 'heatClass'>;

/** What a topic can be asked for; {} where it tells nothing of the filter apart. */
export function asked(scene: Filtered | null, topic: Topic): Pick<Subscribe, 'filter'> {
  if (!scene) return {};
  const { filter: { class: of, source, urgent }, heatClass } = scene;
  if (topic === 'heat') { const shown = heatClass ?? of; return shown === null ? {} : { filter: { class: shown } }; }
  if (topic !== 'cases' || (of === null && source === null && !urgent)) return {};
  return { filter: { ...(of === null ? {} : { class: of }), ...(source === null ? {} : { source }), ...(urgent ? { urgent } : {}) } };
}

/** Its name in the city's own classification. */
export const classNameOf = (key: string, categories: ApiCategories | null): string =>
  categories?.classifications[categories.classification ?? '']?.classes[key] ?? key;

/** Of what cases a list is, in words: the urgent, a class, a source. */
export function filterWords(scene: Filtered | null, categories: ApiCategories | null): string[] {
  if (!scene) return [];
  const { class: of, source, urgent } = scene.filter;
  return [urgent ? STREAM.onlyUrgent : '', of === null ? '' : classNameOf(of, categories), source === null ? '' : categories?.sources?.[source] ?? source].filter((word) => word !== '');
}
