/** Paths into a record: keys joined by dots, or a list of keys. */

export function compilePath(path: string | readonly string[]): (raw: unknown) => unknown {
  const keys = typeof path === 'string' ? (path === '' ? [] : path.split('.')) : [...path];
  const only = keys[0];
  if (keys.length === 1 && only !== undefined) return (raw) => own(raw, only);
  return (raw) => {
    let at: unknown = raw;
    for (const key of keys) at = own(at, key);
    return at;
  };
}

/** Own keys only: a record has no "constructor" unless it says so. */
const own = (value: unknown, key: string): unknown =>
  (typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined);

export const pathName = (path: string | readonly string[]): string => (typeof path === 'string' ? path : path.join('.'));
