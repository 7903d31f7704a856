import { gzipSync } from "node:zlib";
import { ANN, type Case, type Cases, call, FORM, lead, SALE } from "./case.ts";

const JSON_TEXT = '{"call_log_id":"9","status":"SALE"}';
const JOSE = { lead_id: "5", first_name: "José", last_name: "Muñoz" };
const JOSE_JSON = JSON.stringify(JOSE);
const latin = (text: string) => Buffer.from(text, "latin1");
const part = (name: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const PARTS = `${part("call_log_id", "9")}${part("status", "SALE")}`;

const isSale = (body: string | Uint8Array, type = "application/json", ...codes: string[]): Case => ({
  sent: [call(body, type)],
  calls: [SALE],
  problems: [codes],
});
const isJose = (body: string | Uint8Array, type: string, ...codes: string[]): Case => ({
  sent: [lead(body, type)],
  leads: [JOSE],
  problems: [codes],
});
const TWO_CALLS = [
  { call_id: "10", lead_id: "6", disposition: "NI", duration_seconds: 5 },
  { call_id: "9", lead_id: "5", disposition: "SALE", duration_seconds: 300 },
];

/** Bodies that were damaged, labelled wrongly, or written in a notation that nobody expects. */
export const bodies: Cases = {
  "files in a form of several parts": {
    sent: [
      call(
        `--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\ncall_log_id,status\r\n9,SALE\r\n10,NI\r\n--b--`,
        "multipart/form-data; boundary=b",
      ),
      call(
        `${part("one", '{"call_log_id":"11","status":"SALE"}')}${part("two", '{"call_log_id":"12","status":"NI"}')}--b--`,
        "multipart/form-data; boundary=b",
      ),
    ],
    outcomes: ["split", "processed", "processed", "split", "processed", "processed"],
    calls: ["10", "9", "11", "12"].map((call_id) => ({ call_id })),
  },
  "JSON behind lines that are not its own is all that is meant": {
    sent: [
      call('Date: 2026-03-03\nPOST body: {"call_log_id":"9"}'),
      call('From: a@example.com\nTo: b@example.com\n\n{"call_log_id":"9","status":"SALE"}'),
    ],
    calls: [SALE],
    problems: [["text-around"], ["text-around"]],
  },
  "Go's notation, which separates nothing, is refused, and YAML with JSON in it is read whole": {
    sent: [
      call("{CallLogID:9 Status:SALE Length:125}"),
      call("call_log_id: 9\nstatus: SALE\nlead: {lead_id: 5}\n", "text/yaml"),
      call("<p>Call Log ID: 10</p><p>Status: N&amp;I</p>", "text/html"),
      call("<pre>Array\n(\n    [call_log_id] => 11\n    [status] => SALE\n)\n</pre>", "text/html"),
    ],
    outcomes: ["invalid", "processed", "processed", "processed"],
    calls: [
      { ...SALE, lead_id: "5" },
      { call_id: "10", disposition: "N&I" },
      { call_id: "11", disposition: "SALE" },
    ],
    leads: [{ lead_id: "5" }],
    problems: [[], ["form-repaired", "json-repaired"], ["form-repaired"], ["json-repaired"]],
  },
  "a line that is cut off makes no id of the next one": {
    sent: [call(`${JSON_TEXT}\n{"call_log_id":"10","sta\n{"call_log_id":"11","status":"NI"}`)],
    outcomes: ["invalid"],
  },
  "rows of a database's terminal, and one with the total": {
    sent: [
      call(" call_log_id | status \n-------------+--------\n 9           | SALE\n(1 row)\n", "text/plain"),
      call("call_log_id,status,length_in_sec\n9,SALE,125\nTotal,,125\n", "text/csv"),
    ],
    calls: [SALE, { is_derived: undefined, disposition: null }],
    problems: [[], [], [], ["says-nothing"]],
  },
  "rows with JSON in a cell": {
    sent: [call('call_log_id,status,extra\n9,SALE,"{""a"":1}"\n', "text/csv")],
    calls: [SALE],
  },
  "XML with signs that are not escaped": {
    sent: [
      call(
        "<call><call_log_id>9</call_log_id><status>SALE</status><campaign>A & B&nbsp;C</campaign></call>",
        "text/xml",
      ),
    ],
    calls: [{ ...SALE, campaign: "A & B\u00a0C" }],
    problems: [["xml-repaired"]],
  },
  "dumps and documents that are cut off are refused": {
    sent: [
      call("Array\n(\n    [call_log_id] => 9\n    [status] => SA"),
      call('array(2) {\n  ["call_log_id"]=>\n  string(1) "9"\n  ["status"]=>\n  string(4) "SA'),
      call('a:2:{s:11:"call_log_id";s:1:"9";s:6:"status";s:4:"SA";}'),
      call("call:\n  call_log_id: &id 9\n  status: *s\n"),
    ],
    outcomes: ["invalid", "invalid", "invalid", "invalid"],
  },
  "PHP counts bytes, and a note may hold what looks like its notation": {
    sent: [
      call('array(2) {\n  ["call_log_id"]=>\n  string(1) "9"\n  ["agent_comment"]=>\n  string(10) "é "\n["x"]"\n}'),
      call(
        "Array\n(\n    [call_log_id] => 10\n    [agent_comment] => one\n[x] => two\n    [lead] => Array\n        (\n            [lead_id] => 5\n        )\n\n)",
      ),
    ],
    calls: [
      { call_id: "9", agent_comment: 'é "\n["x"]' },
      { call_id: "10", agent_comment: "one\n[x] => two", lead_id: "5" },
    ],
    leads: [{ lead_id: "5" }],
    problems: [["json-repaired"], ["json-repaired"]],
  },
  "YAML has texts of several lines": {
    sent: [
      call(
        "call_log_id: 9\nstatus: 'it''s a SALE'\nagent_comment: |\n  one\n  two\nlead:\n  lead_id: 5\n  notes:\n  - a\n",
      ),
    ],
    calls: [{ call_id: "9", disposition: "it's a SALE", agent_comment: "one\ntwo", lead_id: "5" }],
    leads: [{ lead_id: "5" }],
  },
  "JSON behind a byte order mark": isSale(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(JSON_TEXT)])),
  "JSON with two content types": isSale(JSON_TEXT, "application/json, application/json"),
  "JSON that calls itself HTML": isSale(JSON_TEXT, "text/html; charset=utf-8"),
  "JSON without a content type": isSale(JSON_TEXT, ""),
  "JSON that calls itself a form of several parts": isSale(JSON_TEXT, "multipart/form-data; boundary=b"),
  "a form that calls itself JSON": isSale("call_log_id=9&status=SALE", "application/json;charset=UTF-8"),
  "a form that calls itself XML": isSale("call_log_id=9&status=SALE", "application/xml"),
  "JSON in quotes of a Windows shell": isSale(`'${JSON_TEXT}'`, "application/json", "text-around"),
  "JSON whose quotes a Windows shell took": isSale("{call_log_id:9,status:SALE}", FORM, "json-repaired"),
  "JSON with line breaks that were escaped": isSale(
    '{\\r\\n"call_log_id": "9",\\r\\n\\t"status":"SALE"\\r\\n}',
    "application/json",
    "json-repaired",
  ),
  "JSON with NaN for a number": {
    sent: [call('{"call_log_id":"9","status":"SALE","length_in_sec":NaN}')],
    calls: [{ ...SALE, duration_seconds: null }],
    problems: [["json-repaired", "says-nothing"]],
  },
  "JSON with a value missing": isSale('{"call_log_id":"9","status":"SALE","lead_id":}', undefined, "json-repaired"),
  "JSON with two commas, and a greeting behind it": isSale(
    '{"call_log_id":"9",,"status":"SALE"}\n--\nSent from my phone',
    undefined,
    "json-repaired",
    "text-around",
  ),
  "a note that ends with a quote, whose escape was cut": {
    sent: [call('{"call_log_id":"9","agent_comment":"He said \\"hi\\","status":"SALE"}')],
    calls: [{ ...SALE, agent_comment: 'He said "hi"' }],
    problems: [["json-repaired"]],
  },
  "a note that ends with a backslash": {
    sent: [call('{"call_log_id":"9","agent_comment":"see C:\\dir\\","status":"SALE"}')],
    calls: [{ ...SALE, agent_comment: "see C:\\dir\\" }],
    problems: [["json-repaired"]],
  },
  "a note with HTML and its quotes": {
    sent: [call('{"call_log_id":"9","agent_comment":"<p class="x">5\' 2" tall</p>","status":"SALE"}')],
    calls: [{ ...SALE, agent_comment: '<p class="x">5\' 2" tall</p>' }],
    problems: [["json-repaired"]],
  },
  "a note of two lines": {
    sent: [call('{"call_log_id":"9","agent_comment":"one\r\n\r\ntwo","status":"SALE"}')],
    calls: [{ ...SALE, agent_comment: "one\r\n\r\ntwo" }],
    problems: [["json-repaired"]],
  },
  "two calls with a comma between": {
    sent: [call(`${JSON_TEXT},{"call_log_id":"10","status":"NI"}`)],
    calls: [{ call_id: "10", disposition: "NI" }, SALE],
    problems: [[], [], []],
    outcomes: ["split", "processed", "processed"],
  },
  "rows under a line of names": {
    sent: [call("call_log_id,lead_id,status,length_in_sec\r\n9,5,SALE,300\r\n10,6,NI,5\r\n", "text/csv")],
    calls: TWO_CALLS,
    leads: [{ lead_id: "5" }, { lead_id: "6" }],
    problems: [[], [], []],
  },
  "rows with tabs": {
    sent: [call("call_log_id\tlead_id\tstatus\tlength_in_sec\n9\t5\tSALE\t300\n10\t6\tNI\t5", "text/plain")],
    calls: TWO_CALLS,
    leads: [{ lead_id: "5" }, { lead_id: "6" }],
    problems: [[], [], []],
  },
  "one row with quotes and semicolons": {
    sent: [lead('lead_id;First Name;Phone\n5;"Ann; M.";239-555-0142\n', "text/csv")],
    leads: [{ lead_id: "5", first_name: "Ann; M.", phone_e164: "+12395550142" }],
  },
  "a row with a link in it": {
    sent: [call("call_log_id,status,recording\n9,SALE,https://r.example.com/a?x=1&y=2\n", FORM)],
    calls: [{ ...SALE, recording_url: "https://r.example.com/a?x=1&y=2" }],
  },
  "rows without names are refused, and kept": {
    sent: [call("9,5,SALE,300\n10,6,NI,5\n", "text/csv")],
    outcomes: ["invalid"],
  },
  YAML: isSale("call_log_id: 9\nstatus: SALE\n", "application/yaml", "form-repaired"),
  "parts with the wrong boundary": isSale(`${PARTS}--b--\r\n`, "multipart/form-data; boundary=WRONG"),
  "parts with line feeds only": isSale(
    `${PARTS}--b--`.replaceAll("\r\n", "\n"),
    "multipart/form-data; boundary=b",
    "form-repaired",
  ),
  "parts without an end": isSale(PARTS, "multipart/form-data; boundary=b", "form-repaired"),
  "gzip that nobody declared": isSale(gzipSync(JSON_TEXT), "application/json", "wrong-encoding"),
  "Latin 1, declared": isJose(latin(JOSE_JSON), "application/json; charset=ISO-8859-1"),
  "Latin 1, declared as latin1": isJose(latin(JOSE_JSON), "application/json; charset=latin1"),
  "Latin 1, not declared": isJose(latin(JOSE_JSON), "application/json", "not-utf8"),
  "Latin 1, declared by XML": isJose(
    latin(
      `<?xml version="1.0" encoding="ISO-8859-1"?><lead><lead_id>5</lead_id><first_name>José</first_name><last_name>Muñoz</last_name></lead>`,
    ),
    "text/xml",
  ),
  "Cyrillic, declared by XML": {
    sent: [
      lead(
        Buffer.concat([
          Buffer.from('<?xml version="1.0" encoding="windows-1251"?><lead><lead_id>5</lead_id><first_name>'),
          Buffer.from([0xc0, 0xed, 0xed, 0xe0]),
          Buffer.from("</first_name></lead>"),
        ]),
        "text/xml",
      ),
    ],
    leads: [{ lead_id: "5", first_name: "Анна" }],
  },
  "Latin 1 in a form, declared": isJose("lead_id=5&first_name=Jos%E9&last_name=Mu%F1oz", `${FORM}; charset=latin1`),
  "Latin 1 in a form, not declared": isJose("lead_id=5&first_name=Jos%E9&last_name=Mu%F1oz", FORM, "percent-repaired"),
  "UTF-8 that was read as Latin 1": isJose(
    Buffer.from(JOSE_JSON).toString("latin1"),
    "application/json",
    "mis-decoded",
    "mis-decoded",
  ),
  "UTF-8 that calls itself ASCII": isJose(JOSE_JSON, "application/json; charset=us-ascii", "wrong-charset"),
  "UTF-16 of PowerShell": isJose(Buffer.from(`\uFEFF${JOSE_JSON}`, "utf16le"), "application/json"),
  "Shift JIS, declared": {
    sent: [lead(Buffer.from("7b226c6561645f6964223a2235222c2266697273745f6e616d65223a22835e837a227d", "hex"), "application/json; charset=Shift_JIS")], // biome-ignore format: bytes
    leads: [{ lead_id: "5", first_name: "タホ" }],
  },
  "encoded words of an e-mail": isJose(
    JSON.stringify({ ...JOSE, first_name: "=?UTF-8?B?Sm9zw6k=?=", last_name: "=?iso-8859-1?Q?Mu=F1oz?=" }),
    "application/json",
    "entities-decoded",
    "entities-decoded",
  ),
  "HTML entities, twice": isJose(
    JSON.stringify({ ...JOSE, first_name: "Jos&amp;eacute;", last_name: "Mu&amp;#241;oz" }),
    "application/json",
    "entities-decoded",
    "entities-decoded",
  ),
  "values that were encoded twice": {
    sent: [
      lead({ first_name: "Ann", last_name: "Lee", phone: "239%20555%200142", email: "ann%40example.com" }),
      call({
        call_log_id: "9",
        status: "Not%20Interested",
        call_date: "2026-03-03%2014%3A30%3A00",
        duration: "5%3A00",
      }),
      call({ call_log_id: "10", status: "NI", call_date: "2026-03-03+14:30:00" }),
    ],
    calls: [
      { call_id: "9", disposition: "Not Interested", duration_seconds: 300, started_at: "2026-03-03T22:30:00.000Z" },
      { call_id: "10", disposition: "NI", started_at: "2026-03-03T22:30:00.000Z" },
    ],
    leads: [{ ...ANN, email: "ann@example.com" }],
    problems: [
      ["entities-decoded", "entities-decoded"],
      ["entities-decoded", "entities-decoded", "entities-decoded"],
      ["entities-decoded"],
    ],
  },
  "a repeated key with a blank": {
    sent: [call("call_log_id=9&status=SALE&phone_number=2395550142&status=&phone_number=", FORM)],
    calls: [{ ...SALE, phone_e164: "+12395550142" }],
    leads: [{ phone_e164: "+12395550142" }],
  },
  "one field mapped to two names that agree": {
    sent: [call({ call_log_id: "9", status: "SALE", phone_1: "2395550142", phone_2: "(239) 555-0142" })],
    calls: [{ ...SALE, phone_e164: "+12395550142" }],
    leads: [{ phone_e164: "+12395550142" }],
  },
  "lists of two values": {
    sent: [call({ call_log_id: "9", status: ["SALE", "NI"], phone_number: ["2395550142", "3055550199"] })],
    calls: [{ ...SALE, phone_e164: "+12395550142" }],
    leads: [{ phone_e164: "+12395550142" }],
    problems: [["conflict", "phone-several"]],
  },
};
