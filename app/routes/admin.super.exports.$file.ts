import type { LoaderFunctionArgs } from "@remix-run/node";
import { v4 } from "uuid";
import { z } from "zod";
import { eventRows } from "#app/db/call-events.server.ts";
import { callRows } from "#app/db/calls.server.ts";
import { contactRows, settleSearch } from "#app/db/contacts.server.ts";
import { TooManyCopies } from "#app/db/copy-out.server.ts";
import { type Database, pool } from "#app/db/pool.server.ts";
import { exportList } from "#app/features/export/export-list.server.ts";
import { callQuery } from "#app/http/call-query.server.ts";
import { eventQuery } from "#app/http/event-query.server.ts";
import { leadQuery } from "#app/http/lead-query.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";

const File = z.templateLiteral([z.enum(["leads", "calls", "deliveries"]), ".", z.enum(["csv", "ndjson"])]);
const types = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson; charset=utf-8" };

/** What the list of that name shows for the same query: its rows, and its filter for the audit log. */
async function readList(db: Database, list: "leads" | "calls" | "deliveries", request: Request, timeZone: string) {
  if (list === "leads") {
    const filter = await settleSearch(db, leadQuery(request, timeZone).filter);
    return { filter, rows: contactRows(filter) };
  }
  if (list === "calls") {
    const { filter } = callQuery(request, timeZone);
    return { filter, rows: callRows(filter) };
  }
  const { filter } = eventQuery(request, { timeZone, isMasked: false });
  return { filter, rows: eventRows(filter) };
}

/** Everything that the filter of a list matches, as a file, sent while it is read. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const admin = await requireAdmin(request, context, "operator");
  const file = File.safeParse(params.file);
  if (!file.success) throw new Response("There is no such export.", { status: 404, statusText: "Not Found" });
  const [list, format] = file.data.split(".") as ["leads" | "calls" | "deliveries", "csv" | "ndjson"];
  const { timeZone } = portalSettings(request);
  const today = new Intl.DateTimeFormat("en-CA", { timeZone }).format();
  const headers = {
    "Content-Type": types[format],
    "Content-Disposition": `attachment; filename="${list}-${today}.${format}"`,
    // Compressing would cost more time than it saves, and hold back what is there already.
    "Cache-Control": "no-store, no-transform",
  };
  if (request.method === "HEAD") return new Response(null, { headers });
  const db = await orUnavailable(pool());
  const id = z.uuid().catch(v4()).parse(new URL(request.url).searchParams.get("export"));
  const listed = await orUnavailable(readList(db, list, request, timeZone));
  const order = { list, format, timeZone, id, signal: request.signal, ...listed };
  const text = exportList(db, order, admin).catch((error) => {
    if (!(error instanceof TooManyCopies)) throw error;
    const words = "Several exports are running. Start this one when one of them has ended.";
    throw new Response(words, { status: 503, statusText: "Service Unavailable", headers: { "Retry-After": "30" } });
  });
  return new Response(await orUnavailable(text), { headers });
}
