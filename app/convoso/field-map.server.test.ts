import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type FieldMapEntry, makeFieldMap } from "#app/convoso/field-map.server.ts";
import { nameField, withFieldMap } from "#app/convoso/field-names.server.ts";
import { MAPPABLE_FIELDS } from "#app/convoso/mappable-fields.server.ts";
import { parseDelivery } from "#app/convoso/parse-delivery.server.ts";
import { readBody } from "#app/convoso/read-body.server.ts";

const PHONE = "239-555-0142";

function read(
  body: string | object,
  entries: FieldMapEntry[],
  contentType = "application/json",
  endpoint: "lead" | "call" = "lead",
) {
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  return withFieldMap(makeFieldMap(1, entries), () => {
    const taken = readBody({ body: bytes, contentType, query: new URLSearchParams() });
    assert.ok(taken.ok);
    return parseDelivery(taken, { endpoint, timeZone: "America/Chicago", receivedAt: new Date() });
  });
}

const asPhone = (key: string): FieldMapEntry[] => [{ key, field: "phoneNumber" }];

test("a mapped key is read as the field, in whatever letter case, punctuation and spaces it comes", () => {
  for (const key of ["Best number", "best_number", "BEST-NUMBER", "bestNumber", " Best  Number: "]) {
    assert.equal(read({ first_name: "Ann", [key]: PHONE }, asPhone("Best number")).contact?.phoneE164, "+12395550142");
  }
  assert.equal(read({ first_name: "Ann", "Best number": PHONE }, []).contact?.phoneNumber, null);
});

test("a mapped key is found in every shape of a body", () => {
  const map = asPhone("Best number");
  const bodies: [string, string][] = [
    ['{"payload":{"Best number":"239-555-0142"}}', "application/json"],
    ['{"payload":"{\\"Best number\\":\\"239-555-0142\\"}"}', "application/json"],
    ['{"event":{"thing":{"Best number":"239-555-0142"}}}', "application/json"],
    ['{"fields":[{"name":"Best number","value":"239-555-0142"}]}', "application/json"],
    ['{"Best number":{"value":"239-555-0142"}}', "application/json"],
    ["Best+number=239-555-0142", "application/x-www-form-urlencoded"],
    ["page=https://example.com/?a=1&Best number=239-555-0142", "application/x-www-form-urlencoded"],
    ["lead[Best number]=239-555-0142", "application/x-www-form-urlencoded"],
    ["<lead><Best_number>239-555-0142</Best_number></lead>", "text/xml"],
  ];
  for (const [body, contentType] of bodies) {
    assert.equal(read(body, map, contentType).contact?.phoneE164, "+12395550142", body);
  }
});

test("a path is mapped as it is shown, and nothing beside it", () => {
  const body = { survey: { q17: PHONE, q18: "239-555-0143" }, first_name: "Ann" };
  assert.equal(read(body, asPhone("survey.q18")).contact?.phoneNumber, "239-555-0143");
  assert.equal(read(body, asPhone("q18")).contact?.phoneNumber, null);
  const list = { answers: ["x"], first_name: "Ann", "answer.17": PHONE, "answer.18": "239-555-0143" };
  assert.equal(read(list, asPhone("answer.18")).contact?.phoneNumber, "239-555-0143");
});

test("a mapped key wins over a usual one, and of two mapped ones the first that says something", () => {
  const body = { phone: "239-555-0100", "Best number": PHONE, "Other number": "239-555-0143" };
  const both = [...asPhone("Other number"), ...asPhone("Best number")];
  assert.equal(read(body, asPhone("Best number")).contact?.phoneNumber, PHONE);
  assert.equal(read(body, both).contact?.phoneNumber, "239-555-0143");
  const { contact, problems } = read({ ...body, "Other number": "" }, both);
  assert.equal(contact?.phoneNumber, PHONE);
  assert.deepEqual(contact?.extra, { phone: "239-555-0100" });
  assert.deepEqual(problems, []);
});

test("an ignored key stays with the other fields, although we know a field of its name", () => {
  const { contact, readings } = read({ lead_id: "5", phone: PHONE }, [{ key: "Phone", field: null }]);
  assert.equal(contact?.phoneNumber, null);
  assert.deepEqual(contact?.extra, { phone: PHONE });
  assert.equal(readings.find(({ key }) => key === "phone")?.field, null);
});

test("an entry for a field that this version does not have changes nothing", () => {
  for (const field of ["shoeSize", "constructor", "__proto__"]) {
    assert.equal(read({ phone: PHONE }, [{ key: "phone", field }]).contact?.phoneNumber, PHONE);
  }
});

test("a map ends where its reading ends, even by an error", () => {
  const map = makeFieldMap(1, asPhone("Best number"));
  assert.throws(() =>
    withFieldMap(map, () => {
      assert.equal(nameField("Best number")?.field, "phoneNumber");
      throw new Error("on purpose");
    }),
  );
  assert.equal(nameField("Best number"), null);
});

test("whatever is mapped, every key without an entry means what it means without a map", () => {
  const key = fc.oneof(
    fc.constantFrom(
      "phone",
      "lead_id",
      "Email 1",
      "lead.id",
      "payload.phone",
      "note",
      "Best number.value",
      "agent.city",
    ),
    fc.string({ maxLength: 12 }),
  );
  const entry = fc.record({ key, field: fc.constantFrom("phoneNumber", "email", null) });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 4 }), key, (entries, asked) => {
      const map = makeFieldMap(1, entries);
      const meaning = map.find(asked);
      const usual = nameField(asked);
      assert.deepEqual(
        withFieldMap(map, () => nameField(asked)),
        meaning === undefined ? usual : meaning,
      );
      assert.deepEqual(nameField(asked), usual);
    }),
  );
});

test("every field that can be chosen is taken from the key that is mapped to it", () => {
  const values: Record<string, string> = {
    ...{
      phoneNumber: PHONE,
      email: "ann@example.com",
      startedAt: "2026-01-05 10:00:00",
      endedAt: "2026-01-05 10:05:00",
    },
    ...{ duration: "30", recording: "https://example.com/a.mp3", phoneCode: "1", fullName: "Ann Lee" },
  };
  for (const field of Object.values(MAPPABLE_FIELDS).flatMap(Object.keys)) {
    const others = { call_id: "C1", lead_id: "L1", agent_id: "7", phone: "239-555-0100" };
    const entries = [{ key: "Odd key", field }];
    const bodies = [others, { first_name: "Ann", phone: "239-555-0100" }].map((body) => ({
      ...body,
      "Odd key": values[field] ?? "ABC",
    }));
    const taken = bodies.map(
      (body) => read(body, entries, undefined, "call").readings.find(({ key }) => key === "Odd key")?.value,
    );
    assert.ok(
      taken.some((value) => value !== null && value !== undefined),
      field,
    );
  }
});
