/**
 * The mapping language, compiled: an expression and the type of the field it fills become one
 * closure, `(row) → value | undefined`. Undefined means absent, or refused: the row knows which.
 */
import type { Branch, Expr, ExprObject } from '../config.ts';
import { compilePath, pathName } from '../config/path.ts';
import type { Row } from './row.ts';

export type Read<T> = (row: Row) => T | undefined;

/** How a raw value becomes a field of one type. */
export interface Target<T> {
  /** The value is never absent (undefined, null, empty text). Refuses through the row. */
  convert(value: unknown, row: Row, where: string): T | undefined;
  /** A constant of the mapping; throws when it cannot stand there. */
  constant(value: string | number | boolean, where: string): T;
  /** Whether `page: asOf` may fill it. */
  readonly time?: boolean;
}
/** A target may depend on what the expression itself declares (format of a time, words of a yes or no). */
export type TargetFor<T> = (expr: ExprObject) => Target<T>;

/** Throws, naming the field, when a constant of the expression does not fit. */
export function compile<T>(expr: Expr, field: string, targetFor: TargetFor<T>): Read<T> {
  const object: ExprObject = typeof expr === 'string' ? { path: expr } : expr;
  const read = compileObject(object, field, targetFor);
  if (!object.lenient) return read;
  return (row) => {
    const before = row.rejected;
    const value = read(row);
    if (row.rejected !== before) { row.rejected = before; row.flag('dropped'); return undefined; }
    return value;
  };
}

/** As `compile`; an absent expression is always absent. */
export const compileOptional = <T>(expr: Expr | undefined, field: string, targetFor: TargetFor<T>): Read<T> =>
  (expr === undefined ? () => undefined : compile(expr, field, targetFor));

/** As `compile`, but absence refuses the row. */
export function compileRequired<T>(expr: Expr, field: string, targetFor: TargetFor<T>): Read<T> {
  const read = compile(expr, field, targetFor);
  const where = `${field} ← ${sourceName(expr)}`;
  return (row) => read(row) ?? (row.rejected === null ? row.fail('missing', where, undefined, 'a value') : undefined);
}

function compileObject<T>(expr: ExprObject, field: string, targetFor: TargetFor<T>): Read<T> {
  const target = targetFor(expr);
  const where = `${field} ← ${sourceName(expr)}`;
  if (expr.const !== undefined) {
    const value = target.constant(expr.const, field);
    return () => value;
  }
  if (expr.page !== undefined) {
    if (!target.time) throw new Error(`${field}: found \`page: ${expr.page}\`, expected it only where a time belongs`);
    return (row) => row.asOf as T;
  }
  if (expr.first) return firstOf(expr.first.map((one) => compile(one, field, targetFor)));
  if (expr.when) return branches(expr.when, expr.else, field, targetFor);
  return convertFrom(source(expr), expr, target, where, field);
}

function firstOf<T>(reads: Read<T>[]): Read<T> {
  return (row) => {
    for (const read of reads) {
      const value = read(row);
      if (value !== undefined || row.rejected !== null) return value;
    }
    return undefined;
  };
}

function branches<T>(list: Branch[], otherwise: Expr | undefined, field: string, targetFor: TargetFor<T>): Read<T> {
  const compiled = list.map((branch) => {
    const get = compilePath(branch.path);
    const words = branch.in ? new Set(branch.in.map(String)) : null;
    const absent = branch.is === 'absent';
    const test = (raw: unknown): boolean => {
      const value = get(raw);
      if (words) return isScalar(value) && words.has(String(value));
      return isAbsent(value) === absent;
    };
    return { test, read: compile(branch.then, field, targetFor) };
  });
  const last = compileOptional(otherwise, field, targetFor);
  return (row) => {
    for (const { test, read } of compiled) if (test(row.raw)) return read(row);
    return last(row);
  };
}

/** What the record holds at the expression's source, before any conversion; undefined when absent. */
function source(expr: ExprObject): (row: Row) => unknown {
  const find = expr.template === undefined ? fromPath(expr.path ?? '') : fromTemplate(expr.template);
  const words = expr.absent ? new Set(expr.absent.map(String)) : null;
  const regexp = expr.extract === undefined ? null : new RegExp(expr.extract, 'u');
  return (row) => {
    let value = find(row);
    if (isAbsent(value) || (words !== null && isScalar(value) && words.has(String(value)))) return undefined;
    if (regexp !== null && isScalar(value)) value = regexp.exec(String(value))?.[1];
    return value;
  };
}

function fromPath(path: string | string[]): (row: Row) => unknown {
  const get = compilePath(path);
  return (row) => get(row.raw);
}

function fromTemplate(template: string): (row: Row) => unknown {
  const parts = template.split(/\{([^}]+)\}/).map((text, at) => (at % 2 === 0 ? { text, get: null } : { text, get: compilePath(text) }));
  return (row) => {
    let text = '';
    for (const part of parts) {
      if (part.get === null) { text += part.text; continue; }
      const value = part.get(row.raw);
      if (isAbsent(value)) return undefined;
      // Not a scalar: handed on as it is, so that the target refuses its type.
      if (!isScalar(value)) return value;
      text += String(value).trim();
    }
    return text;
  };
}

function convertFrom<T>(find: (row: Row) => unknown, expr: ExprObject, target: Target<T>, where: string, field: string): Read<T> {
  if (!expr.values) {
    return (row) => {
      const value = find(row);
      return value === undefined ? undefined : target.convert(value, row, where);
    };
  }
  const table = new Map(Object.entries(expr.values).map(([raw, value]) => [raw, target.constant(value, field)]));
  const otherwise = expr.otherwise === undefined ? undefined : target.constant(expr.otherwise, field);
  const expected = `one of ${[...table.keys()].slice(0, 20).join(', ')}`;
  return (row) => {
    const value = find(row);
    if (value === undefined) return undefined;
    if (!isScalar(value)) return row.fail('type', where, value, expected);
    return table.get(String(value).trim()) ?? otherwise ?? row.fail('enum', where, value, expected);
  };
}

export const isScalar = (value: unknown): value is string | number | boolean => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
const isAbsent = (value: unknown): boolean => value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

function sourceName(expr: Expr): string {
  if (typeof expr === 'string') return expr;
  if (expr.path !== undefined) return pathName(expr.path);
  if (expr.template !== undefined) return expr.template;
  if (expr.first) return expr.first.map(sourceName).join(' | ');
  if (expr.when) return expr.when.map((branch) => pathName(branch.path)).join(' | ');
  return expr.page ?? String(expr.const);
}
