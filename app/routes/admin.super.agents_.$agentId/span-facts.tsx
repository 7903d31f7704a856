import type { AgentFigures, Team } from "#app/db/agents/agent-figures.server.ts";
import type { Span } from "#app/db/figures/figures.server.ts";
import { formatDuration, formatNumber } from "#app/lib/format-number.ts";
import { ConversionRate } from "#app/ui/conversion-rate.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { CallCount } from "#app/ui/links.tsx";
import { Sparkline } from "#app/ui/sparkline.tsx";
import { Time } from "#app/ui/time.tsx";

type Props = {
  figures: AgentFigures | null;
  /** What all agents came to in the same period. */
  team: Team;
  /** The sales of each part of the period. */
  trend: number[];
  span: Span;
  /** The agent and the period, as filters of the Calls list. */
  query: Record<string, string>;
};

/** An agent's activity in the period. Null figures: none. */
export function SpanFacts({ figures, team, trend, span, query }: Props) {
  const { call_count = 0, seconds = 0, recordings = 0, reached_count = 0, sale_count = 0 } = figures ?? {};
  return (
    <Facts
      facts={{
        From: <Time at={span.from} show="both" />,
        Until: <Time at={span.to} show="both" />,
        Calls: <CallCount count={call_count} query={query} />,
        "Talk time": formatDuration(seconds),
        "Average call": call_count > 0 && formatDuration(Math.round(seconds / call_count)),
        Sales: call_count > 0 && formatNumber(sale_count),
        Reached: call_count > 0 && `${formatNumber(reached_count)} calls`,
        Conversion: call_count > 0 && <ConversionRate sales={sale_count} reached={reached_count} />,
        "Team conversion": <ConversionRate sales={team.sale_count} reached={team.reached_count} />,
        "Sales over time": trend.length > 0 && <Sparkline counts={trend} many="sales" />,
        Recordings: call_count > 0 && <CallCount count={recordings} query={{ ...query, recording: "has" }} />,
      }}
    />
  );
}
