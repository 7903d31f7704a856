import { getReadiness } from "#app/features/health/readiness.server.ts";

export async function loader() {
  const readiness = await getReadiness();
  return Response.json(readiness, { status: readiness.ready ? 200 : 503, headers: { "Cache-Control": "no-store" } });
}
