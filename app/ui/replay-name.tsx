import type { Replay } from "#app/db/replays/replays.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { queryWords } from "#app/lib/query-words.ts";
import { TextLink } from "#app/ui/links.tsx";

/** Describes the deliveries of a replay: the list's filters, or how many were chosen. */
function replayWords({ query, filter }: Pick<Replay, "query" | "filter">): string {
  if (filter.ids) {
    return filter.ids.length === 1 ? "One chosen delivery" : `${formatNumber(filter.ids.length)} chosen deliveries`;
  }
  return queryWords(query) || "All deliveries";
}

/** The same, with a link to the filtered list. */
export function ReplayName({ replay }: { replay: Pick<Replay, "query" | "filter"> }) {
  const words = replayWords(replay);
  if (replay.filter.ids) return <>{words}</>;
  return (
    <TextLink to={`/admin/super/webhook-logs${replay.query && `?${replay.query}`}`} className="break-all">
      {words}
    </TextLink>
  );
}
