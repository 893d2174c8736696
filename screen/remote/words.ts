/** The words of the remote in the page's language; the wall never fetches them. */
import type { Language } from '../../server/wire/language.ts';
import { LANGUAGE } from '../look/language.ts';
import * as en from './words/en.ts';
import type { RemoteWords } from './words/type.ts';
import * as zhCN from './words/zh-CN.ts';
import * as zhTW from './words/zh-TW.ts';

export const REMOTE_WORDS: Readonly<Record<Language, RemoteWords>> = { 'zh-CN': zhCN, 'zh-TW': zhTW, en };
export const { REMOTE, PAIR, HOLDER, PANES, LOOK, PAST, SCRIPT, STANDING, WHY, ACT } = REMOTE_WORDS[LANGUAGE];
