import type { ActionFunctionArgs } from "@remix-run/node";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { answerDelivery } from "#app/http/answer-delivery.server.ts";
import { answerEcho } from "#app/http/answer-echo.server.ts";
import { readRawDelivery } from "#app/http/read-raw-delivery.server.ts";

export async function action({ request, context }: ActionFunctionArgs) {
  const received = await receiveDelivery(await readRawDelivery("echo", request, context));
  return received.isStored && received.verdict.outcome === "echoed" ? answerEcho(received) : answerDelivery(received);
}

export const loader = action;
