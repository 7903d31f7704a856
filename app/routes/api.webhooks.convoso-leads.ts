import type { ActionFunctionArgs } from "@remix-run/node";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { answerDelivery } from "#app/http/answer-delivery.server.ts";
import { readRawDelivery } from "#app/http/read-raw-delivery.server.ts";

export async function action({ request, context }: ActionFunctionArgs) {
  if (request.method === "OPTIONS") return new Response(null, { status: 204, headers: { Allow: "POST, OPTIONS" } });
  return answerDelivery(await receiveDelivery(await readRawDelivery("lead", request, context)));
}

// A GET is logged and answered with 405.
export const loader = action;
