/** What says nothing to a reader: the certificate of an erasure explains it. */
const UNREADABLE = new Set(["phone_digest"]);

/**
 * The details of an audited act as short phrases: `{ isTest: true, rows: { calls: 3 } }` is "is test: yes" and
 * "rows calls: 3". What is empty is left out.
 */
export function describeDetails(details: Record<string, unknown>, prefix = ""): string[] {
  return Object.entries(details).flatMap(([key, value]) => {
    if (value === null || value === undefined || value === "" || UNREADABLE.has(key)) return [];
    const name = prefix + key.replace(/_/g, " ").replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    if (typeof value === "boolean") return [`${name}: ${value ? "yes" : "no"}`];
    if (Array.isArray(value)) return value.length > 0 ? [`${name}: ${value.map(String).join(", ")}`] : [];
    if (typeof value === "object") return describeDetails(value as Record<string, unknown>, `${name} `);
    return [`${name}: ${value}`];
  });
}
