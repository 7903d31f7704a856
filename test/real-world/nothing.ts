import { type Case, type Cases, call, lead } from "./case.ts";

/** Two calls of two strangers whose ids say nothing stay two, and both deliveries say why. */
function staysTwo(id: unknown, code = "placeholder"): Case {
  const codes = [code, code];
  return {
    sent: [
      call({ call_log_id: id, lead_id: id, phone_number: "2395550142", status: "SALE", length_in_sec: 300 }),
      call({ call_log_id: id, lead_id: id, phone_number: "3055550199", status: "NI", length_in_sec: 5 }),
    ],
    calls: [
      { lead_id: null, disposition: "SALE", duration_seconds: 300, phone_e164: "+12395550142" },
      { lead_id: null, disposition: "NI", duration_seconds: 5, phone_e164: "+13055550199" },
    ],
    leads: [{ phone_e164: "+12395550142" }, { phone_e164: "+13055550199" }],
    problems: [codes, codes],
  };
}

const PLACEHOLDERS =
  `{{call_log_id}}|{{ call.id }}|{{{id}}}|={{ $json.id }}|{{$json["id"]}}|{{1.id}}|{{steps.trigger.event.body.id}}
  |$\{id}|$\{call.id}|#{id}|%call_log_id%|%%CALL_ID%%|[lead_id]|[[id]]|<call_log_id>|<%= id %>|<?php echo $id; ?>
  |--A--uniqueid--B--|--A--lead_id|@@id@@|@{triggerBody()?['id']}|$(id)|$CALL_ID|:lead_id|{lead.id}|{!Lead.Id}|{$id}|{% id %}
  |__LEAD_ID__|«id»|~id~|!id!|((lead_id))|^lead_id^|{{call_log_id|call_log_id}}|YOUR_CALL_ID|your lead id here|insert lead_id here
  |<<id>>|@lead_id|%7B%7Bid%7D%7D|&lt;id&gt;|\\{lead_id\\}|=lead_id|<<<id>>>|$[id]|%s|$1`
    .split(/\||\n\s+\|/)
    .map((text) => text.trim());

const WORDS =
  `N/A|n/a|NA|none|None|null null|unknown|Not Assigned|No Agent|nil|NaN|#N/A|#REF!|#SPILL!|#CALC!|(null)|<null>|[object Object]|\\N
  |-|--|.|?|x|false|string|&nbsp;|%20|[]|{}|default value|00000000-0000-0000-0000-000000000000|9999999999|none@none.com|Ninguno|XXXX|sample|REPLACE_ME|NA/NA|System.Object[]|Infinity|Loading...|keine|N / A|#ERROR!`
    .split(/\||\n\s+\|/)
    .map((text) => text.trim());

const AS_IDS: Cases = {
  ...Object.fromEntries(PLACEHOLDERS.map((text) => [`${text} is no id`, staysTwo(text)])),
  ...Object.fromEntries(WORDS.map((text) => [`${text} is no id`, staysTwo(text, "says-nothing")])),
  "|*ID*| is no id": staysTwo("|*ID*|"),
  "{{id|default:''}} is no id": staysTwo("{{id|default:''}}"),
  "1.23457E+11 is no id": staysTwo("1.23457E+11", "id-damaged"),
};

/** Words for “empty” and unfilled placeholders where a sender filled a blank with them. */
export const nothing: Cases = {
  ...AS_IDS,
  "words for “empty” erase nothing that is known": {
    sent: [
      lead({
        lead_id: "5",
        first_name: "Ann",
        last_name: "Lee",
        phone: "239-555-0142",
        email: "ann@example.com",
        city: "Tampa",
      }),
      lead({
        lead_id: "5",
        first_name: "N/A",
        last_name: "{{last_name}}",
        phone: "Unknown",
        email: "none",
        city: "N/A",
      }),
      lead({ lead_id: "5", first_name: "null", last_name: "(null)", phone: "", email: "not provided", city: "#REF!" }),
    ],
    leads: [
      {
        lead_id: "5",
        first_name: "Ann",
        last_name: "Lee",
        phone_e164: "+12395550142",
        email: "ann@example.com",
        city: "Tampa",
      },
    ],
    problems: [
      [],
      ["placeholder", "says-nothing", "says-nothing", "says-nothing", "says-nothing"],
      ["says-nothing", "says-nothing", "says-nothing"],
    ],
  },
  "a default of N/A does not take an outcome away, and NA is one": {
    sent: [
      call({ call_log_id: "9", status: "SALE" }),
      call({ call_log_id: "9", status: "N/A" }),
      call({ call_log_id: "10", status: "NA" }),
    ],
    calls: [
      { call_id: "9", disposition: "SALE" },
      { call_id: "10", disposition: "NA" },
    ],
    problems: [[], ["says-nothing"], []],
  },
  "a list, a queue and a campaign may be called Test or Total": {
    sent: [call({ call_log_id: "9", status: "SALE", list_id: "test", queue: "Total", campaign_id: "Sample" })],
    calls: [{ call_id: "9", list_id: "test", queue: "Total", campaign_id: "Sample" }],
  },
  "an agent's comment may be N/A": {
    sent: [call({ call_log_id: "9", status: "SALE", agent_comment: "N/A" })],
    calls: [{ call_id: "9", agent_comment: "N/A" }],
  },
  "a comment and a campaign in a person's words are no placeholders": {
    sent: [
      call({ call_log_id: "9", status: "SALE", agent_comment: "the first", campaign: "My List" }),
      call({ call_log_id: "10", status: "SALE", agent_comment: "(email)" }),
      call({ call_log_id: "11", status: "SALE", agent_comment: "{{comment}}", campaign: "YOUR_CAMPAIGN" }),
    ],
    calls: [
      { call_id: "9", agent_comment: "the first", campaign: "My List" },
      { call_id: "10", agent_comment: "(email)" },
      { call_id: "11", agent_comment: null, campaign: null },
    ],
    problems: [[], [], ["placeholder", "placeholder"]],
  },
  "words without a digit are no id, in any language": {
    sent: ["no disponible", "nicht vorhanden", "non renseigné", "нет данных", "brak danych"].flatMap((lead_id) => [
      lead({ lead_id, first_name: "Ann" }),
      lead({ lead_id, first_name: "Bob" }),
    ]),
    leads: ["Ann", "Bob"].map((first_name) => ({ lead_id: null, first_name })),
    problems: Array.from({ length: 10 }, () => ["says-nothing"]),
  },
  "a spreadsheet's errors are nothing, in any language": {
    sent: [
      lead({ lead_id: "#NV", first_name: "#WERT!", last_name: "#¡REF!", email: "ann@example.com" }),
      lead({ lead_id: "#N/D", first_name: "#NOM?", last_name: "#VALOR!", email: "bob@example.com" }),
    ],
    leads: ["ann@example.com", "bob@example.com"].map((email) => ({
      lead_id: null,
      first_name: null,
      last_name: null,
      email,
    })),
    problems: [
      ["says-nothing", "says-nothing", "says-nothing"],
      ["says-nothing", "says-nothing", "says-nothing"],
    ],
  },
  "nobody is an agent called No Agent": {
    sent: [call({ call_log_id: "9", status: "A", agent_id: "No Agent", agent_name: "Not Assigned" })],
    calls: [{ call_id: "9", agent_id: null }],
    agents: [],
    problems: [["says-nothing", "says-nothing"]],
  },
  "people called Null, None and Na stay": {
    sent: [
      lead({ lead_id: "1", first_name: "Ann", last_name: "Null" }),
      lead({ lead_id: "2", first_name: "JOHN", last_name: "NULL" }),
      lead({ lead_id: "3", first_name: "Na", last_name: "Li" }),
      lead({ lead_id: "4", first_name: "Bob", last_name: "None", city: "None" }),
      lead({ lead_id: "5", first_name: "K.A.", last_name: "Geen" }),
    ],
    leads: [
      { first_name: "Ann", last_name: "Null" },
      { first_name: "JOHN", last_name: "NULL" },
      { first_name: "Na", last_name: "Li" },
      { first_name: "Bob", last_name: "None", city: "None" },
      { first_name: "K.A.", last_name: "Geen" },
    ],
  },
  "null beside Null is kept as a name, with a problem": {
    sent: [lead({ lead_id: "1", first_name: "null", last_name: "Null" })],
    leads: [{ lead_id: "1", first_name: null, last_name: "Null" }],
    problems: [["name-doubtful"]],
  },
  "a documentation's example values are nobody": {
    sent: [
      lead({ lead_id: "string", first_name: "string", last_name: "string", phone: "string", email: "ann@example.com" }),
    ],
    leads: [{ lead_id: null, first_name: null, last_name: null, email: "ann@example.com" }],
    problems: [["says-nothing", "says-nothing", "says-nothing", "says-nothing"]],
  },
  "a link with a placeholder in it is no link": {
    sent: [call({ call_log_id: "9", status: "SALE", recording: "https://r.example.com/{{call_log_id}}.mp3" })],
    calls: [{ call_id: "9", recording_url: null }],
    problems: [["placeholder"]],
  },
};
