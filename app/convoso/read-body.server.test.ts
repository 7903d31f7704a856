import assert from "node:assert/strict";
import { test } from "node:test";
import { readBody } from "#app/convoso/read-body.server.ts";

const FORM = "application/x-www-form-urlencoded";

function read(body: string | Uint8Array, contentType: string | null = "application/json", query = "") {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return readBody({ contentType, body: bytes, query: new URLSearchParams(query) });
}

function fields(...args: Parameters<typeof read>) {
  const result = read(...args);
  assert.ok(result.ok, "the body is readable");
  return result.fields.map(({ key, value }) => [key, value]);
}

function reason(...args: Parameters<typeof read>) {
  const result = read(...args);
  assert.ok(!result.ok, "the body is refused");
  assert.notEqual(result.hint, "");
  return result.reason;
}

test("an id with too many digits for a number stays exact", () => {
  assert.deepEqual(fields('{"call_id":12345678901234567891,"n":1.5,"big":1e400}'), [
    ["call_id", "12345678901234567891"],
    ["n", 1.5],
    ["big", "1e400"],
  ]);
});

test("the values of a repeated key are a list, in JSON and in a form", () => {
  assert.deepEqual(fields('{"a":1,"b":"\\": ","a":2}'), [
    ["a", [1, 2]],
    ["b", '": '],
  ]);
  assert.deepEqual(fields("a=1&b=3&a=2", FORM), [
    ["a", ["1", "2"]],
    ["b", "3"],
  ]);
});

test("keys named __proto__ and constructor are data, and pollute nothing", () => {
  const sent =
    '{"__proto__":{"polluted":"1"},"constructor":{"prototype":{"polluted":"2"}},"list":[{"__proto__":{"x":1}}]}';
  assert.deepEqual(fields(sent).slice(0, 2), [
    ["__proto__.polluted", "1"],
    ["constructor.prototype.polluted", "2"],
  ]);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
  assert.deepEqual(fields("__proto__=1&constructor=2", FORM), [
    ["__proto__", "1"],
    ["constructor", "2"],
  ]);
});

test("a byte order mark is no part of the body", () => {
  assert.deepEqual(fields('\uFEFF{"a":1}'), [["a", 1]]);
  assert.deepEqual(fields("\uFEFFa=1", FORM), [["a", "1"]]);
});

test("NUL, half characters and bytes that are not UTF-8 are repaired and noted", () => {
  const bytes = Buffer.concat([
    Buffer.from('{"a":"x\\u0000y","b\\u0000":"\\ud800","c":"'),
    Buffer.of(0xff),
    Buffer.from('"}'),
  ]);
  const result = read(bytes);
  assert.ok(result.ok);
  assert.deepEqual(
    result.fields.map(({ key, value }) => [key, value]),
    [
      ["a", "xy"],
      ["b", "\uFFFD"],
      ["c", "ÿ"],
    ],
  );
  assert.deepEqual(
    result.problems.map(({ code, key }) => `${code} ${key}`),
    ["not-utf8 body", "nul-removed a", "nul-removed b\0", "half-character b\0"].map((text) => text.replace("\0", "")),
  );
  assert.deepEqual(fields("a%00b=x%00y", FORM), [["ab", "xy"]]);
});

test("the body wins over the query, which fills what the body leaves blank, in other spellings too", () => {
  assert.deepEqual(fields('{"LeadID":"5","duration":""}', "application/json", "lead_id=6&length_in_sec=7&x=1"), [
    ["LeadID", "5"],
    ["duration", ""],
    ["length_in_sec", "7"],
    ["x", "1"],
  ]);
});

test("a credential in the query is no field", () => {
  assert.deepEqual(fields("a=1", FORM, "key=hunter2&auth_token=hunter2&b=2"), [
    ["a", "1"],
    ["b", "2"],
  ]);
  assert.equal(reason("", null, "key=hunter2"), "The body is empty.");
});

test("a credential behind a link that was not encoded becomes no part of the link", () => {
  const query = "call_id=1&recording=https://x.example/play?id=7&kind=mp3&key=hunter2&amp;auth_token=hunter2";
  const read = readBody({ contentType: null, body: new Uint8Array(), query: new URLSearchParams(query) });
  assert.ok(read.ok);
  assert.deepEqual(
    read.fields.map(({ key, value }) => [key, value]),
    [
      ["call_id", "1"],
      ["recording", "https://x.example/play?id=7&kind=mp3"],
    ],
  );
  assert.ok(!JSON.stringify(read.problems).includes("hunter2"));
});

test("a table of two columns is not taken for the names and values of one lead", () => {
  assert.deepEqual(fields('[["city","Mobile"],["lead_id","5"]]'), [
    ["city", "Mobile"],
    ["lead_id", "5"],
  ]);
  reason('[["lead_id","phone"],["5","2395550142"],["6","3055550177"]]');
});

test("a plus sign in JSON that was never encoded stays a plus sign", () => {
  assert.deepEqual(fields('{"phone":"+12135550123","rate":"50%"}', FORM), [
    ["phone", "+12135550123"],
    ["rate", "50%"],
  ]);
});

test("params may hold JSON, and an envelope that holds other text stays as it is", () => {
  assert.deepEqual(fields(`params=${encodeURIComponent('{"lead_id":5}')}`, FORM), [["params.lead_id", 5]]);
  assert.deepEqual(fields('{"params":"lead_id=5&city=San+Jose"}'), [
    ["lead_id", "5"],
    ["city", "San Jose"],
  ]);
  assert.deepEqual(fields("data={broken&address=1 Main St", FORM), [
    ["data", "{broken"],
    ["address", "1 Main St"],
  ]);
});

test("a body that is not a delivery is refused with a reason", () => {
  assert.equal(reason(""), "The body is empty.");
  assert.equal(reason("  \n"), "The body is empty.");
  assert.equal(reason("{}"), "The body is empty.");
  assert.equal(reason("hello"), "The body is neither JSON nor form fields.");
  assert.equal(reason("<xml a='1'/>", "text/xml"), "The body is neither JSON nor form fields.");
  assert.equal(reason(new Uint8Array([0, 1, 2, 255])), "The body is neither JSON nor form fields.");
  for (const cut of [
    '{"a":1',
    '{"a":"1',
    '{"a":"1"',
    '{"a":"1",',
    '{"a":"1","b',
    '{"a":{"b":"1"}',
    '[{"a":"1"},',
    "{'a': tru",
  ]) {
    assert.match(reason(cut), /^It is not JSON: it ends too early/, cut);
    assert.match(reason(cut, FORM), /^It is not JSON: it ends too early/, cut);
  }
  assert.match(reason('{"a" "b"}'), /^It is not JSON: /);
  assert.equal(reason('"text"'), "The body is JSON, but not an object.");
  assert.equal(reason("[[1]]"), "The body is JSON, but not an object.");
  assert.equal(reason("[]"), "The body is JSON, but not an object.");
  assert.equal(reason('[{"call_id":"1"},{"call_id":"2"}]'), "The body is a list of 2 items.");
  assert.equal(reason("--x\r\nabc", "multipart/form-data; boundary=x"), "The body is neither JSON nor form fields.");
  assert.match(reason(`{"a":${"[".repeat(40)}${"]".repeat(40)}}`), /nested deeper than 32/);
  assert.match(reason("[".repeat(400_000) + "]".repeat(400_000)), /nested deeper than 32/);
  assert.match(reason('{"a":'.repeat(100_000) + 1 + "}".repeat(100_000)), /nested deeper than 32/);
});
