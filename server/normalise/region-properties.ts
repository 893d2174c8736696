/** Properties of a feature, by name or by template. */

/** Text of a property ("GEOCODE") or of a template ("{borough}-{number}"); null when any part is absent. */
export function propertyText(properties: Record<string, unknown>, name: string): string | null {
  if (!name.includes('{')) return scalarText(properties[name]);
  let whole = true;
  const text = name.replace(/\{([^}]+)\}/g, (_all, part: string) => {
    const value = scalarText(properties[part]);
    if (value === null) whole = false;
    return value ?? '';
  });
  return whole ? text : null;
}

const scalarText = (value: unknown): string | null => {
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim();
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
};
