import type { Chart } from "#app/features/overview/read-activity.server.ts";

type Span = { from: Date; to: Date };

/** What the figures of the page are about: their links lead to the same. */
export type Scope = Span & { withTest: boolean };

const lists = { deliveries: "webhook-logs", leads: "leads", calls: "calls", recordings: "calls" } as const;

const moments = new WeakMap<Date, string>();

/** A moment in an address, in UTC: bars begin and end at full minutes. Hundreds of links are about some dozens of them. */
export function inAddress(at: Date): string {
  const known = moments.get(at);
  if (known !== undefined) return known;
  const written = `${at.toISOString().slice(0, 16)}Z`;
  moments.set(at, written);
  return written;
}

/** The part of an address that says of when, and whether test data counts; it needs no escaping but for colons. */
function scopeQuery({ from, to, withTest }: Scope): string {
  const span = `from=${inAddress(from)}&to=${inAddress(to)}`.replaceAll(":", "%3A");
  return withTest ? span : `${span}&test=no`;
}

/** The list of exactly the rows that a figure counts. */
export function listLink(chart: Chart, scope: Scope, filter: Record<string, string> = {}): string {
  let address = `/admin/super/${lists[chart]}?${scopeQuery(scope)}`;
  if (chart === "recordings") address += "&recording=found";
  for (const name in filter) address += `&${name}=${encodeURIComponent(filter[name] ?? "")}`;
  return address;
}

/** The filter that a series of a chart means; undefined where the series is all there is. */
export function seriesFilter(chart: Chart, series: string): Record<string, string> | undefined {
  if (chart === "deliveries") return { outcome: series };
  if (chart === "leads") return { conversion: series };
  return undefined;
}

/** The page of an agent, for the same span. */
export function agentLink(id: string, scope: Scope): string {
  return `/admin/super/agents/${id}?${scopeQuery(scope)}`;
}
