import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { parseDelivery } from "#app/convoso/parse-delivery.server.ts";
import { readBodies } from "#app/convoso/read-body.server.ts";
import { capturePortal } from "./capture-portal.ts";
import { type Simulator, startSimulator } from "./simulator.ts";
import { oddShapes, shapes, webhookBody } from "./webhook-body.ts";

describe("simulated webhooks", () => {
  let now = Date.parse("2026-11-22T20:00:00Z");
  let convoso: Simulator;
  let portal: Awaited<ReturnType<typeof capturePortal>>;
  before(async () => {
    portal = await capturePortal();
    convoso = await startSimulator({
      now: () => now,
      portalUrl: portal.url,
      webhookSecret: "quiet",
      recordingDelaySeconds: 60,
    });
  });
  after(async () => {
    await convoso.stop();
    portal.stop();
  });

  const last = () => {
    const delivery = portal.captured.at(-1);
    assert.ok(delivery);
    return delivery;
  };

  it("carry the same call in every shape", async () => {
    const call = convoso.placeCall({ disposition: "NI", lengthSeconds: 45 });
    const readers: Record<(typeof shapes)[number], () => Record<string, string>> = {
      form: () => Object.fromEntries(new URLSearchParams(last().body)),
      json: () => JSON.parse(last().body),
      "json-in-form": () => JSON.parse(last().body),
      "json-in-form-equals": () => JSON.parse(last().body.replace(/=$/, "")),
      params: () => Object.fromEntries(new URLSearchParams(new URLSearchParams(last().body).get("params") ?? "")),
      query: () => Object.fromEntries(new URLSearchParams(last().query)),
    };
    for (const shape of shapes) {
      const delivery = await convoso.deliver(call, { shape, naming: "adaptor" });
      assert.deepEqual(delivery, { status: 200, body: { ok: true }, error: null });
      const fields = readers[shape]();
      assert.deepEqual(
        [fields.call_log_id, fields.status, fields.length_in_sec, fields.call_date],
        [call.id, "NI", "45", "2026-11-22 11:59:15"],
        shape,
      );
      assert.equal(last().path, "/api/webhooks/convoso");
      assert.equal(last().headers["x-webhook-secret"], "quiet");
    }
    assert.equal(portal.captured.at(-4)?.headers["content-type"], "application/x-www-form-urlencoded");
  });

  it("carry the same call in every odd shape, as the portal reads it", () => {
    const fields = {
      call_log_id: "8812",
      lead_id: "4401",
      status: "NI",
      length_in_sec: "45",
      agent_full_name: "Ann Lee",
    };
    for (const shape of oddShapes) {
      const { query, ...written } = webhookBody(fields, shape);
      const body = typeof written.body === "string" ? Buffer.from(written.body) : written.body;
      const items = readBodies({ ...written, body, query: new URLSearchParams(query) });
      assert.ok(Array.isArray(items) && items[0], shape);
      const parsed = parseDelivery(items[0], { endpoint: "call", timeZone: "UTC", receivedAt: new Date(now) });
      const { callId, leadId, disposition, durationSeconds } = parsed.call ?? {};
      assert.deepEqual([callId, leadId, disposition, durationSeconds], ["8812", "4401", "NI", 45], shape);
    }
  });

  it("name the fields as the guide does, when told to", async () => {
    const call = convoso.placeCall({ disposition: "SALE", lengthSeconds: 600, callType: "INBOUND" });
    await convoso.deliver(call, { shape: "json" });
    const fields = JSON.parse(last().body);
    assert.equal(fields.call_id, call.id);
    assert.equal(fields.duration, 600);
    assert.equal(fields.direction, "inbound");
    assert.equal(fields.ended_at, "2026-11-22T20:00:00.000Z");
    assert.ok(!("recording_url" in fields));
  });

  it("bring the recording only once Convoso has it", async () => {
    const call = convoso.placeCall({ disposition: "SALE" });
    const recording = async () => {
      await convoso.deliver(call, { withRecording: true });
      return new URLSearchParams(last().body).get("recording");
    };
    assert.equal(await recording(), "");
    now += 60_000;
    assert.match((await recording()) ?? "", /\/play-recording-public\//);
  });

  it("can go astray", async () => {
    const lead = convoso.addLead();
    await convoso.deliver(lead, { endpoint: "call" });
    assert.equal(last().path, "/api/webhooks/convoso");
    assert.equal(new URLSearchParams(last().body).get("lead_id"), lead.id);
    await convoso.deliver(lead);
    assert.equal(last().path, "/api/webhooks/convoso-leads");
  });

  it("use only numbers and addresses that belong to nobody", () => {
    for (let i = 0; i < 200; i++) {
      const { phone, email } = convoso.addLead();
      assert.match(phone, /^\d{3}55501\d\d$/);
      assert.match(email, /^$|^[a-z.]+\d+@mail\.example$/);
    }
  });

  it("report a portal that is away instead of throwing", async () => {
    const gone = await capturePortal();
    gone.stop();
    const delivery = await convoso.deliver(convoso.placeCall(), { portalUrl: gone.url });
    assert.deepEqual(delivery, { status: null, body: null, error: "ECONNREFUSED" });
  });
});
