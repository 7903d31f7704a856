import type { ActionFunctionArgs } from "@remix-run/node";
import { describeEcho } from "#app/features/webhooks/describe-echo.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { answerDelivery } from "#app/http/answer-delivery.server.ts";
import { readRawDelivery } from "#app/http/read-raw-delivery.server.ts";

export async function action({ request, context }: ActionFunctionArgs) {
  const received = await receiveDelivery(await readRawDelivery("echo", request, context));
  const isEchoed = received.isStored && received.verdict.outcome === "echoed";
  return isEchoed ? Response.json(describeEcho(received.delivery)) : answerDelivery(received);
}

export const loader = action;
