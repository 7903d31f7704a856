import { formatNumber } from "#app/lib/format-number.ts";
import { Stat } from "#app/ui/stat.tsx";
import type { Figures } from "./read-figures.server.ts";

type Props = { totals: { calls: number; agents: number; events: number }; figures: Figures };

/** How much there is, and how much of it is of the last 24 hours. */
export function Stats({ totals, figures: { rows, recent } }: Props) {
  const today = (count: number) => `${formatNumber(count)} in the last 24 hours`;
  return (
    <div className="grid grid-cols-2 gap-3 md:gap-4 lg:grid-cols-4">
      <Stat label="Calls" value={totals.calls} detail={today(rows.recent_calls)} to="/admin/super/calls" />
      <Stat label="Leads" value={rows.leads} detail={today(rows.recent_leads)} to="/admin/super/leads" />
      <Stat label="Deliveries" value={totals.events} detail={today(recent.received)} to="/admin/super/webhook-logs" />
      <Stat label="Agents" value={totals.agents} detail="named by calls" to="/admin/super/calls" />
    </div>
  );
}
