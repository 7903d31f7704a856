/** An object keyed by field names as one keyed by column names: `phoneE164` → `phone_e164`. */
export function toColumns(fields: Record<string, unknown>): Record<string, unknown> {
  return mapKeys(fields, (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

/** The reverse of {@link toColumns}. */
export function toFields(columns: Record<string, unknown>): Record<string, unknown> {
  return mapKeys(columns, (name) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
}

function mapKeys(object: Record<string, unknown>, rename: (key: string) => string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [rename(key), value]));
}
