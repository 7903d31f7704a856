import type { Database } from "#app/db/connection/pool.server.ts";
import type { EventSummary } from "#app/db/deliveries/call-events.server.ts";
import { type About, listAppliedUpTo } from "#app/db/deliveries/stored-events.server.ts";
import { mergeInOrder, type TracedChange } from "#app/features/deliveries/merge-in-order.server.ts";

type Traced = Pick<EventSummary, "id" | "call_id" | "contact_id" | "outcome">;

/**
 * What each of some deliveries changed on its call and its lead, by the delivery's id. The deliveries about each call and
 * lead are read once, up to the latest of these, so the effort goes with the number of calls and leads among them.
 */
export async function traceJourney(
  db: Database,
  deliveries: readonly Traced[],
): Promise<ReadonlyMap<string, TracedChange[]>> {
  const applied = deliveries.filter(({ outcome }) => outcome === "processed" || outcome === "duplicate");
  const latest = new Map<string, { what: TracedChange["what"]; about: About; id: string }>();
  const note = (what: TracedChange["what"], about: About, id: string) => {
    const key = JSON.stringify(about);
    if (id > (latest.get(key)?.id ?? "")) latest.set(key, { what, about, id });
  };
  for (const { id, call_id, contact_id } of applied) {
    if (call_id !== null) note("call", { callId: call_id }, id);
    if (contact_id !== null) note("lead", { contactId: contact_id }, id);
  }
  const traced = await Promise.all(
    [...latest.values()].map(async ({ what, about, id }) => {
      const { events, isWhole } = await listAppliedUpTo(db, about, id);
      return mergeInOrder(db, what, events, isWhole);
    }),
  );
  return Map.groupBy(traced.flat(), ({ eventId }) => eventId);
}
