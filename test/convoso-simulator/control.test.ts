import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { capturePortal } from "./capture-portal.ts";
import { type Simulator, startSimulator } from "./simulator.ts";

describe("control over HTTP", () => {
  let convoso: Simulator;
  let portal: Awaited<ReturnType<typeof capturePortal>>;
  before(async () => {
    portal = await capturePortal();
    convoso = await startSimulator({ portalUrl: portal.url });
  });
  after(async () => {
    await convoso.stop();
    portal.stop();
  });
  afterEach(() => convoso.reset());

  const order = (name: string, body: object = {}) =>
    fetch(`${convoso.url}/_control/${name}`, { method: "POST", body: JSON.stringify(body) });
  const ask = () => fetch(`${convoso.apiUrl}/status/search?auth_token=${convoso.authToken}`);

  it("orders troubles, which pass in their order", async () => {
    await order("fail", { kind: "500", times: 2 });
    await order("fail", { kind: "429", retryAfterSeconds: 3 });
    assert.deepEqual([(await ask()).status, (await ask()).status], [500, 500]);
    const limited = await ask();
    assert.equal(limited.status, 429);
    assert.equal(limited.headers.get("retry-after"), "3");
    assert.equal((await ask()).status, 200);
  });

  it("places a call as wished, and tells the portal", async () => {
    const response = await order("calls", {
      callId: "test-call-1",
      leadId: "51",
      agentName: "Grace Adeyemi",
      disposition: "SALE",
      lengthSeconds: 90,
      recordingDelaySeconds: 0,
      webhook: { shape: "json" },
    });
    const { call, recordingUrl, delivery } = await response.json();
    assert.equal(call.agent.id, "310471");
    assert.equal(call.lead.id, "51");
    assert.equal(delivery.status, 200);
    assert.equal(JSON.parse(portal.captured.at(-1)?.body ?? "").call_id, "test-call-1");
    assert.equal((await fetch(recordingUrl)).headers.get("content-type"), "audio/wav");
  });

  it("places a call that is never recorded", async () => {
    const response = await order("calls", { disposition: "SALE", recordingDelaySeconds: null });
    assert.equal((await response.json()).recordingUrl, null);
  });

  it("shows which requests came, and forgets them on reset", async () => {
    const requests = async () => (await fetch(`${convoso.url}/_control/requests`)).json();
    await ask();
    assert.deepEqual(await requests(), [{ method: "GET", path: "/v1/status/search", query: {} }]);
    await order("fail", { kind: "500" });
    await order("reset");
    assert.deepEqual(await requests(), []);
    assert.equal((await ask()).status, 200);
  });

  it("refuses an order that it does not understand", async () => {
    assert.equal((await order("fail", { kind: "earthquake" })).status, 400);
    assert.equal((await order("calls", { callID: "1" })).status, 400);
    assert.equal((await order("dance")).status, 404);
  });
});
