import { formatNumber } from "#app/lib/format-number.ts";
import { queryWords } from "#app/lib/query-words.ts";
import { TextLink } from "#app/ui/links.tsx";

/** Describes what was chosen: the filters of the list, with a link to it, or how many differences. */
export function ChoiceOfDifferences({ query, count }: { query: string | null; count: number }) {
  if (query === null) return count === 1 ? "One chosen difference" : `${formatNumber(count)} chosen differences`;
  return (
    <TextLink to={`/admin/super/ledger/differences${query && `?${query}`}`} className="break-all">
      {queryWords(query) || "All differences"}
    </TextLink>
  );
}
