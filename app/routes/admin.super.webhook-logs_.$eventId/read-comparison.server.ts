import { z } from "zod";
import type { CallEvent, Neighbours } from "#app/db/call-events.server.ts";
import { findEvent } from "#app/db/call-events.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { type Comparison, compareEvents } from "#app/features/webhooks/compare-events.server.ts";

/** What a delivery is compared with. `asked`: what the address names; else it is the previous one about the same. */
export type Compared = {
  asked: string | null;
  isFound: boolean;
  other: { id: string; received_at: Date } | null;
  comparison: Comparison | null;
};

/** For those only who may see payloads. */
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
    comparison: other && compareEvents(other, event),
  };
}
