/** The types of fields, and how raw values become them. Each refuses with what was found and what was expected. */
import type { ExprObject } from '../config.ts';
import { compileTime } from '../config/time-format.ts';
import { isScalar, type Target, type TargetFor } from './expression.ts';

const misfit = (field: string, value: unknown, expected: string): Error => new Error(`${field}: found ${JSON.stringify(value)}, expected ${expected}`);

/** Text of at most `max` characters. `cut`: a longer one is cut and noted; otherwise it is refused. */
export function text(max: number, cut: boolean): TargetFor<string> {
  const target: Target<string> = {
    convert(value, row, where) {
      if (typeof value === 'string' || typeof value === 'number') {
        const trimmed = typeof value === 'string' ? value.trim() : String(value);
        if (trimmed.length <= max) return trimmed;
        if (!cut) return row.fail('tooLong', where, value, `at most ${max} characters`);
        row.flag('truncated');
        return wellFormed(trimmed.slice(0, max));
      }
      return row.fail('type', where, value, 'a text');
    },
    constant: String,
  };
  return () => target;
}

/** A cut must not leave half of a surrogate pair. */
const wellFormed = (value: string): string => (/[\uD800-\uDBFF]$/.test(value) ? value.slice(0, -1) : value);

export function id(pattern: string): TargetFor<string> {
  const regexp = new RegExp(pattern, 'u');
  const expected = `an id of 1 to 64 characters that matches ${pattern}`;
  const target: Target<string> = {
    convert(value, row, where) {
      if (typeof value !== 'string' && typeof value !== 'number') return row.fail('type', where, value, expected);
      const trimmed = String(value).trim();
      return trimmed.length <= 64 && regexp.test(trimmed) ? trimmed : row.fail('id', where, value, expected);
    },
    constant: String,
  };
  return () => target;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;
export interface NumberLimits { min: number; max: number; whole?: boolean }

export function number({ min, max, whole = false }: NumberLimits): TargetFor<number> {
  const expected = `a${whole ? ' whole' : ''} number from ${min} to ${max}`;
  return (expr: ExprObject) => {
    const scale = expr.scale ?? 1;
    return {
      convert(value, row, where) {
        let read: number;
        if (typeof value === 'number') read = value;
        else if (typeof value !== 'string') return row.fail('type', where, value, expected);
        else if (!NUMBER.test(value.trim())) return row.fail('format', where, value, expected);
        else read = Number(value);
        read *= scale;
        if (!(read >= min && read <= max)) return row.fail('range', where, value, expected);
        if (whole && !Number.isInteger(read)) return row.fail('format', where, value, expected);
        return read;
      },
      constant(value, field) {
        if (typeof value === 'number' && value >= min && value <= max) return value;
        throw misfit(field, value, expected);
      },
    };
  };
}

export function oneOf<const T extends string>(words: readonly T[]): TargetFor<T> {
  const known = new Map<string, T>(words.map((word) => [word, word]));
  const expected = `one of ${words.join(', ')}`;
  const target: Target<T> = {
    convert(value, row, where) {
      if (!isScalar(value)) return row.fail('type', where, value, expected);
      return known.get(String(value).trim()) ?? row.fail('enum', where, value, expected);
    },
    constant(value, field) {
      const word = known.get(String(value));
      if (word === undefined) throw misfit(field, value, expected);
      return word;
    },
  };
  return () => target;
}

type Words = readonly (string | number | boolean)[];
/** `words`: what counts as yes and as no where the expression says nothing. */
export function yesNo(words: { true: Words; false: Words }): TargetFor<boolean> {
  return (expr) => {
    const table = new Map<string, boolean>([...(expr.true ?? words.true).map((word) => [String(word), true] as const), ...(expr.false ?? words.false).map((word) => [String(word), false] as const)]);
    const expected = `one of ${[...table.keys()].join(', ')}`;
    return {
      convert(value, row, where) {
        if (!isScalar(value)) return row.fail('type', where, value, expected);
        return table.get(String(value).trim()) ?? row.fail('enum', where, value, expected);
      },
      constant(value, field) {
        if (typeof value === 'boolean') return value;
        throw misfit(field, value, 'true or false');
      },
    };
  };
}

const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** `past`: the time of something that has happened, so that one ahead of the clock is refused. */
export function time(defaults: { time: string; zone: string }, past: boolean): TargetFor<number> {
  return (expr) => {
    const format = expr.time ?? defaults.time;
    const read = compileTime(format, expr.zone ?? defaults.zone);
    const expected = `a time as ${format}`;
    return {
      time: true,
      convert(value, row, where) {
        const ms = read(value);
        if (ms === undefined) return row.fail('type', where, value, expected);
        if (ms === null) return row.fail('time', where, value, expected);
        if (ms < EARLIEST || ms > LATEST) return row.fail('time', where, value, 'a time from 1990 to 2100');
        if (past && ms > row.latest) return row.fail('ahead', where, value, `a time not after ${new Date(row.latest).toISOString()}`);
        return ms;
      },
      constant(value, field) {
        const ms = read(value);
        if (typeof ms === 'number') return ms;
        throw misfit(field, value, expected);
      },
    };
  };
}
