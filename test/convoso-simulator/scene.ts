import type { Call, CallCenter } from "./call-center.ts";
import type { Address, Delivery, DeliveryOptions } from "./deliveries.ts";
import type { Lead } from "./people.ts";
import type { Random } from "./random.ts";
import { oddShapes, type Shape, shapes, type WebhookBody } from "./webhook-body.ts";

/** Where a scene plays. `wait` lets seconds pass and tells the time (milliseconds) that it is then. */
export type Stage = {
  center: CallCenter;
  wait: (seconds: number) => Promise<number>;
  deliver: (subject: Lead | Call, options: DeliveryOptions) => Promise<Delivery>;
  post: (body: WebhookBody, endpoint: Address) => Promise<Delivery>;
};

const brokenBodies: readonly WebhookBody[] = [
  { contentType: "application/json", body: '{"call_log_id": "8812", "status": "SA', query: "" },
  { contentType: "application/json", body: "<xml><call_log_id>8812</call_log_id></xml>", query: "" },
  { contentType: "text/plain", body: "Undefined variable: call_log_id", query: "" },
];

const CALL = { call_log_id: "8812", lead_id: "4401", status: "NI", length_in_sec: "31" };
const asJson = (body: unknown): WebhookBody => ({
  contentType: "application/json",
  body: JSON.stringify(body),
  query: "",
});

/** Templates that were not filled, fillers, lists: each is read as far as it says something. */
const oddBodies: readonly WebhookBody[] = [
  asJson({ ...CALL, call_log_id: "{{call_log_id}}", phone_number: "--A--phone_number--B--" }),
  asJson({ ...CALL, lead_id: "N/A", phone_number: "9999999999", agent_name: "No Agent" }),
  asJson({ ...CALL, call_log_id: "8813", lead_id: "1.23457E+11", call_date: "yesterday" }),
  asJson({ results: [CALL, { ...CALL, call_log_id: "8814", status: "A", length_in_sec: "0" }] }),
  asJson({ event: "call.started", ...CALL, status: "INCALL", length_in_sec: "0" }),
];

/** Most accounts send forms; every other shape was met somewhere. */
function chooseShape(random: Random): Shape {
  if (random.chance(0.45)) return "form";
  if (random.chance(0.55)) return "json";
  return random.chance(0.08) ? random.pick(oddShapes) : random.pick(shapes);
}

/**
 * One call and what surrounds it, as a portal sees it: perhaps a new lead, then the call, and now and then a duplicate, a
 * second thought of the agent, lead data at the wrong address, or a body that nobody can read.
 */
export async function playScene(random: Random, { center, wait, deliver, post }: Stage): Promise<void> {
  const shape = chooseShape(random);
  const known = [...center.leads.values()];
  const isNew = known.length === 0 || random.chance(0.7);
  const lead = isNew ? center.addLead(random) : random.pick(known);
  if (isNew) {
    lead.createdAt = (await wait(0)) - random.between(1, 48) * 3_600_000; // lists are loaded before they are dialled
    await deliver(lead, { shape: chooseShape(random), endpoint: random.chance(0.06) ? "call" : "lead" });
  }

  const endedAt = await wait(random.between(3, 20));
  const call = center.placeCall(random, { lead, endedAt });
  const withRecording = random.chance(0.8);
  await deliver(call, { shape, withRecording });
  if (random.chance(0.04)) await deliver(call, { shape, withRecording });
  if (random.chance(0.015)) await post(random.pick(brokenBodies), "call");
  if (random.chance(0.015)) await post(random.pick(oddBodies), random.chance(0.2) ? "misspelled" : "call");

  const { becomes } = call.disposition;
  if (becomes && random.chance(0.15)) {
    await wait(random.between(20, 90));
    center.redispose(call, becomes);
    await deliver(call, { shape, withRecording });
  }
}
