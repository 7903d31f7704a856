import { queryWords } from "#app/lib/query-words.ts";

/** What says nothing to a reader: the certificate of an erasure explains it. */
const UNREADABLE = new Set(["phone_digest"]);

/**
 * The details of an audited act as short phrases: `{ isTest: true, rows: { calls: 3 } }` is "is test: yes" and
 * "rows calls: 3". A query of a list is what it filters by: "campaign: Final Expense". What is empty is left out.
 */
export function describeDetails(details: Record<string, unknown>, prefix = ""): string[] {
  return Object.entries(details).flatMap(([key, value]) => {
    if (isEmpty(value) || UNREADABLE.has(key)) return [];
    if (key === "query" && typeof value === "string") return queryWords(value) || [];
    const name = prefix + nameOf(key);
    if (typeof value === "object" && !Array.isArray(value)) {
      return describeDetails(value as Record<string, unknown>, `${name} `);
    }
    return [`${name}: ${valueWords(value)}`];
  });
}

const nameOf = (key: string) =>
  key.replace(/_/g, " ").replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.every(isEmpty));
}

/** A value within a phrase. Several things that have parts are set apart by semicolons. */
function valueWords(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) {
    const parts = value.filter((one) => !isEmpty(one));
    return parts.map(valueWords).join(parts.some((one) => typeof one === "object") ? "; " : ", ");
  }
  return typeof value === "object" && value !== null ? objectWords(value as Record<string, unknown>) : String(value);
}

function objectWords(value: Record<string, unknown>): string {
  if ("before" in value && "after" in value) return `${value.key}: ${value.before} → ${value.after}`;
  if ("field" in value && "operator" in value) {
    return `${value.isNot ? "not " : ""}${value.field}${value.operator}${valueWords(value.value)}`;
  }
  return describeDetails(value).join(", ");
}
