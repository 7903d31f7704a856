import { useSearchParams } from "@remix-run/react";
import type { EventPage } from "#app/db/call-events.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Notice } from "#app/ui/notice.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";

/** Says how far the list was looked for, and goes on from there. */
export function UnfinishedNotice({ unfinished }: Pick<EventPage, "unfinished">) {
  const [query] = useSearchParams();
  if (!unfinished) return null;
  const { looked, lastId, lastAt } = unfinished;
  const isUpwards = query.has("after");
  const next = new URLSearchParams(query);
  next.delete("before");
  next.set(isUpwards ? "after" : "before", lastId);
  return (
    <div className="border-t border-line p-4">
      <Notice tone="info" title={`${formatNumber(looked)} deliveries were looked at`} role="status">
        {isUpwards ? "Up" : "Back"} to <Time at={lastAt} show="both" />. What is {isUpwards ? "newer" : "older"} may
        match as well: <TextLink to={`?${next}`}>go on from there</TextLink>, or narrow it down by time, type or
        outcome.
      </Notice>
    </div>
  );
}
