/** Query parameters, checked: what does not fit is answered with 400 and says what was expected. */
import type { Request } from 'express';

export class BadRequest extends Error {
  constructor(name: string, found: string, expected: string) {
    super(`${name}: found ${JSON.stringify(found)}, expected ${expected}`);
  }
}

/** '' where it is absent. */
export function textParam(req: Request, name: string): string {
  const value = req.query[name];
  if (value === undefined) return '';
  if (typeof value !== 'string') throw new BadRequest(name, JSON.stringify(value), 'one text');
  return value;
}

export function intParam(req: Request, name: string, absent: number, least: number, most: number): number {
  const text = textParam(req, name);
  if (text === '') return absent;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw new BadRequest(name, text, `a whole number from ${least} to ${most}`);
  }
  return value;
}

/** Comma-separated, without empty parts; null where absent. */
export function listParam(req: Request, name: string): string[] | null {
  const text = textParam(req, name);
  return text === '' ? null : text.split(',').filter((part) => part !== '');
}
