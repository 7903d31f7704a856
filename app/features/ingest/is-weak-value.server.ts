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

/** Whether a length says less than any other: Convoso sends 0 with what is done to a call later, such as a redisposition. */
export const isNoLength = (field: string, fields: Record<string, unknown>) =>
  field === "durationSeconds" && fields.durationSeconds === 0;
