/**
 * YAML files of a city folder: read, expanded from the environment, checked against a schema. Every
 * error says file:line:column, what was found and what was expected.
 */
import { readFileSync } from 'node:fs';
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import type { z } from 'zod';

/** What the environment gives: name → text. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A mistake in configuration; `message` holds every one found, a line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) { super(problems.join('\n')); }
}

interface Source { file: string; doc: Document; lines: LineCounter }

/** Reads `file` as `schema`. Throws ConfigError naming all mistakes of the file. */
export const readYaml = <T>(file: string, schema: z.ZodType<T>, env: Variables): T => readPlaced(file, schema, env).data;

/** The same, with where in the file a value stands ("file:line:column"), for what only others can check. */
export function readPlaced<T>(file: string, schema: z.ZodType<T>, env: Variables): { data: T; where(path: readonly (string | number)[]): string } {
  const source = parseFile(file);
  const unset = expand(source, env);
  if (unset.length > 0) throw new ConfigError(unset);
  const result = schema.safeParse(source.doc.toJS({ maxAliasCount: 100 }));
  if (result.success) return { data: result.data, where: (path) => place(source, offsetOf(source.doc, path, false)) };
  throw new ConfigError(result.error.issues.map((issue) => problem(source, issue)));
}

function parseFile(file: string): Source {
  let text: string;
  try { text = readFileSync(file, 'utf8'); } catch (cause) {
    throw new ConfigError([`${file}: found no readable file (${cause instanceof Error ? cause.message : String(cause)}), expected YAML`]);
  }
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const source = { file, doc, lines };
  if (doc.errors.length > 0) {
    throw new ConfigError(doc.errors.map((error) => `${place(source, error.pos[0])}: found ${error.message}, expected well-formed YAML`));
  }
  return source;
}

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/** Puts `${VAR}` and `${VAR:-default}` into every text of the document; returns what is not set. */
function expand(source: Source, env: Variables): string[] {
  const unset: string[] = [];
  visit(source.doc, {
    Scalar(_key, node) {
      if (typeof node.value !== 'string' || !node.value.includes('${')) return;
      node.value = node.value.replace(VARIABLE, (whole: string, name: string, fallback?: string) => {
        const value = env[name];
        if (value !== undefined && value !== '') return value;
        if (fallback !== undefined) return fallback;
        unset.push(`${place(source, node.range?.[0])}: found ${whole}, expected the environment variable ${name} to be set`);
        return '';
      });
    },
  });
  return unset;
}

function place(source: Source, offset: number | undefined): string {
  if (offset === undefined) return source.file;
  const { line, col } = source.lines.linePos(offset);
  return `${source.file}:${line}:${col}`;
}

type Issue = z.core.$ZodIssue;

function problem(source: Source, issue: Issue): string {
  const real = deepest(issue, []);
  if (real.issue.code === 'unrecognized_keys') {
    const key = real.issue.keys[0] ?? '';
    return `${place(source, offsetOf(source.doc, [...real.path, key], true))}: found unknown key ${JSON.stringify(key)}${inside(real.path)}, expected one of this file's documented keys`;
  }
  const found = source.doc.getIn(real.path);
  const text = found === undefined ? 'nothing' : shorten(isNode(found) ? JSON.stringify(found.toJS(source.doc)) : JSON.stringify(found));
  return `${place(source, offsetOf(source.doc, real.path, false))}: ${real.path.join('.') || 'the file'}: found ${text}, expected ${expectation(real.issue)}`;
}

const inside = (path: readonly (string | number)[]): string => (path.length === 0 ? '' : ` in ${path.join('.')}`);
const shorten = (text: string | undefined): string => (text === undefined ? 'nothing' : text.length > 80 ? `${text.slice(0, 77)}…` : text);

/** Of a union's branches, the one that came furthest: that is what the writer meant. */
function deepest(issue: Issue, base: readonly (string | number)[]): { issue: Issue; path: (string | number)[] } {
  const path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return { issue, path };
  const first = issue.errors.flatMap((branch) => branch.slice(0, 1)).map((inner) => deepest(inner, path));
  const furthest = first.reduce<{ issue: Issue; path: (string | number)[] } | null>((best, next) =>
    (best === null || depth(next) > depth(best) ? next : best), null);
  return furthest !== null && depth(furthest) > path.length ? furthest : { issue, path };
}
/** An unknown key lies one deeper than the map it was found in. */
const depth = (at: { issue: Issue; path: readonly unknown[] }): number => at.path.length + (at.issue.code === 'unrecognized_keys' ? 1 : 0);

function offsetOf(doc: Document, path: readonly (string | number)[], key: boolean): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? doc.contents : (doc.getIn(path.slice(0, length), true) as Node | undefined);
    if (key && length === path.length && length > 0) {
      const parent = length === 1 ? doc.contents : (doc.getIn(path.slice(0, -1), true) as Node | undefined);
      const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === path[length - 1]) : undefined;
      if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0];
    }
    if (isNode(node) && node.range) return node.range[0];
  }
  return undefined;
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    // What a schema says in its own words is what it expects.
    case 'invalid_type': return issue.message.startsWith('Invalid input') ? `a ${issue.expected}` : issue.message;
    case 'invalid_value': return issue.values.length === 1 ? JSON.stringify(issue.values[0]) : `one of ${issue.values.map((value) => String(value)).join(', ')}`;
    case 'too_small': return `at least ${String(issue.minimum)}${sized(issue.origin)}`;
    case 'too_big': return `at most ${String(issue.maximum)}${sized(issue.origin)}`;
    case 'invalid_union': return issue.errors.flatMap((branch) => branch.slice(0, 1)).map(expectation).join(' or ') || issue.message;
    default: return issue.message;
  }
}
const sized = (origin: string): string => (origin === 'string' ? ' characters' : origin === 'array' ? ' items' : '');
