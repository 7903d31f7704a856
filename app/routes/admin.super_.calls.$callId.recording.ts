import type { LoaderFunctionArgs } from "@remix-run/node";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/pool.server.ts";
import { recordAuditOnce } from "#app/features/audit/record-audit.server.ts";
import { openRecording } from "#app/features/recordings/open-recording.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";

const RecordingUrl = z.object({ recording_url: z.string().nullable() });

/** Plays a call's recording to operators and admins; the vendor's link, which opens for anybody, stays on the server. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const admin = await requireAdmin(request, context, "operator");
  const db = await orUnavailable(pool());
  const url = await orUnavailable(
    db.maybeOneFirst(sql.type(RecordingUrl)`select recording_url from calls where call_id = ${params.callId ?? ""}`),
  );
  if (!url) throw new Response("This call has no recording.", { status: 404 });
  await orUnavailable(recordAuditOnce(db, { ...admin, action: "play recording", target: params.callId ?? null }));
  const recording = await openRecording(url, request.headers.get("range"), request.signal);
  if (!recording.ok) throw new Response(recording.reason, { status: recording.status });
  recording.headers.set("cache-control", "private, no-store, no-transform");
  return new Response(recording.body, { status: recording.status, headers: recording.headers });
}
