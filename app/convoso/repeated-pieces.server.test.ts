import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDelivery } from "#app/convoso/parse-delivery.server.ts";
import { readBodies } from "#app/convoso/read-body.server.ts";

/** Nearly as much as a webhook takes. Reading that looks at the rest again and again would take minutes. */
const many = (piece: string) => piece.repeat(900_000 / piece.length);
const JSON_TYPE = "application/json";
const FORM = "application/x-www-form-urlencoded";
const call = (fields: object) => JSON.stringify({ call_id: "1", ...fields });

for (const [what, contentType, text] of [
  ["brackets in a length", JSON_TYPE, call({ duration: many("(") })],
  ["blanks before a unit in a length", JSON_TYPE, call({ duration: `${many(" ")}x` })],
  ["quotes and blanks after a placeholder's sign", JSON_TYPE, call({ first_name: `!${many("' ")}x` })],
  ["wrappings of a key", JSON_TYPE, call({ [many("data")]: "x" })],
  ["endings of a key", JSON_TYPE, call({ [`x${many("required")}`]: "x" })],
  ["parts of a key", JSON_TYPE, call({ [`call_id.${many("value.")}`]: "x" })],
  ["blanks after the JSON", JSON_TYPE, `{"call_id":"1",} x${many(" ")}x`],
  ["invisible marks after the JSON", JSON_TYPE, `{"call_id":"1",} x${many("\u200b")}x`],
  ["separators of a form", FORM, `call_id=1&a=1&${many("&")}x`],
  ["parameters behind a link", FORM, `call_id=1&a=http://example.com?b=1${many("&amp;")}`],
] as const) {
  test(`a delivery of nothing but ${what} is read to its end`, () => {
    const read = readBodies({ contentType, body: new TextEncoder().encode(text), query: new URLSearchParams() });
    assert.ok(Array.isArray(read));
    const [one] = read;
    assert.ok(one);
    const parsed = parseDelivery(one, { endpoint: "call", timeZone: "America/Los_Angeles", receivedAt: new Date() });
    assert.equal(parsed.call?.callId, "1");
  });
}
