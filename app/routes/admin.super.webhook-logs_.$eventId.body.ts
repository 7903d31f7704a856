import { z } from "zod";
import { findEvent } from "#app/db/deliveries/call-events.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import { fileLoader } from "#app/http/admin-loader.server.ts";

/** The exact bytes of a delivery. Always a download: foreign content must never run as a page of the portal. */
export const loader = /* @__PURE__ */ fileLoader("operator", async ({ db, admin, params }) => {
  const id = z.uuid().safeParse(params.eventId);
  const event = id.success ? await findEvent(db, id.data) : null;
  if (!event?.body) throw new Response("No body was kept of this delivery.", { status: 404 });
  await recordAudit(db, { ...admin, action: "download body", target: event.id });
  return new Response(Buffer.from(event.body), {
    headers: {
      "Content-Type": "application/octet-stream",
      "Content-Disposition": `attachment; filename="delivery-${event.id}.bin"`,
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "no-store",
    },
  });
});
