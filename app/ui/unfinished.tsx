import { useSearchParams } from "@remix-run/react";
import type { Unfinished } from "#app/db/lists/unfinished.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { Time } from "#app/ui/time.tsx";

type Props = { unfinished: Unfinished | null; many: string };

/** Says how far the search went, with a link to continue. `many`: what was searched, such as "deliveries". */
export function UnfinishedNotice({ unfinished, many }: Props) {
  const [query] = useSearchParams();
  if (!unfinished) return null;
  const { looked, cursor, lastAt } = unfinished;
  const isBackwards = query.has("after");
  const isUpwards = isBackwards !== (query.get("sort") === "oldest");
  const next = new URLSearchParams(query);
  next.delete("before");
  next.set(isBackwards ? "after" : "before", cursor);
  return (
    <div className="border-t border-line p-4">
      <Notice tone="info" title={`Searched ${formatNumber(looked)} ${many}`} role="status">
        {isUpwards ? "Up" : "Back"} to <Time at={lastAt} show="both" />. {isUpwards ? "Newer" : "Older"} ones may also
        match: <TextLink to={`?${next}`}>continue from there</TextLink>, or narrow the search by time or another filter.
      </Notice>
    </div>
  );
}
