/** A query without what it leaves empty, which is how forms send fields that nobody filled in. */
export function shortQuery(query: URLSearchParams): string {
  return new URLSearchParams([...query].filter(([, value]) => value !== "")).toString();
}
