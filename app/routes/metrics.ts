import type { LoaderFunctionArgs } from "@remix-run/node";
import { holdsMetricsToken, METRICS_TYPE, writeMetrics } from "#app/features/metrics/write-metrics.server.ts";

/** What Prometheus asks for. Without METRICS_TOKEN there is nothing here. */
export async function loader({ request }: LoaderFunctionArgs) {
  const isAllowed = holdsMetricsToken(request.headers.get("authorization"));
  if (isAllowed === null) return new Response("Not found.", { status: 404 });
  if (!isAllowed) return new Response("Send METRICS_TOKEN as a bearer token.", { status: 401 });
  return new Response(await writeMetrics(), { headers: { "Content-Type": METRICS_TYPE, "Cache-Control": "no-store" } });
}
