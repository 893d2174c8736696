/** How a figure says which 口径 it has: attributes that the wall's one handler reads. Pure. */
import type { AnswerKey } from './registry.ts';

/** What an element on the wall asks for. `of`: the class, stage, role … it counts; `region`: another place than the wall's. */
export interface Asked { key: string; of: string | null; name: string | null; region: string | null }

/** Attributes of an element that is, or holds, a figure. */
export function answer(key: AnswerKey, more: { of?: string | undefined; name?: string | undefined; region?: string | undefined } = {}): Record<string, string | number> {
  return {
    'data-answer': key, tabindex: 0,
    ...(more.of === undefined ? {} : { 'data-answer-of': more.of }),
    ...(more.name === undefined ? {} : { 'data-answer-name': more.name }),
    ...(more.region === undefined ? {} : { 'data-answer-region': more.region }),
  };
}

export function askedOf({ dataset }: Pick<HTMLElement | SVGElement, 'dataset'>): Asked {
  return { key: dataset['answer'] ?? '', of: dataset['answerOf'] ?? null, name: dataset['answerName'] ?? null, region: dataset['answerRegion'] ?? null };
}
