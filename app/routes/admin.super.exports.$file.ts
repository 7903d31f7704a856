import { v4 } from "uuid";
import { z } from "zod";
import { agentFigureRows } from "#app/db/agents/agent-figures.server.ts";
import { campaignFigureRows } from "#app/db/calls/campaign-figures.server.ts";
import { callRows } from "#app/db/calls/list-calls.server.ts";
import { TooManyCopies } from "#app/db/connection/copy-out.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { eventRows } from "#app/db/deliveries/call-events.server.ts";
import { contactRows, settleSearch } from "#app/db/leads/contacts.server.ts";
import { differencesToExport } from "#app/db/ledger/differences.server.ts";
import { exportList } from "#app/features/export/export-list.server.ts";
import { fileLoader } from "#app/http/admin-loader.server.ts";
import { agentsQuery } from "#app/http/agents-query.server.ts";
import { callQuery } from "#app/http/call-query.server.ts";
import { eventQuery } from "#app/http/event-query.server.ts";
import { exportName } from "#app/http/export-name.server.ts";
import { leadQuery } from "#app/http/lead-query.server.ts";
import { ledgerQuery } from "#app/http/ledger-query.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { spanQuery } from "#app/http/span-query.server.ts";

const List = z.enum(["leads", "calls", "deliveries", "ledger", "agents", "campaigns"]);
const File = z.templateLiteral([List, ".", z.enum(["csv", "ndjson"])]);
const types = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson; charset=utf-8" };

/** The rows that a list shows for the same query, and its filter for the audit log. */
async function readList(db: Database, list: z.infer<typeof List>, request: Request) {
  if (list === "leads") {
    const filter = await settleSearch(db, leadQuery(request).filter);
    return { filter, rows: contactRows(filter) };
  }
  if (list === "calls") {
    const { filter } = callQuery(request, { isMasked: false });
    return { filter, rows: callRows(filter) };
  }
  if (list === "ledger") {
    const { filter } = ledgerQuery(request);
    return { filter, rows: differencesToExport(filter) };
  }
  const { timeZone } = portalSettings(request);
  if (list === "agents") {
    const { span, search, wish } = agentsQuery(request, timeZone);
    return { filter: { ...span, search, ...wish }, rows: agentFigureRows(span, { ...wish, search }) };
  }
  if (list === "campaigns") {
    const { span, isTest } = spanQuery(request, timeZone);
    return { filter: { ...span, isTest }, rows: campaignFigureRows(span, isTest) };
  }
  const { filter } = eventQuery(request, { isMasked: false });
  return { filter, rows: eventRows(filter) };
}

/** Streams everything that the filter of a list matches as a file. */
export const loader = /* @__PURE__ */ fileLoader("operator", async ({ db, admin, request, params }) => {
  const file = File.safeParse(params.file);
  if (!file.success)
    throw new Response("There is no export at this address.", { status: 404, statusText: "Not Found" });
  const [list, format] = file.data.split(".") as [z.infer<typeof List>, "csv" | "ndjson"];
  const { timeZone } = portalSettings(request);
  const headers = {
    "Content-Type": types[format],
    "Content-Disposition": `attachment; filename="${exportName(request, list, format, timeZone)}"`,
    // Compression would cost more time than it saves, and delay the first rows.
    "Cache-Control": "no-store, no-transform",
  };
  if (request.method === "HEAD") return new Response(null, { headers });
  const id = z.uuid().catch(v4()).parse(new URL(request.url).searchParams.get("export"));
  const listed = await readList(db, list, request);
  const order = { list, format, timeZone, id, signal: request.signal, ...listed };
  const text = exportList(db, order, admin).catch((error) => {
    if (!(error instanceof TooManyCopies)) throw error;
    const words = "Several exports are running. Try again when one of them has finished.";
    throw new Response(words, { status: 503, statusText: "Service Unavailable", headers: { "Retry-After": "30" } });
  });
  return new Response(await text, { headers });
});
