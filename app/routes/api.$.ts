import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { answerDelivery } from "#app/http/answer-delivery.server.ts";
import { readRawDelivery } from "#app/http/read-raw-delivery.server.ts";
import { ENDPOINT_PATHS } from "#app/lib/endpoints.ts";
import { nearestEndpoint } from "#app/lib/webhook-address.ts";

/** What is posted to an address that is nearly a webhook's: filed, so that it can be seen and replayed, and told the right one. */
export async function action({ request, context }: ActionFunctionArgs) {
  if (request.method === "OPTIONS") return notFound(request);
  return answerDelivery(await receiveDelivery(await readRawDelivery("unknown", request, context)));
}

export const loader = ({ request }: LoaderFunctionArgs) => notFound(request);

function notFound(request: Request): Response {
  const { pathname } = new URL(request.url);
  const body = {
    success: false,
    ok: false,
    error: "not_found",
    message: "There is nothing at this address.",
    hint: `Did you mean ${ENDPOINT_PATHS[nearestEndpoint(pathname)]}? Send deliveries by POST.`,
  };
  return Response.json(body, { status: 404 });
}
