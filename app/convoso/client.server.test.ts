import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, afterEach, before, describe, it } from "node:test";
import { retrieveCallLog } from "#app/convoso/client.server.ts";
import { type Simulator, startSimulator } from "#test/convoso-simulator/simulator.ts";

const token = "s3cret-token-that-must-stay-inside";
const noon = Date.parse("2026-11-22T20:00:00Z"); // noon in Los Angeles
const hour = 3_600_000;

describe("retrieveCallLog", () => {
  let now = noon;
  let convoso: Simulator;
  before(async () => {
    convoso = await startSimulator({ authToken: token, now: () => now, recordingDelaySeconds: 90 });
  });
  after(() => convoso.stop());
  afterEach(() => {
    now = noon;
    convoso.reset();
  });

  const settings = (changes = {}) => ({
    apiUrl: convoso.apiUrl,
    authToken: token,
    timeZone: "America/Los_Angeles",
    timeoutMs: 5_000,
    ...changes,
  });
  const around = (callId: string, at = now) => ({
    callId,
    from: new Date(at - 2 * hour),
    to: new Date(at + 2 * hour),
  });

  async function ask(callId: string, changes = {}) {
    const answer = await retrieveCallLog(settings(changes), around(callId));
    assert.ok(answer.ok, JSON.stringify(answer));
    return answer.rows;
  }

  async function failToAsk(changes = {}) {
    const answer = await retrieveCallLog(settings(changes), around("1234"));
    assert.ok(!answer.ok, "an answer where a failure was expected");
    assert.ok(!JSON.stringify(answer).includes(token), "the token is in the failure");
    return answer.failure;
  }

  it("finds a call and reads the vendor's text numbers and local times", async () => {
    const call = convoso.placeCall({ disposition: "SALE", lengthSeconds: 480, agentId: "310417" });
    convoso.placeCall();
    const [row, ...others] = await ask(call.id);
    assert.deepEqual(others, []);
    assert.equal(row?.id, call.id);
    assert.equal(row?.leadId, call.lead.id);
    assert.equal(row?.userId, "310417");
    assert.equal(row?.agentName, "Marisol Vega");
    assert.equal(row?.campaign, call.campaign.name);
    assert.equal(row?.status, "SALE");
    assert.equal(row?.statusName, "Sale");
    assert.equal(row?.callLength, 480);
    assert.equal(row?.callDate, "2026-11-22 11:52:00");
  });

  it("says that there is no recording until Convoso lists it, then gives its link", async () => {
    const call = convoso.placeCall({ disposition: "SALE" });
    assert.equal((await ask(call.id))[0]?.recordingUrl, null);
    now += 90_000;
    const url = (await ask(call.id))[0]?.recordingUrl;
    assert.match(url ?? "", /^http:\/\/127\.0\.0\.1:\d+\/play-recording-public\/[\w=]+\?rlt=\w+$/);
    assert.equal((await fetch(url ?? "")).headers.get("content-type"), "audio/wav");
  });

  it("has no length for a call that continues, and length 0 for one that nobody took", async () => {
    const ongoing = convoso.placeCall({ startedAt: now - 1000, lengthSeconds: 60 });
    const empty = convoso.placeCall({ disposition: "NA", lengthSeconds: 0 });
    assert.equal((await ask(ongoing.id))[0]?.callLength, null);
    assert.equal((await ask(empty.id))[0]?.callLength, 0);
  });

  it("asks for yesterday's call too, with the window in the account's zone", async () => {
    const call = convoso.placeCall({ startedAt: noon - 30 * hour, lengthSeconds: 100 });
    const answer = await retrieveCallLog(settings(), around(call.id, noon - 30 * hour));
    assert.equal(answer.ok && answer.rows[0]?.id, call.id);
    assert.deepEqual(convoso.requests().at(-1)?.query, {
      id: call.id,
      include_recordings: "1",
      start_time: "2026-11-21 04:00:00",
      end_time: "2026-11-21 08:00:00",
      limit: "10",
    });
  });

  it("has no rows for a call that Convoso does not know", async () => {
    assert.deepEqual(await ask("999"), []);
  });

  it("does not ask at all without a call id, which would be answered with strangers' calls", async () => {
    for (const callId of ["", "  ", "0", "null"]) {
      const answer = await retrieveCallLog(settings(), around(callId));
      assert.equal(!answer.ok && answer.failure.kind, "refused");
    }
    assert.deepEqual(convoso.requests(), []);
  });

  it("reads a refusal under HTTP 200, with its code", async () => {
    convoso.fail({ kind: "refused", code: 7231, text: "Offset is not valid." });
    const failure = await failToAsk();
    assert.equal(failure.kind, "refused");
    assert.equal(failure.code, 7231);
    assert.equal(failure.message, "Convoso refused the request (code 7231): Offset is not valid.");
  });

  it("takes code 403 in the body of a 200 for forbidden", async () => {
    convoso.fail({ kind: "refused", code: 403, text: "Forbidden" });
    assert.equal((await failToAsk()).kind, "forbidden");
  });

  it("hides the token where Convoso repeats it, also at the edge of a long text", async () => {
    convoso.fail({ kind: "refused", text: `${"x".repeat(290)} ${token} and ${token}` });
    const { message } = await failToAsk();
    assert.ok(!message.includes(token.slice(0, 6)));
  });

  it("tells a wrong token from a token without the right", async () => {
    const failure = await failToAsk({ apiUrl: convoso.apiUrl, authToken: `${token}-wrong` });
    assert.equal(failure.kind, "unauthorized");
    assert.equal(failure.status, 401);
    convoso.fail({ kind: "403" });
    assert.equal((await failToAsk()).kind, "forbidden");
  });

  it("passes on how long to wait, in seconds", async () => {
    convoso.fail({ kind: "429", retryAfterSeconds: 7 });
    const limited = await failToAsk();
    assert.equal(limited.kind, "rate-limited");
    assert.equal(limited.retryAfterSeconds, 7);
    convoso.fail({ kind: "500" });
    const broken = await failToAsk();
    assert.equal(broken.kind, "server-error");
    assert.equal(broken.retryAfterSeconds, null);
  });

  it("knows a page from the API, whatever its status", async () => {
    convoso.fail({ kind: "html" });
    const failure = await failToAsk();
    assert.equal(failure.kind, "not-json");
    assert.match(failure.message, /text\/html titled “Page not found”; check CONVOSO_API_URL/);
    assert.equal((await failToAsk({ apiUrl: `${convoso.url}/wrong` })).status, 404);
  });

  it("does not follow a redirect", async () => {
    convoso.fail({ kind: "redirect" });
    const failure = await failToAsk();
    assert.equal(failure.kind, "not-json");
    assert.match(failure.message, /redirects elsewhere/);
    assert.equal(convoso.requests().length, 1);
  });

  it("stops reading an answer that is too large", async () => {
    convoso.fail({ kind: "oversized" });
    assert.match((await failToAsk()).message, /larger than 2 MiB/);
  });

  it("gives up when nothing answers in time, when the connection breaks, and when nobody listens", async () => {
    convoso.fail({ kind: "timeout" });
    const late = await failToAsk({ timeoutMs: 150 });
    assert.equal(late.kind, "unreachable");
    assert.equal(late.message, "Convoso could not be reached: no answer within 0.15 s");
    convoso.fail({ kind: "disconnect" });
    assert.equal((await failToAsk()).kind, "unreachable");
    const closed = await startSimulator();
    await closed.stop();
    assert.match((await failToAsk({ apiUrl: closed.apiUrl })).message, /ECONNREFUSED/);
  });

  async function askServer(body: string, status = 200, headers = {}) {
    const server = createServer((_, response) => response.writeHead(status, headers).end(body)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const answer = await retrieveCallLog(settings({ apiUrl }), around("77"));
    server.close();
    return answer;
  }

  it("reads Retry-After as a date too", async () => {
    for (const [date, isLater] of [
      ["Sun, 01 Nov 2099 00:00:00 GMT", true],
      ["Sun, 01 Nov 2020 00:00:00 GMT", false],
    ] as const) {
      const answer = await askServer("Slow down", 429, { "retry-after": date });
      assert.equal(!answer.ok && (answer.failure.retryAfterSeconds ?? -1) > 1e6, isLater);
      if (!isLater) assert.equal(!answer.ok && answer.failure.retryAfterSeconds, 0);
    }
  });

  it("leaves out of the message what a database would not store", async () => {
    const answer = await askServer(JSON.stringify({ success: false, text: "a\0b\ud83d" }));
    assert.equal(!answer.ok && answer.failure.message, "Convoso refused the request: ab\ufffd");
  });

  it("keeps every digit of an id that was sent as a number", async () => {
    const answer = await askServer('{"data":[{"id":12345678901234567890}]}');
    assert.equal(answer.ok && answer.rows[0]?.id, "12345678901234567890");
  });

  describe("with answers in other shapes", () => {
    const row = { id: 77, call_length: 12.4, recording: [{ src: "a.wav", public_url: "" }] };
    const cases: [name: string, body: unknown, ids: string[] | null][] = [
      ["data.results", { success: true, data: { entries: 1, results: [row] } }, ["77"]],
      ["data as an array", { success: true, data: [row] }, ["77"]],
      ["top-level results", { results: [row] }, ["77"]],
      ["data.entries", { success: true, data: { entries: [row] } }, ["77"]],
      ["a row without an id", { success: true, data: { results: [{ lead_id: "5" }, row, null] } }, ["77"]],
      ["nothing found, and no list", { success: true, data: { total_found: "0", entries: 0 } }, []],
      ["no list at all", { success: true, data: { total_found: "3" } }, null],
      ["null", null, null],
    ];
    for (const [name, body, ids] of cases) {
      it(`reads ${name}`, async () => {
        const answer = await askServer(JSON.stringify(body));
        if (ids) assert.deepEqual(answer.ok && answer.rows.map(({ id }) => id), ids);
        else assert.equal(!answer.ok && answer.failure.kind, "not-json");
      });
    }
  });
});
