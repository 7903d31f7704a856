import type { LoaderFunctionArgs } from "@remix-run/node";
import { holdsCronSecret } from "#app/http/holds-cron-secret.server.ts";

/** What Vercel's cron asks for every minute, in place of a worker. Nothing is here where a worker does it. */
export async function loader({ request, context: { runDueJobs } }: LoaderFunctionArgs) {
  const isAllowed = holdsCronSecret(request);
  if (isAllowed === null || !runDueJobs) return new Response("Not found.", { status: 404 });
  if (!isAllowed) return new Response("Send CRON_SECRET as a bearer token.", { status: 401 });
  return Response.json(await runDueJobs(), { headers: { "Cache-Control": "no-store" } });
}
