/** Filters that an officer keeps by name, in this browser: as the address's parameters, so that they outlive a new version. */
import { PARAMS } from './filter.ts';

export interface Saved { name: string; params: Record<string, string> }
const KEY = 'yiping.desk.filters';
const MOST = 30;

/** What is not as it was written is left out, never an error. */
export function readSaved(memory: Pick<Storage, 'getItem'>): Saved[] {
  try {
    const value: unknown = JSON.parse(memory.getItem(KEY) ?? '[]');
    if (!Array.isArray(value)) return [];
    return value.flatMap((one: unknown) => {
      const { name, params } = (typeof one === 'object' && one !== null ? one : {}) as { name?: unknown; params?: unknown };
      if (typeof name !== 'string' || name === '' || typeof params !== 'object' || params === null) return [];
      const own = Object.entries(params).filter((entry): entry is [string, string] => PARAMS.some((known) => known === entry[0]) && typeof entry[1] === 'string');
      return [{ name: name.slice(0, 40), params: Object.fromEntries(own) }];
    });
  } catch {
    return [];
  }
}

/** The newest first; one of the same name gives way. */
export function withSaved(all: readonly Saved[], one: Saved): Saved[] { return [one, ...all.filter(({ name }) => name !== one.name)].slice(0, MOST); }
export function writeSaved(memory: Pick<Storage, 'setItem'>, all: readonly Saved[]): void { memory.setItem(KEY, JSON.stringify(all)); }
