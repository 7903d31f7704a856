import { getHealth } from "#app/features/health/get-health.server.ts";

export async function loader() {
  const health = await getHealth();
  return Response.json(health, { status: health.ok ? 200 : 503, headers: { "Cache-Control": "no-store" } });
}
