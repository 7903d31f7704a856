import type { AgentFigures } from "#app/db/agent-figures.server.ts";
import type { Span } from "#app/db/figures.server.ts";
import { formatDuration, formatNumber } from "#app/lib/format-number.ts";
import { CallCount } from "#app/ui/call-count.tsx";
import { ConversionRate } from "#app/ui/conversion-rate.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Time } from "#app/ui/time.tsx";

/** `query`: the agent and the span, as the list of calls reads them. */
type Props = { figures: AgentFigures | null; span: Span; query: Record<string, string> };

/** What the agent did within the span; null figures: nothing. */
export function SpanFacts({ figures, span, query }: Props) {
  const { call_count = 0, seconds = 0, recordings = 0, reached_count = 0, sale_count = 0 } = figures ?? {};
  return (
    <Facts
      facts={{
        From: <Time at={span.from} show="both" />,
        Until: <Time at={span.to} show="both" />,
        Calls: <CallCount count={call_count} query={query} />,
        "Talk time": formatDuration(seconds),
        "On average": call_count > 0 && formatDuration(Math.round(seconds / call_count)),
        "Somebody reached": call_count > 0 && `${formatNumber(reached_count)} calls`,
        Conversion: call_count > 0 && <ConversionRate sales={sale_count} reached={reached_count} />,
        Recordings: call_count > 0 && <CallCount count={recordings} query={{ ...query, recording: "found" }} />,
      }}
    />
  );
}
