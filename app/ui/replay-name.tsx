import type { Replay } from "#app/db/replays.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { TextLink } from "#app/ui/text-link.tsx";

/** Which deliveries a replay is about, in words: what the query of the list says, or how many were chosen. */
function replayWords({ query, filter }: Pick<Replay, "query" | "filter">): string {
  if (filter.ids) {
    return filter.ids.length === 1 ? "One chosen delivery" : `${formatNumber(filter.ids.length)} chosen deliveries`;
  }
  const said = [...new URLSearchParams(query)].filter(([, value]) => value !== "");
  if (said.length === 0) return "All deliveries";
  return said.map(([name, value]) => `${name}: ${value}`).join(" · ");
}

/** The same with the way to the list that shows them. */
export function ReplayName({ replay }: { replay: Pick<Replay, "query" | "filter"> }) {
  const words = replayWords(replay);
  if (replay.filter.ids) return <>{words}</>;
  return (
    <TextLink to={`/admin/super/webhook-logs${replay.query && `?${replay.query}`}`} className="break-all">
      {words}
    </TextLink>
  );
}
