import type { RecordingFetch } from "#app/db/recordings/recording-fetches.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { queryWords } from "#app/lib/query-words.ts";
import { TextLink } from "#app/ui/links.tsx";

/** Describes the calls of a fetch: the list's filters, with a link to it, or how many were chosen. */
export function FetchName({ fetch: { query, calls } }: { fetch: Pick<RecordingFetch, "query" | "calls"> }) {
  if (query === null) return calls === 1 ? "One chosen call" : `${formatNumber(calls)} chosen calls`;
  return (
    <TextLink to={`/admin/super/calls${query && `?${query}`}`} className="break-all">
      {queryWords(query) || "All calls"}
    </TextLink>
  );
}
