/** The languages that the wall speaks, and what a city's configuration says in one or several of them. */
import { z } from 'zod';

export const LANGUAGES = ['zh-CN', 'zh-TW', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** `防汛防台`, or `{ zh-CN: 防汛防台, en: Flood }`. */
export const Said = z.union([
  z.string().min(1),
  z.partialRecord(z.enum(LANGUAGES), z.string().min(1)).refine((by) => Object.keys(by).length > 0, 'a name in one language at least'),
], `a name, or names by language: ${LANGUAGES.join(', ')}`);
export type Said = z.infer<typeof Said>;

/** In `language`, else in the first that it is said in: Chinese of either kind before English. */
export const saidIn = (said: Said, language: Language): string =>
  (typeof said === 'string' ? said : [language, ...LANGUAGES].map((one) => said[one]).find((text) => text !== undefined) ?? '');
