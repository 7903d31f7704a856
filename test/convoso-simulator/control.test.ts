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

  it("has a link answer badly on demand, and well again, or gives another one instead", async () => {
    const placed = await order("calls", { disposition: "SALE", recordingDelaySeconds: 0 });
    const { call, recordingUrl } = await placed.json();
    const answer = async () => (await fetch(recordingUrl)).status;
    await order("recordings", { callId: call.id, answer: "410" });
    assert.equal(await answer(), 410);
    await order("recordings", { callId: call.id, answer: null });
    assert.equal(await answer(), 200);
    await order("recordings", { callId: call.id, isRenewed: true });
    assert.equal(await answer(), 404);
    assert.equal((await order("recordings", { callId: call.id, answer: "no such answer" })).status, 400);
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

  it("changes a call in the log without telling anybody, and has the log behave oddly", async () => {
    const retrieve = async (query = "") => {
      const response = await fetch(`${convoso.url}/v1/log/retrieve?auth_token=${convoso.authToken}&limit=500${query}`);
      return (await response.json()).data;
    };
    await order("reset");
    const ids = [];
    for (let nth = 0; nth < 3; nth++)
      ids.push((await (await order("calls", { disposition: "CB", lengthSeconds: 1 })).json()).call.id);
    await order("calls", { loggedAfterSeconds: 3600 });
    assert.equal((await retrieve()).total_found, "3", "a late row is not there yet");
    await order("change", { callId: ids[0], disposition: "SALE" });
    await order("change", { callId: ids[1], isVanished: true });
    const rows: { id: string; status: string }[] = (await retrieve("&order=asc")).results;
    assert.deepEqual(
      rows.map(({ id, status }) => [id, status]).sort(),
      [
        [ids[0], "SALE"],
        [ids[2], "CB"],
      ].sort(),
    );
    await order("log", { mostRows: 1, moves: 1, repeats: 1 });
    const moved = await retrieve("&offset=1");
    assert.deepEqual([moved.limit, moved.total_found, moved.results.length], [1, "3", 1]);
    assert.equal((await retrieve("&offset=1")).total_found, "2");
    await order("log", { ignoresWindow: true });
    assert.equal((await retrieve("&start_time=2001-01-01 00:00:00&end_time=2001-01-01 01:00:00")).total_found, "2");
    assert.equal((await order("webhooks", { dropped: 2 })).status, 400);
    assert.equal((await order("webhooks", { dropped: 0.1 })).status, 200);
  });

  it("refuses an order that it does not understand", async () => {
    assert.equal((await order("fail", { kind: "earthquake" })).status, 400);
    assert.equal((await order("calls", { callID: "1" })).status, 400);
    assert.equal((await order("dance")).status, 404);
  });
});
