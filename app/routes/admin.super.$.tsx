import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireAdmin } from "#app/http/require-admin.server.ts";

/** Any other address below the portal: "not found", with the portal around it. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context);
  throw new Response(null, { status: 404 });
}

export default function Unreachable() {
  return null;
}
