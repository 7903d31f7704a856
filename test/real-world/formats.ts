import { type Case, type Cases, call, FORM, SALE } from "./case.ts";

const JSON_TEXT = '{"call_log_id":"9","disposition":"SALE"}';
const XML = "<r><call_log_id>9</call_log_id><disposition>SALE</disposition></r>";
const TWO = [{ call_id: "10", disposition: "NI" }, SALE];

type Sent = [name: string, sent: Case["sent"][number], ...codes: string[]];

/** The same sale in each notation. */
const BODIES: Sent[] = [
  ["comments behind #", call('{"call_log_id":"9", # one\n"disposition":"SALE"}'), "json-repaired"],
  ["invisible marks between its parts", call(`\u200B{"call_log_id":"9",\u200B"disposition":"SALE"}`), "json-repaired"],
  ["Ruby's own notation", call('{:call_log_id=>"9", "disposition"=>"SALE"}'), "json-repaired"],
  ["a script's variable", call(`var data = ${JSON_TEXT};`, "text/plain")],
  ["a form inside a JSON text", call(JSON.stringify("call_log_id=9&disposition=SALE")), "form-repaired"],
  ["pairs of names and values", call('[["call_log_id","9"],["disposition","SALE"]]')],
  ["an object for each member", call('[{"call_log_id":"9"},{"disposition":"SALE"}]')],
  ["a list in a list", call(`[[${JSON_TEXT}]]`)],
  ["texts of JSON in a list of objects", call({ Records: [{ body: JSON_TEXT }] }), "json-in-text", "unwrapped"],
  ["XML in a field of JSON", call({ xml: XML }), "unwrapped", "xml-in-text"],
  ["XML in a field of a form", call(`xml=${encodeURIComponent(XML)}`, FORM), "unwrapped", "xml-in-text"],
  ["a whole address", call("https://x.example/?call_log_id=9&disposition=SALE", "text/plain"), "form-repaired"],
  ["quotes around a form's values", call('call_log_id="9"&disposition="SALE"', FORM), "form-repaired"],
  ["a wrapping's name before the names", call("data_call_log_id=9&data_disposition=SALE", FORM)],
  [
    "what PHP's print_r shows",
    call("Array\n(\n    [call_log_id] => 9\n    [disposition] => SALE\n)\n"),
    "json-repaired",
  ],
  ["the same in one line", call("Array ( [call_log_id] => 9 [disposition] => SALE )"), "json-repaired"],
  [
    "what var_dump shows",
    call('array(2) {\n  ["call_log_id"]=>\n  int(9)\n  ["disposition"]=>\n  string(4) "SALE"\n}\n'),
    "json-repaired",
  ],
  ["PHP's source", call("['call_log_id' => '9', 'disposition' => 'SALE']"), "json-repaired"],
  ["what var_export shows", call("array (\n  'call_log_id' => '9',\n  'disposition' => 'SALE',\n)"), "json-repaired"],
  ["PHP's serialize", call('a:2:{s:11:"call_log_id";i:9;s:11:"disposition";s:4:"SALE";}'), "json-repaired"],
  ["YAML", call("---\ncall_log_id: '9' # one\ndisposition: SALE\n", "application/yaml")],
  ["nested YAML", call("call:\n  call_log_id: 9\n  disposition: SALE\n")],
  ["a table with columns and rows", call({ columns: ["call_log_id", "disposition"], rows: [["9", "SALE"]] })],
  [
    "a table with named headers",
    call({ headers: [{ name: "call_log_id" }, { name: "disposition" }], data: [["9", "SALE"]] }),
  ],
  ["names and values in two lists", call({ fields: ["call_log_id", "disposition"], values: ["9", "SALE"] })],
  [
    "a table of HTML",
    call("<table><tr><td>call_log_id:</td><td>9</td></tr><tr><td>disposition</td><td>SALE</td></tr></table>"),
  ],
  ["JSON whose first brace was lost", call('"call_log_id":"9","disposition":"SALE"}'), "json-repaired"],
  ["a form in quotes of a Windows shell", call("'call_log_id=9&disposition=SALE'", FORM), "form-repaired"],
  ["PowerShell's hashtable", call("@{call_log_id=9; disposition=SALE}"), "json-repaired", "text-around"],
  ["a table of Markdown", call("| call_log_id | disposition |\n|---|:--|\n| 9 | SALE |\n")],
  ["Excel's CSV with its separator", call("sep=;\r\ncall_log_id;disposition\r\n9;SALE\r\n")],
  [
    "an address of data",
    call(`data:application/json;base64,${Buffer.from(JSON_TEXT).toString("base64")}`),
    "json-repaired",
  ],
  [
    "a record with its type",
    call({ data: { type: "calls", id: "9", attributes: { disposition: "SALE", direction: "outbound" } } }),
  ],
  [
    "a record with its type, of few fields",
    call({ data: { type: "calls", id: "9", attributes: { status: "SALE", duration: 3 } } }),
  ],
];

const LISTS: Sent[] = [
  ["a list of YAML", call("- call_log_id: 9\n  disposition: SALE\n- call_log_id: 10\n  disposition: NI\n")],
  [
    "rows under names",
    call([
      ["call_log_id", "disposition"],
      ["9", "SALE"],
      ["10", "NI"],
    ]),
  ],
  [
    "a spreadsheet's range",
    call({
      range: "A1:B3",
      values: [
        ["call_log_id", "disposition"],
        ["9", "SALE"],
        ["10", "NI"],
      ],
    }),
  ],
  ["a list for each column", call({ call_log_id: ["9", "10"], disposition: ["SALE", "NI"] })],
  ["an object for each column", call({ call_log_id: { 0: "9", 1: "10" }, disposition: { 0: "SALE", 1: "NI" } })],
  ["a form a line", call("call_log_id=9&disposition=SALE\ncall_log_id=10&disposition=NI\n", FORM)],
  [
    "an object keyed by ids with letters",
    call({ data: { a1: { call_log_id: "9", disposition: "SALE" }, a2: { call_log_id: "10", disposition: "NI" } } }),
  ],
];

/** The same sale, or two calls, in many formats. */
export const formats: Cases = {
  ...Object.fromEntries(
    BODIES.map(([name, sent, ...codes]) => [`a call is ${name}`, { sent: [sent], calls: [SALE], problems: [codes] }]),
  ),
  ...Object.fromEntries(
    LISTS.map(([name, sent]) => [`two calls are ${name}`, { sent: [sent], calls: TWO, problems: [[], [], []] }]),
  ),
};
