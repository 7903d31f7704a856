import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { findExportProgress } from "#app/db/export-progress.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";

/** How far the export `?export=` is, for the page that began it; null while it has not begun. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context, "operator");
  const id = z.uuid().safeParse(new URL(request.url).searchParams.get("export"));
  const db = await orUnavailable(pool());
  const progress = id.success ? await orUnavailable(findExportProgress(db, id.data)) : null;
  return Response.json(progress);
}
