import { exportPerson } from "#app/features/export/export-person.server.ts";
import { fileLoader } from "#app/http/admin-loader.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { queryField } from "#app/http/read-query.server.ts";

/** Everything about a lead as a file, for a person who asks what is known of them. */
export const loader = /* @__PURE__ */ fileLoader("admin", async ({ db, admin, request, params }) => {
  const { data: id } = queryField.id.safeParse(params.contactId);
  const { timeZone } = portalSettings(request);
  const today = new Intl.DateTimeFormat("en-CA", { timeZone }).format();
  const headers = {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Disposition": `attachment; filename="lead-${id}-${today}.json"`,
    "Cache-Control": "no-store",
  };
  const isAsked = request.method !== "HEAD";
  const text = id === undefined ? null : isAsked ? await exportPerson(db, id, admin) : "";
  if (text === null) throw new Response("No lead has this number.", { status: 404 });
  return new Response(isAsked ? text : null, { headers });
});
