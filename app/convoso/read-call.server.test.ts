import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDelivery, type Webhook } from "#app/convoso/parse-delivery.server.ts";
import { readBody } from "#app/convoso/read-body.server.ts";

function parse(payload: Record<string, unknown> | string, endpoint: Webhook = "call") {
  const isForm = typeof payload === "string";
  const body = new TextEncoder().encode(isForm ? payload : JSON.stringify(payload));
  const read = readBody({
    ...{ body, query: new URLSearchParams() },
    contentType: isForm ? "application/x-www-form-urlencoded" : "application/json",
  });
  assert.ok(read.ok);
  return parseDelivery(read, {
    endpoint,
    timeZone: "America/Los_Angeles",
    receivedAt: new Date("2024-03-15T22:00:00Z"),
  });
}

test("the same call without an id gets the same derived id in every shape and spelling", () => {
  const id = parse({ lead_id: 5, phone: "+12135550123", duration: 61, started_at: "2024-03-15T14:30:00" }).call?.callId;
  assert.match(id ?? "", /^derived:[0-9a-f]{32}$/);
  assert.equal(
    parse("LeadID=5&phone_number=(213)+555-0123&length_in_sec=61&call_date=03/15/24+2:30+pm").call?.callId,
    id,
  );
  assert.equal(
    parse({ lead_id: "5", phone: "2135550123", duration: "1:01", call_date: 1710538200, status: "B" }).call?.callId,
    id,
  );
});

test("another lead, phone, start or length is another derived id", () => {
  const base = { lead_id: "5", phone: "2135550123", duration: "61", call_date: "2024-03-15 14:30:00" };
  const others = [{ lead_id: "6" }, { phone: "2135550124" }, { duration: "62" }, { call_date: "2024-03-15 14:30:01" }];
  const ids = [{}, ...others].map((change) => parse({ ...base, ...change }).call?.callId);
  assert.equal(new Set(ids).size, 5);
});

test("without lead, phone and start the whole content makes the id, in any order", () => {
  const id = parse({ duration: 5, disposition: "SALE" }).call?.callId;
  assert.equal(parse("disposition=SALE&duration=5&campaign=").call?.callId, id);
  assert.notEqual(parse({ duration: 5, disposition: "SALE", x: 1 }).call?.callId, id);
});

test("a derived id comes with a hint to map the real one", () => {
  assert.match(parse({ lead_id: 5, duration: 5 }).hint ?? "", /call_log_id/);
});

test("a bare id is the call's only where another key has named the lead differently", () => {
  const ids = (payload: Record<string, unknown>) => {
    const { call } = parse(payload);
    return [call?.isDerivedId ? null : call?.callId, call?.leadId];
  };
  assert.deepEqual(ids({ id: "90", lead_id: "5", duration: 1 }), ["90", "5"]);
  assert.deepEqual(ids({ id: "90", lead_id: "0", duration: 1 }), ["90", null]);
  assert.deepEqual(ids({ id: "5", lead_id: "5", duration: 1 }), [null, "5"]);
  assert.deepEqual(ids({ id: "5", lead_id: "", duration: 1 }), [null, "5"]);
  assert.deepEqual(ids({ id: "5", duration: 1 }), [null, "5"]);
  assert.deepEqual(ids({ id: "5", call_log_id: "90" }), ["90", "5"]);
});

test("the best spelling that says something wins, and what another says differently is kept", () => {
  const { call, agent } = parse({
    ...{
      uniqueid: "3",
      call_id: "2",
      call_log_id: "1",
      campaign_name: "B",
      campaign: "A",
      user: "Ann",
      agent_name: "null",
    },
    ...{ agent_full_name: "Ann", duration: "abc", call_length: "7" },
  });
  assert.equal(call?.callId, "1");
  assert.equal(call?.campaign, "A");
  assert.equal(call?.durationSeconds, 7);
  assert.deepEqual(agent, { agentId: null, name: "Ann", email: null });
  assert.deepEqual(call?.extra, { uniqueid: "3", call_id: "2", campaign_name: "B", duration: "abc" });
});

test("an agent's id is never paired with another person's name", () => {
  const agent = (payload: object) => parse({ call_id: "1", ...payload }).agent;
  assert.deepEqual(agent({ user_id: "7", owner_name: "Olga", owner_id: "8" }), {
    agentId: "7",
    name: null,
    email: null,
  });
  assert.deepEqual(agent({ user_id: "0", owner_name: "Olga", owner_id: "8" }), {
    agentId: "8",
    name: "Olga",
    email: null,
  });
  assert.deepEqual(agent({ originating_agent_id: "9" }), { agentId: "9", name: null, email: null });
  assert.equal(agent({ agent_id: "0", owner_id: "0", agent_email: "a@example.com" }), null);
});

test("a text too long for its place is cut, an id too long is none, and both are problems", () => {
  const { call, problems } = parse({ call_id: "1".repeat(201), campaign: "é😀".repeat(500), duration: 1 });
  assert.equal(call?.isDerivedId, true);
  assert.equal(call?.campaign?.length, 300);
  assert.deepEqual(
    problems.map(({ key }) => key),
    ["campaign", "call_id"].sort(),
  );
});

test("a start in the future is kept, and points to the time zone", () => {
  const { call, problems } = parse({ call_id: "1", call_date: "2024-03-15 17:30:00" });
  assert.equal(call?.startedAt?.toISOString(), "2024-03-16T00:30:00.000Z");
  assert.match(problems[0]?.message ?? "", /time zone/);
});

test("a phone without digits names nobody", () => {
  assert.equal(parse({ call_id: "1", phone_number: "anonymous" }).contact, null);
  assert.equal(parse({ phone_number: "anonymous" }, "lead").kind, null);
});

test("a status alone makes a call, unless it comes with a lead's details", () => {
  assert.equal(parse({ lead_id: "5", status: "SALE" }).kind, "call");
  assert.equal(parse({ lead_id: "5", status: "NEW", last_name: "Lee" }).kind, "lead");
});

test("on the lead endpoint only strong evidence makes a call", () => {
  const kind = (payload: Record<string, unknown>) => parse(payload, "lead").kind;
  assert.equal(kind({ lead_id: "5", call_log_id: "1", status: "NEW", url: "https://example.com/form" }), "lead");
  assert.equal(kind({ lead_id: "5", duration: "7" }), "lead");
  assert.equal(kind({ lead_id: "5", duration: "7", agent_name: "Ann" }), "call");
  assert.equal(kind({ lead_id: "5", call_log_id: "1", call_date: "2024-03-15" }), "call");
  assert.equal(kind({ call_id: "test-123", disposition: "SALE" }), "call");
  assert.equal(kind({ city: "Anytown", status: "NEW" }), null);
});

test("only a phone number has its own hint, and any other lead on the call endpoint another", () => {
  assert.match(
    parse({ phone: "2135550123", phone_code: "1", name: null }).hint ?? "",
    /^The delivery has only a phone number/,
  );
  assert.match(parse({ phone: "2135550123", lead_id: "5" }).hint ?? "", /^This is a lead/);
});

test("every key is accounted for in the readings", () => {
  const { readings } = parse({ call_id: 7, duration: "x", started_at: "2024-03-15 14:30:00", odd: [1], blank: "null" });
  assert.deepEqual(readings, [
    { key: "call_id", field: "callId", raw: "7", value: "7" },
    { key: "duration", field: "duration", raw: "x", value: null },
    { key: "started_at", field: "startedAt", raw: "2024-03-15 14:30:00", value: "2024-03-15T21:30:00.000Z" },
    { key: "odd", field: null, raw: "[1]", value: [1] },
    { key: "blank", field: null, raw: "null", value: null },
  ]);
});
