/** What a set of words is: as many, and of the same shape, as those of zh-CN. A word that a language lacks is an error of types. */
import type * as zhCN from './zh-CN.ts';

export type Said<T> = T extends string ? string : T extends number ? number : T extends (...args: infer A) => string ? (...args: A) => string : { readonly [K in keyof T]: Said<T[K]> };
export type Words = Said<typeof zhCN>;
