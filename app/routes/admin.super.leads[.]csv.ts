import { Readable } from "node:stream";
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { pool } from "#app/db/pool.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import { exportLeads } from "#app/features/export/export-leads.server.ts";
import { leadQuery } from "#app/http/lead-query.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";

/** Everything that the filter of the Leads tab matches, as CSV, sent while it is read. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const admin = await requireAdmin(request, context, "operator");
  const { timeZone } = portalSettings(request);
  const { filter } = leadQuery(request, timeZone);
  const db = await orUnavailable(pool());
  await orUnavailable(recordAudit(db, { ...admin, action: "export leads", details: filter }));
  const text = exportLeads(db, filter, timeZone);
  return new Response(createReadableStreamFromReadable(Readable.from(text)), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="leads-${new Date().toISOString().slice(0, 10)}.csv"`,
      "Cache-Control": "no-store",
    },
  });
}
