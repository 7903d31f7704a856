import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { findEvent } from "#app/db/call-events.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";

/** The exact bytes of a delivery. Always a download: what a stranger sent must never run as a page of ours. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const admin = await requireAdmin(request, context, "operator");
  const id = z.uuid().safeParse(params.eventId);
  const db = await orUnavailable(pool());
  const event = id.success ? await orUnavailable(findEvent(db, id.data)) : null;
  if (!event?.body) throw new Response("No body was kept of this delivery.", { status: 404 });
  await orUnavailable(recordAudit(db, { ...admin, action: "download body", target: event.id }));
  return new Response(Buffer.from(event.body), {
    headers: {
      "Content-Type": "application/octet-stream",
      "Content-Disposition": `attachment; filename="delivery-${event.id}.bin"`,
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "no-store",
    },
  });
}
