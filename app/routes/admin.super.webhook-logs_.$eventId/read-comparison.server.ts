import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { CallEvent, Neighbours } from "#app/db/deliveries/call-events.server.ts";
import { findEvent } from "#app/db/deliveries/call-events.server.ts";
import { type Comparison, compareEvents } from "#app/features/deliveries/compare-events.server.ts";

/** What a delivery is compared with. `asked`: the id in the URL. Without one it is the previous delivery about the same. */
export type Compared = {
  asked: string | null;
  isFound: boolean;
  other: { id: string; received_at: Date } | null;
  comparison: Comparison | null;
};

/** Only for roles that may see payloads. */
export async function readComparison(
  db: Database,
  event: CallEvent,
  neighbours: Neighbours,
  request: Request,
): Promise<Compared> {
  const asked = new URL(request.url).searchParams.get("against")?.trim() || null;
  const id = asked === null ? neighbours.older.at(0)?.id : z.uuid().safeParse(asked).data;
  const other = id === undefined ? null : await findEvent(db, id);
  return {
    asked: asked?.slice(0, 100) ?? null,
    isFound: asked === null || other !== null,
    other: other && { id: other.id, received_at: other.received_at },
    comparison: other && (await compareEvents(db, other, event)),
  };
}
