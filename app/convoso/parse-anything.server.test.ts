import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type ParsedDelivery, parseDelivery } from "#app/convoso/parse-delivery.server.ts";
import { readBody } from "#app/convoso/read-body.server.ts";
import { samples } from "#app/convoso/samples.server.ts";

const KEYS = [
  ...samples.flatMap(({ body }) => body.match(/[a-z_]{2,30}/gi) ?? []),
  ...["call_id", "lead_id", "id", "phone", "phone_code", "duration", "call_date", "end_time", "recording", "user_id"],
  ...["lead", "data", "params", "payload", "__proto__", "constructor", "toString", "status", "campaign", "owner_id"],
];
const VALUES = [
  "0",
  "null",
  "-1",
  "1e400",
  "2135550123",
  "2024-03-10 02:30:00",
  "99:99",
  "\0",
  "\ud800",
  "9".repeat(400),
];

const key = fc.oneof(fc.constantFrom(...KEYS), fc.string({ unit: "binary", maxLength: 12 }), fc.string());
const value = fc.oneof(
  fc.constantFrom(...VALUES),
  fc.jsonValue(),
  fc.double(),
  fc.maxSafeInteger(),
  fc.date({ noInvalidDate: true }),
);
const payload = fc.dictionary(key, fc.oneof(value, fc.dictionary(key, value), fc.array(fc.dictionary(key, value))));
const halfCharacter = fc.string({ unit: fc.constantFrom("\ud800", "\udc00", "a", "\0", "=", "&", "%", "+", "{", '"') });
const encode = (text: string) => new TextEncoder().encode(text);

const body = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  payload.map((object) => encode(JSON.stringify(object) ?? "")),
  payload.map((object) => encode(`${encodeURIComponent((JSON.stringify(object) ?? "").toWellFormed())}=`)),
  fc
    .array(fc.tuple(key, fc.oneof(fc.constantFrom(...VALUES), fc.string())))
    .map((p) => encode(String(new URLSearchParams(p)))),
  halfCharacter.map((text) => encode(text)),
  fc.constantFrom(...samples).chain((sample) =>
    // A sample with some of its bytes changed is the likeliest damage.
    fc.array(fc.tuple(fc.nat(sample.body.length), fc.nat(255)), { maxLength: 4 }).map((changes) => {
      const bytes = encode(sample.body);
      for (const [at, byte] of changes) bytes[at] = byte;
      return bytes;
    }),
  ),
);

const contentType = fc.constantFrom(null, "", "application/json", "application/x-www-form-urlencoded", "text/plain");
const query = fc.oneof(fc.constant(""), fc.string(), fc.constantFrom("key=x", "params=a%3Db", "lead_id=5&call_id=%00"));

/** Every text inside, keys included. */
function* textsOf(part: unknown): Generator<string> {
  if (typeof part === "string") yield part;
  if (typeof part !== "object" || part === null) return;
  for (const [name, inner] of Object.entries(part)) {
    yield name;
    yield* textsOf(inner);
  }
}

function checkStorable({ call, contact, agent, readings, ...verdict }: ParsedDelivery) {
  for (const text of textsOf({ call, contact, agent, readings, verdict })) {
    assert.ok(text.isWellFormed() && !text.includes("\0"), `${JSON.stringify(text)} can be stored`);
  }
  const seconds = call?.durationSeconds ?? 0;
  assert.ok(Number.isInteger(seconds) && seconds >= 0 && seconds <= 604_800);
  for (const date of [call?.startedAt, call?.endedAt]) {
    assert.ok(!date || (date.getUTCFullYear() >= 1989 && date.getUTCFullYear() <= 2101));
  }
  const ids = [
    call?.callId,
    call?.leadId,
    call?.campaignId,
    contact?.leadId,
    agent?.agentId,
    agent?.name,
    contact?.phoneNumber,
  ];
  for (const id of ids) assert.ok(!id || (id.trim() !== "" && id.length <= 300));
  if (call) assert.notEqual(call.callId, "");
  assert.equal(verdict.kind === "call", call !== null);
  assert.equal(verdict.kind === null, verdict.reason !== null);
  if (verdict.kind === "lead") assert.ok(contact);
  if (agent) assert.ok(agent.agentId ?? agent.name);
  assert.ok(call?.recordingUrl == null || URL.canParse(call.recordingUrl));
  assert.doesNotThrow(() => JSON.stringify({ call, contact, agent, readings }));
}

test("no bytes, content type or query make it throw, or yield what PostgreSQL cannot store", () => {
  let calls = 0;
  let leads = 0;
  fc.assert(
    fc.property(body, contentType, query, fc.constantFrom("call", "lead"), (bytes, type, search, endpoint) => {
      const read = readBody({ contentType: type, body: bytes, query: new URLSearchParams(search) });
      if (!read.ok) {
        assert.ok(read.reason.isWellFormed() && !read.reason.includes("\0"));
        return;
      }
      const options = { timeZone: "America/Los_Angeles", receivedAt: new Date(0) };
      const parsed = parseDelivery(read, { ...options, endpoint });
      checkStorable(parsed);
      assert.deepEqual(
        parseDelivery(read, { ...options, endpoint }),
        parsed,
        "the same delivery is read the same twice",
      );
      if (parsed.kind === "call") calls += 1;
      if (parsed.kind === "lead") leads += 1;
    }),
    { numRuns: 3000 },
  );
  assert.ok(calls > 200 && leads > 50, `it met calls (${calls}) and leads (${leads})`);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});

test("members that are called as JavaScript's own methods are data", () => {
  const odd = { toString: "x", valueOf: 1, toJSON: 2, constructor: 3 };
  const bodies = [
    { call_id: "1", lead_id: [odd] },
    { call_id: "1", start_date: "2026-01-01", call_time: "10:00", started_at: [odd], duration: [odd] },
    { call_id: [odd], call_log_id: [odd], status: odd, phone_number: [[odd]] },
    { fields: [{ name: "email", type: odd, value: [odd] }], answers: [{ type: [odd], email: "a@example.com" }] },
  ];
  for (const sent of bodies) {
    const body = Buffer.from(JSON.stringify(sent));
    const query = new URLSearchParams("lead_id=5&call_id=2&email=a@example.com");
    const read = readBody({ contentType: "application/json", body, query });
    assert.ok(read.ok);
    checkStorable(parseDelivery(read, { timeZone: "America/Los_Angeles", receivedAt: new Date(0), endpoint: "call" }));
  }
});
