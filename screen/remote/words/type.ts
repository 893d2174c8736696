/** What the remote's words are: as many, and of the same shape, as those of zh-CN. */
import type { Said } from '../../look/words/type.ts';
import type * as zhCN from './zh-CN.ts';

export type RemoteWords = Said<typeof zhCN>;
