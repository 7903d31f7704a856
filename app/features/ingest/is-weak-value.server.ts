import { isFillerEmail } from "#app/convoso/parse-email.server.ts";

/**
 * Whether a value identifies nobody: a phone that cannot exist or is a filler, a filler e-mail address. It is kept while
 * nothing better is known, and never replaces a value that does.
 */
export function isWeakValue(field: string, fields: Record<string, unknown>): boolean {
  if (field === "phoneNumber") return (fields.phoneE164 ?? null) === null;
  const { email } = fields;
  return field === "email" && typeof email === "string" && isFillerEmail(email);
}
