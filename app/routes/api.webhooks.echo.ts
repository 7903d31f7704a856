import type { ActionFunctionArgs } from "@remix-run/node";
import { describeEcho } from "#app/features/deliveries/describe-echo.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { answerDelivery } from "#app/http/answer-delivery.server.ts";
import { readRawDelivery } from "#app/http/read-raw-delivery.server.ts";

export async function action({ request, context }: ActionFunctionArgs) {
  const received = await receiveDelivery(await readRawDelivery("echo", request, context));
  const delivery = "delivery" in received ? received.delivery : null;
  return delivery?.verdict.outcome === "echoed" ? Response.json(describeEcho(delivery)) : answerDelivery(received);
}

export const loader = action;
