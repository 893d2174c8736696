/** The words of the desk in the page's language; the wall never fetches them. */
import type { Language } from '../../server/wire/language.ts';
import { LANGUAGE } from '../look/language.ts';
import * as en from './words/en.ts';
import type { DeskWords } from './words/type.ts';
import * as zhCN from './words/zh-CN.ts';
import * as zhTW from './words/zh-TW.ts';

export const DESK_WORDS: Readonly<Record<Language, DeskWords>> = { 'zh-CN': zhCN, 'zh-TW': zhTW, en };
export const { DESK, HOT, SURGE, RISING, CONTACTS, DESK_ALERTS, DESK_SUPERVISE, HANDOVER, REPORT, CASES, CASE, PLAYBACK } = DESK_WORDS[LANGUAGE];
