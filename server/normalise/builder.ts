/** What the builders of every kind share. */
import type { Expr } from '../config.ts';
import type { Version } from '../wire/entity.ts';
import { compileRequired, type Read } from './expression.ts';
import type { RegionTree } from './regions.ts';
import type { Row } from './row.ts';
import { id, number, time } from './targets.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What a mapping is compiled against. */
export interface Rules {
  tree: RegionTree;
  zone: string;
  /** Whether a category is in a table of the city. */
  knownCategory(category: string): boolean;
  vocabulary: Vocabulary;
}

/** Reads one row; undefined when the row refused. */
export type Build<T> = (row: Row) => T | undefined;

interface BaseMapping { id: Expr; version: { revision: Expr } | { updated: Expr }; updatedAt: Expr }
interface BaseFeed { time: string; zone?: string | undefined; idPattern: string; map: BaseMapping }

export interface Base { id: string; version: Version; updatedAt: number }

export const timesOf = (feed: { time: string; zone?: string | undefined }, rules: Rules): { time: string; zone: string } => ({ time: feed.time, zone: feed.zone ?? rules.zone });

export function compileBase(feed: BaseFeed, rules: Rules): Build<Base> {
  const { map } = feed;
  const readId = compileRequired(map.id, 'id', id(feed.idPattern));
  const past = time(timesOf(feed, rules), true);
  const readUpdated = compileRequired(map.updatedAt, 'updatedAt', past);
  const by = 'revision' in map.version ? 'revision' : 'updated';
  const readVersion: Read<number> = 'revision' in map.version
    ? compileRequired(map.version.revision, 'version', number({ min: 0, max: 2 ** 48, whole: true }))
    : compileRequired(map.version.updated, 'version', past);
  return (row) => {
    const own = readId(row);
    const updatedAt = readUpdated(row);
    const value = readVersion(row);
    if (own === undefined || updatedAt === undefined || value === undefined) return undefined;
    return { id: own, version: { by, value }, updatedAt };
  };
}

/** Only what is there: an entity has no key whose value is undefined. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const out: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key in fields) if (fields[key] !== undefined) out[key] = fields[key] as Exclude<T[typeof key], undefined>;
  return out;
}
