import type { Chart } from "#app/features/overview/read-activity.server.ts";

type Span = { from: Date; to: Date };

/** The scope of the page's figures, which their links share. */
export type Scope = Span & { withTest: boolean };

const lists = { deliveries: "webhook-logs", leads: "leads", calls: "calls", recordings: "calls" } as const;

const moments = new WeakMap<Date, string>();

/** A moment in an address, in UTC and full minutes. Hundreds of links share a few dozen moments. */
export function inAddress(at: Date): string {
  const known = moments.get(at);
  if (known !== undefined) return known;
  const written = `${at.toISOString().slice(0, 16)}Z`;
  moments.set(at, written);
  return written;
}

/** The query for a period and for whether test data counts. Only colons need escaping. */
function scopeQuery({ from, to, withTest }: Scope): string {
  const span = `from=${inAddress(from)}&to=${inAddress(to)}`.replaceAll(":", "%3A");
  return withTest ? span : `${span}&test=no`;
}

/** The list of exactly the rows that a figure counts. */
export function listLink(chart: Chart, scope: Scope, filter: Record<string, string> = {}): string {
  let address = `/admin/super/${lists[chart]}?${scopeQuery(scope)}`;
  if (chart === "recordings") address += "&recording=has";
  for (const name in filter) address += `&${name}=${encodeURIComponent(filter[name] ?? "")}`;
  return address;
}

/** The filter for a series of a chart; undefined if the chart has one series only. */
export function seriesFilter(chart: Chart, series: string): Record<string, string> | undefined {
  if (chart === "deliveries") return { outcome: series };
  if (chart === "leads") return { conversion: series };
  return undefined;
}

/** The page of an agent, for the same period. */
export function agentLink(id: string, scope: Scope): string {
  return `/admin/super/agents/${id}?${scopeQuery(scope)}`;
}

/** The agents of a campaign for the same period, those with the most sales first. */
export function campaignLink(campaign: string, scope: Scope): string {
  return `/admin/super/agents?${scopeQuery(scope)}&campaign=${encodeURIComponent(campaign)}`;
}

/** The full list of what calls are grouped by. */
export function allLink(kind: "disposition" | "campaign" | "agent", scope: Scope): string {
  if (kind === "disposition") return "/admin/super/dispositions";
  return `/admin/super/${kind}s?${scopeQuery(scope)}`;
}
