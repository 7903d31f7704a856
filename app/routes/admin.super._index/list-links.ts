import type { Chart } from "#app/features/overview/read-activity.server.ts";

type Span = { from: Date; to: Date };

/** What the figures of the page are about: their links lead to the same. */
export type Scope = Span & { withTest: boolean };

const lists = { deliveries: "webhook-logs", leads: "leads", calls: "calls", recordings: "calls" } as const;

/** A moment in an address, in UTC: bars begin and end at full minutes. */
export const inAddress = (at: Date) => `${at.toISOString().slice(0, 16)}Z`;

/** The list of exactly the rows that a figure counts. */
export function listLink(chart: Chart, { from, to, withTest }: Scope, filter: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    from: inAddress(from),
    to: inAddress(to),
    ...(chart === "recordings" && { recording: "found" }),
    ...filter,
    ...(!withTest && { test: "no" }),
  });
  return `/admin/super/${lists[chart]}?${query}`;
}

/** The filter that a series of a chart means; undefined where the series is all there is. */
export function seriesFilter(chart: Chart, series: string): Record<string, string> | undefined {
  if (chart === "deliveries") return { outcome: series };
  if (chart === "leads") return { conversion: series };
  return undefined;
}

/** The page of an agent, for the same span. */
export function agentLink(id: string, { from, to, withTest }: Scope): string {
  const query = new URLSearchParams({ from: inAddress(from), to: inAddress(to), ...(!withTest && { test: "no" }) });
  return `/admin/super/agents/${id}?${query}`;
}
