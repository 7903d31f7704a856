import type { ReadBody } from "#app/convoso/read-body.server.ts";
import { writeItem } from "#app/convoso/write-item.server.ts";
import type { RawDelivery, StoredDelivery, Verdict } from "#app/features/ingest/delivery.server.ts";
import { partIdOf } from "#app/lib/event-id.server.ts";
import { countOutcomes } from "#app/lib/outcomes.ts";

/**
 * Takes a body that is a list of calls or leads apart. Each item becomes a delivery with its own bytes, so that it is
 * replayed, explained, erased and exported like any other (docs/decisions/0013-lists.md). The ids follow from the list's:
 * splitting the same delivery again gives the same parts.
 */
export function splitDelivery(raw: RawDelivery, items: readonly ReadBody[]): RawDelivery[] {
  const kept = [...raw.headers].filter(([name]) => !name.startsWith("content-"));
  const headers = new Headers([...kept, ["content-type", "application/json"]]);
  return items.map(({ fields }, index) => {
    const body = Buffer.from(writeItem(fields));
    const part = index + 1;
    return {
      ...raw,
      eventId: partIdOf(raw.eventId, part),
      partOf: { eventId: raw.eventId, part },
      query: new URLSearchParams(), // what it says is in the items
      headers,
      body,
      bodySize: body.byteLength,
    };
  });
}

/** What a list came to: accepted where any of it is. */
export function sumUp(parts: readonly StoredDelivery[]): Verdict {
  const statuses = parts.map(({ verdict }) => verdict.status);
  const accepted = statuses.filter((status) => status < 300);
  const counts = Object.entries(countOutcomes(parts.map(({ verdict }) => verdict.outcome))).map(
    ([outcome, count]) => `${count} ${outcome}`,
  );
  return {
    outcome: "split",
    status: accepted.length > 0 ? Math.min(...accepted) : Math.min(...statuses),
    error: accepted.length > 0 ? null : "None of the calls and leads in the list could be applied.",
    hint: `A list of ${parts.length} calls or leads: ${counts.join(", ")}.`,
  };
}
