import { z } from "zod";
import { findExportProgress } from "#app/db/connection/export-progress.server.ts";
import { adminLoader } from "#app/http/admin-loader.server.ts";

/** The progress of the export `?export=`, for the page that started it; null before it starts. */
export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, request }) => {
  const id = z.uuid().safeParse(new URL(request.url).searchParams.get("export"));
  const progress = id.success ? await findExportProgress(db, id.data) : null;
  return Response.json(progress);
});
