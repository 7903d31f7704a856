import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { parseDelivery } from "#app/convoso/parse-delivery.server.ts";
import { readBodies } from "#app/convoso/read-body.server.ts";

const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";
const CALL = { call_log_id: "9004200701", lead_id: "88120801", status: "SALE" };
const JSON_TEXT = JSON.stringify(CALL);
const FORM_TEXT = String(new URLSearchParams(CALL));

function read(body: string | Uint8Array, contentType: string | null, contentEncoding: string | null = null) {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const items = readBodies({ contentType, contentEncoding, body: bytes, query: new URLSearchParams() });
  assert.ok(Array.isArray(items), `readable: ${JSON.stringify(items)}`);
  const options = { timeZone: "America/Los_Angeles", receivedAt: new Date("2026-01-05"), endpoint: "call" as const };
  return items.map((item) => parseDelivery(item, options));
}

const codes = (problems: { code: string }[]) => problems.map(({ code }) => code).sort();

function part(name: string, value: string, more = "") {
  return `--XX\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
}
const PARTS = `${part("call_log_id", "9004200701")}${part("lead_id", "88120801")}${part("status", "SALE")}--XX--\r\n`;

/** One call, in every way that its sender may have bent it: body, content type, and what must be told of it. */
const BENT: [string, string | Uint8Array, string | null, string[], string?][] = [
  ["a form with a stray & in front", `&${FORM_TEXT}`, FORM, ["form-repaired"]],
  ["a form with stray & and ? everywhere", `?${FORM_TEXT.replace("&", "&&")}&`, FORM, ["form-repaired"]],
  ["a form with ; between its fields", FORM_TEXT.replaceAll("&", ";"), FORM, ["form-repaired"]],
  ["a form with one field a line", FORM_TEXT.replaceAll("&", "\r\n"), "text/plain", ["form-repaired"]],
  ["lines with colons", "call_log_id: 9004200701\nlead_id: 88120801\nstatus: SALE", null, ["form-repaired"]],
  ["a form with &amp; between its fields", FORM_TEXT.replaceAll("&", "&amp;"), FORM, ["form-repaired"]],
  ["a form that is encoded as a whole", encodeURIComponent(FORM_TEXT), FORM, ["form-repaired"]],
  ["JSON in a JSON text", JSON.stringify(JSON_TEXT), JSON_TYPE, ["json-in-text"]],
  ["JSON in a JSON text in a JSON text", JSON.stringify(JSON.stringify(JSON_TEXT)), JSON_TYPE, ["json-in-text"]],
  ["JSON with escaped quotes", JSON_TEXT.replaceAll('"', '\\"'), JSON_TYPE, ["json-in-text", "json-repaired"]],
  ["JSON with HTML entities", JSON_TEXT.replaceAll('"', "&quot;"), JSON_TYPE, ["json-repaired"]],
  ["JSON without braces", JSON_TEXT.slice(1, -1), JSON_TYPE, ["json-repaired"]],
  ["JSON with a comma too many", JSON_TEXT.replace("}", ",}"), JSON_TYPE, ["json-repaired"]],
  ["JSON with a comma missing", JSON_TEXT.replace(",", "\n"), JSON_TYPE, ["json-repaired"]],
  ["JSON with comments", `{// call\n${JSON_TEXT.slice(1, -1)}/* end */}`, JSON_TYPE, ["json-repaired"]],
  ["Python's own notation", JSON_TEXT.replaceAll('"', "'").replace("}", ", 'x': None}"), JSON_TYPE, ["json-repaired"]],
  ["JavaScript's own notation", "{call_log_id:9004200701,lead_id:'88120801',status:`SALE`}", JSON_TYPE, ["json-repaired"]],
  ["Ruby's own notation", JSON_TEXT.replaceAll('":', '" => '), JSON_TYPE, ["json-repaired"]],
  ["bare words", "{call_log_id: 9004200701, lead_id: 88120801, status: SALE}", JSON_TYPE, ["json-repaired"]],
  ["typographic quotes", JSON_TEXT.replace(/"([^"]*)"/g, "“$1”"), JSON_TYPE, ["json-repaired"]],
  ["JSON in a function's call", `callback(${JSON_TEXT});`, "text/javascript", ["text-around"]],
  ["JSON between words", `Payload: ${JSON_TEXT} (end)`, "text/plain", ["text-around"]],
  ["JSON in a list of one", `[${JSON_TEXT}]`, JSON_TYPE, []],
  ["lists of one for values", '{"call_log_id":["9004200701"],"lead_id":[88120801],"status":["SALE"]}', JSON_TYPE, []],
  ["a key with a blank behind it", '{"call_log_id":"9004200701","lead_id":"88120801","status":"SALE","status":""}', JSON_TYPE, []],
  ["a blank in a list", '{"call_log_id":["",null,"9004200701"],"lead_id":"88120801","status":["","SALE"]}', JSON_TYPE, []],
  ["a form with blanks behind its fields", `${FORM_TEXT}&status=&call_log_id=&lead_id=`, FORM, []],
  ["a form with blanks before its fields", `status=&lead_id=&${FORM_TEXT}`, FORM, []],
  ["JSON under any key", JSON.stringify({ event: { data: CALL } }), JSON_TYPE, ["unwrapped"]],
  ["JSON deep under any keys", JSON.stringify({ a: { b: [{ c: { d: CALL } }] } }), JSON_TYPE, ["unwrapped"]],
  ["a wrapping with its own id and status", JSON.stringify({ id: "evt_1", status: "ok", data: { object: CALL } }), JSON_TYPE, ["unwrapped"]],
  ["an answer's results", JSON.stringify({ success: true, results: [CALL], total: "1" }), JSON_TYPE, ["unwrapped"]],
  ["JSON in any field of a form", String(new URLSearchParams({ anything: JSON_TEXT })), FORM, ["unwrapped"]],
  ["JSON in a field that was not encoded", `payload=${JSON_TEXT}`, FORM, []],
  ["JSON text in any field of JSON", JSON.stringify({ anything: JSON_TEXT }), JSON_TYPE, ["unwrapped"]],
  ["a form in a field of JSON", JSON.stringify({ params: FORM_TEXT }), JSON_TYPE, []],
  ["names and values", JSON.stringify(Object.entries(CALL).map(([name, value]) => ({ name, value }))), JSON_TYPE, []],
  ["names and values of questions", JSON.stringify({ answers: Object.entries(CALL).map(([label, value]) => ({ id: 7, label, value })) }), JSON_TYPE, ["unwrapped"]],
  ["a form as PHP and Rails write it", "call[call_log_id]=9004200701&call[lead_id]=88120801&call[status]=SALE", FORM, []],
  ["a form with lists of one", "call_log_id[]=9004200701&lead_id[]=88120801&status[]=SALE", FORM, []],
  ["a form of several parts", PARTS, "multipart/form-data; boundary=XX", []],
  ["a form of several parts without its boundary", PARTS, "multipart/form-data", []],
  ["a form of several parts that calls itself JSON", PARTS, JSON_TYPE, []],
  ["JSON as a file", `${part("file", JSON_TEXT, '; filename="a.json"\r\nContent-Type: application/json')}--XX--`, "multipart/form-data; boundary=XX", ["unwrapped"]],
  ["XML", "<?xml version='1.0'?><call><call_log_id>9004200701</call_log_id><lead_id>88120801</lead_id><status>SALE</status></call>", "text/xml", []],
  ["XML in namespaces", '<s:Envelope xmlns:s="urn:s"><s:Body><Call call_log_id="9004200701" lead_id="88120801"><status><![CDATA[SALE]]></status></Call></s:Body></s:Envelope>', "text/xml", ["unwrapped"]],
  ["gzip", gzipSync(JSON_TEXT), JSON_TYPE, [], "gzip"],
  ["gzip twice", gzipSync(gzipSync(JSON_TEXT)), JSON_TYPE, [], "gzip, gzip"],
  ["gzip that nobody declared", gzipSync(JSON_TEXT), JSON_TYPE, ["wrong-encoding"]],
  ["brotli", brotliCompressSync(FORM_TEXT), FORM, [], "br"],
  ["deflate", deflateSync(FORM_TEXT), FORM, [], "deflate"],
  ["raw deflate", deflateRawSync(FORM_TEXT), FORM, [], "deflate"],
  ["gzip that is none", JSON_TEXT, JSON_TYPE, ["wrong-encoding"], "gzip"],
  ["a character set for an encoding", JSON_TEXT, JSON_TYPE, ["wrong-encoding"], "UTF-8"],
  ["UTF-16", Buffer.from(`\uFEFF${JSON_TEXT}`, "utf16le"), JSON_TYPE, []],
  ["UTF-16 without its mark", Buffer.from(JSON_TEXT, "utf16le"), JSON_TYPE, []],
  ["UTF-16 the other way round", Buffer.from(JSON_TEXT, "utf16le").swap16(), JSON_TYPE, []],
]; // biome-ignore format: a table

for (const [name, body, contentType, expected, encoding] of BENT) {
  test(`a call is read from ${name}`, () => {
    const [parsed, ...more] = read(body, contentType, encoding);
    assert.ok(parsed && more.length === 0, "it is one");
    const { callId, leadId, disposition } = parsed.call ?? {};
    assert.deepEqual([callId, leadId, disposition], ["9004200701", "88120801", "SALE"]);
    assert.deepEqual(codes(parsed.problems), expected);
  });
}

test("quotes, line breaks and unknown escapes inside a text stay in it", () => {
  const comment = (text: string) => read(`{"call_log_id":"1","agent_comment":"${text}","status":"NI"}`, JSON_TYPE)[0];
  for (const [sent, text] of [
    ["two\nlines\tof text", "two\nlines\tof text"],
    ['he said "no", twice', 'he said "no", twice'],
    ['"quoted"', '"quoted"'],
    ['5" pipe', '5" pipe'],
    ["C:\\dir\\x", "C:\\dir\\x"],
    ["O\\'Connor", "O'Connor"],
  ] as const) {
    const parsed = comment(sent);
    assert.equal(parsed?.call?.agentComment, text);
    assert.equal(parsed?.call?.disposition, "NI");
    assert.deepEqual(codes(parsed?.problems ?? []), ["json-repaired"]);
  }
});

test("two values under one key are a problem that shows both, and the first one counts", () => {
  for (const [body, type] of [
    ['{"call_log_id":"1","status":"NI","status":"SALE"}', JSON_TYPE],
    ['{"call_log_id":"1","status":["NI","","SALE"]}', JSON_TYPE],
    ["call_log_id=1&status=NI&status=SALE", FORM],
    ['{"call_log_id":"1","status":"NI","Status":"SALE"}', JSON_TYPE],
  ] as const) {
    const [parsed] = read(body, type);
    assert.equal(parsed?.call?.disposition, "NI");
    const [found] = parsed?.problems ?? [];
    assert.deepEqual([found?.code, found?.key, found?.value], ["conflict", "status", "NI"]);
    assert.match(found?.made ?? "", /^SALE/);
  }
});

test("the same value in two spellings is no conflict", () => {
  const [parsed] = read(
    "call_log_id=1&call_id=1&phone=2395550141&customer_phone=(239)+555-0141&duration=61&length_in_sec=1:01&email=A@example.com&email_address=a@example.com",
    FORM,
  );
  assert.deepEqual(parsed?.problems, []);
});

/** Two calls, in every way that a list may come. */
const TWO = [{ call_log_id: "1", status: "NI" }, { call_log_id: "2", status: "SALE" }]; // biome-ignore format: short
const LISTS: Record<string, [string, string?]> = {
  "a JSON list": [JSON.stringify(TWO)],
  "a list of JSON texts": [JSON.stringify(TWO.map((call) => JSON.stringify(call)))],
  "a list in a wrapping": [JSON.stringify({ success: true, data: { results: TWO, total: "2" } })],
  "an object keyed by ids": [JSON.stringify({ results: { 123: TWO[0], 124: TWO[1] } })],
  "one JSON a line": [TWO.map((call) => JSON.stringify(call)).join("\n"), "application/x-ndjson"],
  "JSON one behind the other": [TWO.map((call) => JSON.stringify(call)).join("")],
  "a list in a form's field": [String(new URLSearchParams({ calls: JSON.stringify(TWO) })), FORM],
  "a form's list": ["calls[0][call_log_id]=1&calls[0][status]=NI&calls[1][call_log_id]=2&calls[1][status]=SALE", FORM],
  XML: ["<calls><call><call_log_id>1</call_log_id><status>NI</status></call><call><call_log_id>2</call_log_id><status>SALE</status></call></calls>", "text/xml"], // biome-ignore format: long
};

for (const [name, [body, type = JSON_TYPE]] of Object.entries(LISTS)) {
  test(`each call is read from ${name}`, () => {
    const said = read(body, type).map(({ call }) => [call?.callId, call?.disposition]);
    assert.deepEqual(said, [
      ["1", "NI"],
      ["2", "SALE"],
    ]);
  });
}

test("values beside the items of a list apply to each item, except the wrapping's id and status", () => {
  const sent = { id: "batch-7", status: "ok", campaign_id: "1187", lead_id: "5", calls: TWO };
  for (const { call } of read(JSON.stringify(sent), JSON_TYPE)) {
    assert.deepEqual([call?.leadId, call?.campaignId], ["5", "1187"]);
    assert.notEqual(call?.disposition, "ok");
  }
});

test("a thing in a list that is no object is left out with a problem, one without content stays an item", () => {
  const items = read(JSON.stringify([TWO[0], null, "x", { unknown: 1 }]), JSON_TYPE);
  assert.deepEqual(
    items.map(({ kind }) => kind),
    ["call", null],
  );
  assert.deepEqual(codes(items[0]?.problems ?? []), ["items-left-out"]);
});

test("a list may have 1,000 items and no more", () => {
  const list = (length: number) => JSON.stringify(Array.from({ length }, (_, index) => ({ call_log_id: index + 1 })));
  assert.equal(read(list(1000), JSON_TYPE).length, 1000);
  const body = Buffer.from(list(1001));
  const refused = readBodies({ contentType: JSON_TYPE, body, query: new URLSearchParams() });
  assert.match(Array.isArray(refused) || refused.ok ? "" : refused.reason, /1001 items/);
});

test("a call or lead in several places of which none is the one is not read, and the places are named", () => {
  const [parsed] = read(JSON.stringify({ before: { lead_id: "1" }, after: { lead_id: "2" } }), JSON_TYPE);
  assert.equal(parsed?.kind, null);
  assert.deepEqual(codes(parsed?.problems ?? []), ["several-places"]);
  assert.match(parsed?.problems[0]?.value ?? "", /before, after/);
});

test("a call, its lead and its agent beside each other in one wrapping are one delivery", () => {
  const sent = {
    call: { call_log_id: "1", status: "SALE" },
    lead: { id: "5", first_name: "Ann", status: "NEW" },
    agent: { id: "9", name: "Sam", phone: "2395550199" },
  };
  for (const wrapped of [sent, { data: sent }]) {
    const [parsed, ...more] = read(JSON.stringify(wrapped), JSON_TYPE);
    assert.equal(more.length, 0);
    assert.deepEqual([parsed?.call?.callId, parsed?.call?.leadId, parsed?.call?.disposition], ["1", "5", "SALE"]);
    assert.deepEqual([parsed?.contact?.firstName, parsed?.contact?.phoneNumber], ["Ann", null]);
    assert.deepEqual(parsed?.agent, { agentId: "9", name: "Sam", email: null });
  }
});

test("a link that was not encoded gets back what the form cut from it", () => {
  const link = "https://recordings.example.com/play?x=1&rlt=t";
  for (const separator of ["&", "&amp;"]) {
    const sent = link.replace("&", separator);
    const [parsed] = read(`call_log_id=1&recording=${sent}&status=SALE`, FORM);
    assert.equal(parsed?.call?.recordingUrl, link);
    assert.equal(parsed?.call?.disposition, "SALE");
    assert.deepEqual(parsed?.call?.extra, {});
    assert.ok(codes(parsed?.problems ?? []).includes("link-repaired"));
  }
});

test("a link that was not encoded keeps its own percent-encoding, and the fields beside it lose theirs", () => {
  const link = "https://recordings.example.com/a%20b.wav?Signature=x%2By%2Fz%3D&Expires=99&to=https%3A%2F%2Fa.example";
  const [parsed] = read(`call_log_id=1&recording_url=${link}&campaign=Auto+Renewals&status=SA%4CE`, FORM);
  assert.equal(parsed?.call?.recordingUrl, link);
  assert.equal(parsed?.call?.disposition, "SALE");
  assert.equal(parsed?.call?.campaign, "Auto Renewals");
});

const JOSE = { call_log_id: "1", lead_id: "2", first_name: "José", last_name: "Muñoz’s" };
/** windows-1252 has the apostrophe at 92. */
const inWindows = (text: string) => Buffer.from(text.replaceAll("’", "\x92"), "latin1");
const CHARACTERS: [string, string | Uint8Array, string, string[]][] = [
  ["UTF-8", JSON.stringify(JOSE), JSON_TYPE, []],
  ["windows-1252, as declared", inWindows(JSON.stringify(JOSE)), "application/json; charset=windows-1252", []],
  ["windows-1252 that calls itself ISO-8859-1", inWindows(JSON.stringify(JOSE)), 'application/json; charset="ISO-8859-1"', []],
  ["windows-1252 that nobody declared", inWindows(JSON.stringify(JOSE)), JSON_TYPE, ["not-utf8"]],
  ["windows-1252 that calls itself UTF-8", inWindows(JSON.stringify(JOSE)), "application/json; charset=utf-8", ["not-utf8"]],
  ["UTF-8 that calls itself ISO-8859-1", JSON.stringify(JOSE), "application/json; charset=ISO-8859-1", ["wrong-charset"]],
  ["a character set that nobody knows", JSON.stringify(JOSE), "application/json; charset=klingon", ["wrong-charset"]],
  ["UTF-8 that was decoded wrongly", JSON.stringify({ ...JOSE, first_name: "JosÃ©", last_name: "MuÃ±ozâ€™s" }), JSON_TYPE, ["mis-decoded", "mis-decoded"]],
  ["UTF-8 that was decoded wrongly twice", JSON.stringify({ ...JOSE, first_name: "JosÃƒÂ©" }), JSON_TYPE, ["mis-decoded"]],
  ["characters and their marks apart", JSON.stringify(JOSE).normalize("NFD"), JSON_TYPE, []],
  ["HTML entities", JSON.stringify({ ...JOSE, first_name: "Jos&eacute;", last_name: "Mu&#241;oz&#x2019;s" }), JSON_TYPE, ["entities-decoded", "entities-decoded"]],
  ["a form", String(new URLSearchParams(JOSE)), FORM, []],
  ["a form in windows-1252", "call_log_id=1&lead_id=2&first_name=Jos%E9&last_name=Mu%F1oz%92s", FORM, ["percent-repaired"]],
  ["a form in ISO-8859-1, as declared", "call_log_id=1&lead_id=2&first_name=Jos%E9&last_name=Mu%F1oz%92s", `${FORM}; charset=ISO-8859-1`, []],
  ["a form with raw bytes of windows-1252", inWindows("call_log_id=1&lead_id=2&first_name=José&last_name=Muñoz’s"), FORM, ["not-utf8"]],
  ["a form with JavaScript's escapes", "call_log_id=1&lead_id=2&first_name=Jos%u00e9&last_name=Mu%u00f1oz%u2019s", FORM, ["percent-repaired"]],
  ["a form encoded twice", "call_log_id=1&lead_id=2&first_name=Jos%25C3%25A9&last_name=Muñoz’s", FORM, ["entities-decoded"]],
  ["a form of several parts", `${Object.entries(JOSE).map(([name, value]) => part(name, value)).join("")}--XX--`, "multipart/form-data; boundary=XX", []],
]; // biome-ignore format: a table

for (const [name, body, type, expected] of CHARACTERS) {
  test(`a name is read from ${name}`, () => {
    const [parsed] = read(body, type);
    assert.deepEqual([parsed?.contact?.firstName, parsed?.contact?.lastName], ["José", "Muñoz’s"]);
    assert.deepEqual(codes(parsed?.problems ?? []), expected);
  });
}
