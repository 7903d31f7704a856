import type { z } from "zod";

/** What a form says, read; or what is wrong with it, in a sentence that tells what to do. */
export type ReadFields<T> = { data: T; fault: null } | { data: null; fault: string };

/**
 * Reads the fields of a form. A schema's own message counts first; where it has none, the sentence is made here, so that no
 * page shows the words of a library.
 * @param labels what the page calls the fields, where that is not their name
 */
export function readFields<S extends z.ZodType>(
  schema: S,
  fields: unknown,
  labels: Record<string, string> = {},
): ReadFields<z.output<S>> {
  const parsed = schema.safeParse(fields, inPlainWords(labels));
  if (parsed.success) return { data: parsed.data, fault: null };
  return { data: null, fault: parsed.error.issues[0]?.message ?? "The form is incomplete." };
}

/** For a parse whose faults a page shows: sentences where the schema has none. */
export function inPlainWords(labels: Record<string, string> = {}) {
  return { error: (issue: z.core.$ZodRawIssue) => sentenceFor(issue, labels) };
}

function sentenceFor(issue: z.core.$ZodRawIssue, labels: Record<string, string>): string {
  const name = String(issue.path?.[0] ?? "");
  const field = `“${labels[name] ?? name}”`;
  if (name === "") return "The form is incomplete. Go back to the page, and fill it in again.";
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined || issue.input === null ? `Fill in ${field}.` : `${field} cannot be read.`;
    case "too_small":
      return Number(issue.minimum) <= 1 ? `Fill in ${field}.` : `${field} needs at least ${issue.minimum} characters.`;
    case "too_big":
      return `${field} is too long. It may have ${issue.maximum} characters.`;
    case "invalid_value":
    case "invalid_union":
      return `Choose one of the offered values for ${field}.`;
    default:
      return `${field} holds something that cannot be stored. Type it again.`;
  }
}
