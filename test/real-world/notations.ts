import { type Case, type Cases, call, FORM, lead, SALE } from "./case.ts";

const LINK = "https://r.example.com/play/abc?x=1&rlt=t";

/** Names in forms whose "&" is that of a character's code, and escapes that were done twice. */
const NAMES: [sent: Case["sent"][number], first: string, code: string][] = [
  [lead("lead_id=5&first_name=Jos&eacute;&last_name=Lee", FORM), "José", "form-repaired"],
  [lead("lead_id=5&first_name=O&#39;Connor&last_name=Lee", FORM), "O'Connor", "form-repaired"],
  [lead({ lead_id: "5", first_name: "Jos\\u00e9", last_name: "Lee" }), "José", "entities-decoded"],
  [lead({ lead_id: "5", first_name: "O\\'Connor", last_name: "Lee" }), "O'Connor", "entities-decoded"],
];

/** Keys that say the unit, and what is not a number's usual notation. */
const LENGTHS: [sent: object, seconds: number][] = [
  [{ duration_ms: 125_000 }, 125],
  [{ "Duration (min)": "2" }, 120],
  [{ call_length_minutes: "1.5" }, 90],
  [{ duration_hours: 1 }, 3600],
  [{ "Length (mm:ss)": "2:05" }, 125],
  [{ duration: "2,5 min" }, 150],
  [{ duration: "62,05 min" }, 3723],
  [{ duration: "3,723 s" }, 3723],
  [{ duration: "2:05 min" }, 125],
  [{ duration: "1:05 hours" }, 3900],
  [{ duration: "2'05\"" }, 125],
  [{ duration: '="125"' }, 125],
  [{ duration: "1'234" }, 1234],
  [{ duration: "0h:2m:5s" }, 125],
  [{ duration: "2 minutos" }, 120],
];

const LINKS = [LINK.replace("&", "\\u0026"), `https://${LINK}`, LINK.replaceAll("/", "\\"), `${LINK}.`];
LINKS.push(`${LINK.slice(0, 30)}\r\n${LINK.slice(30)}`);

const PHONES: [sent: object, e164: string, code?: string][] = [
  [{ phone: { number: "2395550142", type: "cell" } }, "+12395550142"],
  [{ phones: [{ type: "home", number: "2395550142" }] }, "+12395550142"],
  [{ phone_number: ["2395550142", "+1 (239) 555-0142"] }, "+12395550142"],
  [{ phone: "239·555·0142" }, "+12395550142", "phone-repaired"],
  [{ phone: "*67 239-555-0142" }, "+12395550142", "phone-repaired"],
  [{ phone: "1+2395550142" }, "+12395550142"],
  [{ phone: "1 1 239 555 0142" }, "+12395550142", "phone-repaired"],
  [{ phone: "2079460958", country_code: "44" }, "+442079460958"],
  [{ phone: "2395550142", phone_code: "1.0" }, "+12395550142"],
];

const STRANGERS = [
  ...["no.email@gmail.com", "nobody@nowhere.com", "a@b.com", "user@example.com"].map((email) => ({ email })),
  ...["9898989898", "12345678900"].map((phone) => ({ phone })),
];

/** Further notations of bodies and values, each of which was once misread or not read. */
export const notations: Cases = {
  ...Object.fromEntries(
    NAMES.map(([sent, first_name, code], index) => [
      `${first_name} is read from an escaped text (${index})`,
      { sent: [sent], leads: [{ first_name, last_name: "Lee" }], problems: [[code]] },
    ]),
  ),
  ...Object.fromEntries(
    LENGTHS.map(([said, duration_seconds]) => [
      `${JSON.stringify(said)} is ${duration_seconds} seconds`,
      { sent: [call({ call_log_id: "9", ...said })], calls: [{ call_id: "9", duration_seconds }] },
    ]),
  ),
  ...Object.fromEntries(
    LINKS.map((recording) => [
      `${JSON.stringify(recording)} is the link`,
      {
        sent: [call({ call_log_id: "9", recording })],
        calls: [{ call_id: "9", recording_url: LINK }],
        problems: [["link-repaired"]],
      },
    ]),
  ),
  ...Object.fromEntries(
    PHONES.map(([said, phone_e164, code]) => [
      `${JSON.stringify(said)} is ${phone_e164}`,
      { sent: [lead({ lead_id: "5", ...said })], leads: [{ phone_e164 }], problems: [code ? [code] : []] },
    ]),
  ),
  ...Object.fromEntries(
    STRANGERS.map((shared) => [
      `two people share ${JSON.stringify(shared)}`,
      {
        sent: [lead({ first_name: "Ann", ...shared }), lead({ first_name: "Bob", ...shared })],
        leads: [{ first_name: "Ann" }, { first_name: "Bob" }],
        problems: ["Ann", "Bob"].map(() => ["email" in shared ? "email-filler" : "phone-filler"]),
      },
    ]),
  ),
  "an id in braces, as Microsoft's programs write it, is an id": {
    sent: [
      call({ call_id: "{6F9619FF-8B86-D011-B42D-00C04FC964FF}", disposition: "SALE" }),
      call({ call_id: "{6F9619FF-8B86-D011-B42D-00C04FC964FF}", duration: 5 }),
    ],
    calls: [{ call_id: "{6F9619FF-8B86-D011-B42D-00C04FC964FF}", disposition: "SALE", duration_seconds: 5 }],
  },
  "a later filler replaces no real phone or address, an earlier one is replaced": {
    sent: [
      lead({ lead_id: "5", phone: "9999999999", email: "none@none.com" }),
      lead({ lead_id: "5", phone: "2395550142", email: "ann@example.org" }),
      lead({ lead_id: "5", phone: "1111111111", email: "noemail@gmail.com" }),
      lead({ lead_id: "5", phone: "239-555" }),
    ],
    leads: [{ phone_number: "2395550142", phone_e164: "+12395550142", email: "ann@example.org" }],
    problems: [["email-filler", "phone-filler"], [], ["email-filler", "phone-filler"], ["phone-unread"]],
  },
  "of two numbers under one key, the mobile one counts": {
    sent: [lead({ lead_id: "5", phone: { home: "3055550199", mobile: "2395550142" }, name: { first: "Ann" } })],
    leads: [{ phone_e164: "+12395550142", first_name: "Ann", extra: { "phone.home": "3055550199" } }],
  },
  "of the two sides of a call, the direction tells the lead's": {
    sent: [
      call({ call_log_id: "7", direction: "inbound", from: "+12395550142", to: "+13055550199" }),
      call({ call_log_id: "8", direction: "outbound-api", caller: "3055550199", callee: "Ann <2395550142>" }),
      call({ call_log_id: "9", from: "+12395550142", to: "+13055550199" }),
      call({ call_log_id: "6", direction: "inbound", ani: "101", dnis: "2395550142" }),
    ],
    calls: [
      { call_id: "7", phone_e164: "+12395550142", extra: { to: "+13055550199" } },
      { call_id: "8", phone_e164: "+12395550142", extra: { caller: "3055550199" } },
      { call_id: "9", phone_number: null, extra: { from: "+12395550142", to: "+13055550199" } },
      { call_id: "6", phone_number: null },
    ],
    leads: [{ phone_e164: "+12395550142" }],
    problems: [[], ["phone-repaired"], ["phone-of-either"], []],
  },
  "a second number is a lead's only where nothing else tells who it is": {
    sent: [
      lead({ phone: "", "Alt Phone": "2395550142", name: "Ann" }),
      lead({ lead_id: "5", phone: "3055550199" }),
      lead({ lead_id: "5", phone: "", alt_phone_1: "2395550142" }),
    ],
    leads: [
      { lead_id: null, phone_e164: "+12395550142", first_name: "Ann" },
      { lead_id: "5", phone_e164: "+13055550199" },
    ],
  },
  "a day and a time under two keys are one moment": {
    sent: [
      call({ call_log_id: "6", call_date: "03/03/2026", call_time: "2:30 PM" }),
      call({ call_log_id: "7", call_date: "2026-03-03 00:00:00", time: "14:30:00", length_in_sec: 3 }),
      call({
        call_log_id: "8",
        start_date: "2026-03-03",
        start_time: "14:30",
        end_date: "2026-03-03",
        end_time: "14:35",
      }),
      call({ call_log_id: "4", call_date: "2026-03-03", call_time: "17:30 EST" }),
      call({ call_log_id: "5", call_time: "2026-03-03 14:30:00" }),
      call({ call_log_id: "9", call_date: "2026-03-03 14:30:00", call_time: "00:02:05" }),
      call({ call_log_id: "10", call_date: "2026-03-03", call_time: "00:02:05" }),
    ],
    calls: [
      ...["6", "7", "8", "4", "5", "9"].map((call_id) => ({ call_id, started_at: "2026-03-03T22:30:00.000Z" })),
      { call_id: "10", started_at: "2026-03-03T08:00:00.000Z" },
    ],
  },
  "databases name the type of each value": {
    sent: [
      call({ call_log_id: { $numberLong: "9" }, status: { $oid: "SALE" } }),
      call({ Item: { call_log_id: { S: "9" }, lead_id: { N: "5" } } }),
      call({ fields: { call_log_id: { stringValue: "9" }, disposition: { stringValue: "SALE" } } }),
    ],
    calls: [{ ...SALE, lead_id: "5" }],
    leads: [{ lead_id: "5" }],
    problems: [[], ["unwrapped"], []],
  },
  "what nobody sees, and a program's quotes, are taken off a text": {
    sent: [
      lead({ lead_id: "5", first_name: "\u200bAnn\u200d", last_name: '"Lee"' }),
      call({ call_log_id: "9", disposition: "SALE", recording: "https://r.example.com/a.mp3\u200b" }),
    ],
    calls: [{ ...SALE, recording_url: "https://r.example.com/a.mp3" }],
    leads: [{ lead_id: "5", first_name: "Ann", last_name: "Lee" }],
    problems: [["entities-decoded", "entities-decoded"], []],
  },
  "of several values of a key, one that says something is taken": {
    sent: [
      call("call_log_id=9&status=N%2FA&status=SALE&lead_id=%7B%7Bid%7D%7D&lead_id=5", FORM),
      lead({ lead_id: "5", zip: '="01234"', name: { given: "Ann", family: "Lee" }, phone: "239-555-0142 ext12" }),
    ],
    calls: [{ call_id: "9", disposition: "SALE", lead_id: "5" }],
    leads: [{ lead_id: "5", zip: "01234", first_name: "Ann", last_name: "Lee", extra: { phone_extension: "12" } }],
    problems: [["placeholder", "says-nothing"], ["entities-decoded"]],
  },
  "a zone in brackets is a zone, and an underscore a blank": {
    sent: [
      call({ call_log_id: "9", call_date: "2026-03-03 14:30:00 (UTC)" }),
      call({ call_log_id: "10", call_date: "2026-03-03_14:30:00" }),
    ],
    calls: [
      { call_id: "9", started_at: "2026-03-03T14:30:00.000Z" },
      { call_id: "10", started_at: "2026-03-03T22:30:00.000Z" },
    ],
  },
  "the body and the address say different things": {
    sent: [{ ...call({ call_log_id: "9", disposition: "SALE" }), query: new URLSearchParams("disposition=NI") }],
    calls: [SALE],
    problems: [["conflict"]],
  },
  "a link in the address gets back what was cut from it": {
    sent: [{ ...call(""), query: new URLSearchParams(`call_log_id=9&disposition=SALE&recording=${LINK}`) }],
    calls: [{ ...SALE, recording_url: LINK }],
    problems: [["link-repaired"]],
  },
};
