import { Readable } from "node:stream";
import { findEvidence } from "#app/db/evidence/evidence-sets.server.ts";
import { openEvidence } from "#app/features/evidence/open-evidence.server.ts";
import { fileLoader } from "#app/http/admin-loader.server.ts";
import { queryField } from "#app/http/read-query.server.ts";

/** Streams a set as one zip file. */
export const loader = /* @__PURE__ */ fileLoader("admin", async ({ db, admin, request, params }) => {
  const { data: id } = queryField.id.safeParse(params.setId);
  const set = id === undefined ? null : await findEvidence(db, id);
  if (!set) throw new Response("There is no such set.", { status: 404 });
  const isReady = set.state === "ready" && set.ends_at !== null && set.ends_at > new Date();
  if (!isReady) throw new Response("This set can no longer be downloaded. Prepare it again.", { status: 410 });
  const headers = {
    "Content-Type": "application/zip",
    "Content-Disposition": `attachment; filename="evidence-${set.id}.zip"`,
    "Cache-Control": "no-store, no-transform",
  };
  if (request.method === "HEAD") return new Response(null, { headers });
  const opened = await openEvidence(db, set, admin);
  if (opened === "changed") {
    throw new Response("A recording of this set was deleted since it was prepared. Prepare it again.", { status: 410 });
  }
  const body = Readable.toWeb(opened.stream) as ReadableStream<Uint8Array>;
  return new Response(body, { headers: { ...headers, "Content-Length": String(opened.size) } });
});
