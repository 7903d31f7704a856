import { type Case, type Cases, call, lead } from "./case.ts";

type Understood = string | number | null;
type Value = [sent: unknown, understood: Understood, code?: string];

function eachOf(values: Value[], toCase: (sent: unknown, understood: Understood) => Case): Cases {
  return Object.fromEntries(
    values.map(([sent, understood, code]) => {
      const problems = [code === undefined ? [] : [code]];
      return [`${JSON.stringify(sent)} is ${understood ?? "blank"}`, { problems, ...toCase(sent, understood) }];
    }),
  );
}

/** American numbers of one kind each; `+1239…` stands for +12395550142. */
const PHONES: Value[] = [
  ["2395550142", "+12395550142"],
  ["+1 (239) 555-0142", "+12395550142"],
  ["239.555.0142", "+12395550142"],
  ["1-239-555-0142", "+12395550142"],
  ["239–555–0142", "+12395550142", "phone-repaired"],
  ["001 239 555 0142", "+12395550142"],
  ["+1+12395550142", "+12395550142", "phone-repaired"],
  ["2395550142.0", "+12395550142", "phone-repaired"],
  [2395550142, "+12395550142"],
  ["2,395,550,142", "+12395550142", "phone-repaired"],
  ["2.395550142E9", "+12395550142", "phone-repaired"],
  ["2.39555E+09", null, "phone-damaged"],
  ['="2395550142"', "+12395550142", "phone-repaired"],
  ["'2395550142", "+12395550142", "phone-repaired"],
  ["tel:+1-239-555-0142;ext=136", "+12395550142", "phone-repaired"],
  ["sip:+12395550142@voip.example.com", "+12395550142", "phone-repaired"],
  ["whatsapp:+12395550142", "+12395550142", "phone-repaired"],
  ["p:+12395550142", "+12395550142", "phone-repaired"],
  ["239-555-0142 ext. 136", "+12395550142"],
  ["239-555-0142 #136", "+12395550142"],
  ["Mobile: 239-555-0142", "+12395550142", "phone-repaired"],
  ["239-555-0142 (call after 5:30)", "+12395550142", "phone-repaired"],
  ["239-555-0142 / 305-555-0199", "+12395550142", "phone-several"],
  ['["2395550142","3055550199"]', "+12395550142", "phone-several"],
  ["\u202a+1 (239) 555‑0142\u202c", "+12395550142", "phone-repaired"],
  ["\u2068239-555-0142\u2069", "+12395550142", "phone-repaired"],
  ["２３９５５５０１４２", "+12395550142", "phone-repaired"],
  ["٢٣٩٥٥٥٠١٤٢", "+12395550142", "phone-repaired"],
  ["239&nbsp;555&nbsp;0142", "+12395550142", "entities-decoded"],
  ["1-239-555-CARS", "+12395552277", "phone-repaired"],
  ["011 44 20 7946 0123", "+442079460123"],
  ["0044 20 7946 0123", "+442079460123"],
  ["+44 (0)20 7946 0123", "+442079460123"],
  ["+33 6 12 34 56 78", "+33612345678"],
  ["+49 172 1547608", "+491721547608"],
  ["+5215512345678", "+525512345678", "phone-repaired"],
  ["+55 11 91234-5678", "+5511912345678"],
  ["+91 95095 97501", "+919509597501"],
  ["+61 (02) 9876 5432", "+61298765432"],
  ["+81 3-1234-5678", "+81312345678"],
  ["+86 138 0013 8000", "+8613800138000"],
  ["+374 99 336998", "+37499336998"],
  ["+7 (912) 345-67-89", "+79123456789"],
  ["+972 50 123 4567", "+972501234567"],
  ["787-555-0142", "+17875550142"],
  ["8 (912) 345-67-89", null, "phone-unread"],
  ["919509597501", null, "phone-unread"],
  ["23955501423", null, "phone-unread"],
  ["4111 1111 1111 1111", null, "phone-filler"],
  ["SSN 123-45-6789", null, "phone-unread"],
  ["911", null, "phone-unread"],
];

/** Times in Los Angeles, where nothing else is said. */
const AT = "2026-03-03T22:30:00.000Z";
const DATES: Value[] = [
  ["2026-03-03 14:30:00", AT],
  ["2026-03-03T22:30:00.000+0000", AT],
  ["2026-03-03 22:30:00+00", AT],
  ["2026-03-03 14:30:00.123456-08", "2026-03-03T22:30:00.123Z"],
  ["2026-03-03T14:30:00-08:00[America/Los_Angeles]", AT],
  ["2026-03-03 17:30:00 America/New_York", AT],
  ["Tue Mar 03 2026 14:30:00 GMT-0800 (Pacific Standard Time)", AT],
  ["Tue Mar  3 14:30:00 PST 2026", AT],
  ["Tue, 03 Mar 2026 22:30:00 GMT", AT],
  ["Tuesday, March 3rd, 2026 at 2:30 PM (PST)", AT],
  ["03-MAR-26 02.30.00.000000 PM", AT],
  ["3/3/2026, 2:30:00\u202fPM", AT],
  ["Tue 3/3/26 2:30p", AT],
  ["3/3/26 2:30 p. m.", AT],
  ["3/3/2026 14:30 PM", AT],
  ["3/4/2026 0:30 AM EST", "2026-03-04T05:30:00.000Z"],
  ["3/3/2026 14:30 AM", null, "not-date"],
  ["31.12.2025 14.30", "2025-12-31T22:30:00.000Z", "date-day-first"],
  ["25/12/2025 14:30", "2025-12-25T22:30:00.000Z", "date-day-first"],
  ["03.04.2026", null, "not-date"],
  ["20260303 143000", AT],
  [1772577000, AT],
  ["1772577000000", AT],
  ["1,772,577,000", AT],
  ["/Date(1772577000000)/", AT],
  ["46084.604167", AT, "date-serial"],
  ["٢٠٢٦-٠٣-٠٣ ١٤:٣٠", AT],
  ["2026-03-03 14:30 BST", null, "zone-unknown"],
  ["2026-07-01 14:30:00 PST", "2026-07-01T22:30:00.000Z", "zone-season"],
  ["2026-03-08 02:30:00", "2026-03-08T10:30:00.000Z", "hour-skipped"],
  ["2025-11-02 01:30:00", "2025-11-02T08:30:00.000Z", "hour-repeated"],
  ["2026-02-30 10:00:00", null, "not-date"],
  ["0000-00-00 00:00:00", null, "not-date"],
  ["yesterday 2pm", null, "not-date"],
  ["2026年3月3日 14时30分", AT],
  ["2026年3月3日(火) 午後2:30", AT],
  ["2026. 3. 3. 오후 2:30", AT],
  ["mardi 3 mars 2026 à 14h30", AT],
  ["mar. 3 mars 2026 14:30", AT],
  ["lunes, 2 de febrero de 2026, 2:30 a. m.", "2026-02-02T10:30:00.000Z"],
  ["2:30 PM 3 marzo 2026", AT],
  ["3. März 2026, 14:30 Uhr", AT],
  ["15 déc. 2025 09:05 EST", "2025-12-15T14:05:00.000Z"],
  ["2 июня 2026 г. 14:30", "2026-06-02T21:30:00.000Z"],
  ["3 foo 2026 14:30", null, "not-date"],
  ["2026-3-3 4:5:6", "2026-03-03T12:05:06.000Z"],
  ["2026-03-03-14-30-00", AT],
  [{ date: "2026-03-03 17:30:00.000000", timezone_type: 3, timezone: "America/New_York" }, AT],
  [{ dateTime: "2026-03-03T17:30:00-05:00", timeZone: "America/New_York" }, AT],
  [{ date: "2026-03-03", time: "14:30" }, AT],
  [{ _seconds: 1772577000, _nanoseconds: 0 }, AT],
  [{ $date: { $numberLong: "1772577000000" } }, AT],
];

const LENGTHS: Value[] = [
  ["300", 300],
  [300.7, 301],
  ["1,234", 1234],
  ["1\u00a0234", 1234],
  ["300 sec.", 300],
  ["5m", 300],
  ["5:00", 300],
  ["00:05:00.500", 300],
  ["1h 2m 3s", 3723],
  ["1 hour, 2 minutes and 3 seconds", 3723],
  ["PT1M30S", 90],
  ["P0Y0M0DT0H5M0S", 300],
  ["300000ms", 300],
  ["３００", 300],
  ["٣٠٠", 300],
  ["+300", 300],
  ["0", 0],
  ["1h02", 3720],
  ["2分5秒", 125],
  ["1 day, 0:02:05", 86_525],
  [{ minutes: 2, seconds: 5 }, 125],
  [{ integerValue: "125" }, 125],
  ["-1", null, "not-length"],
  ["99:99", null, "not-length"],
  ["8 days", null, "not-length"],
  ["five", null, "not-length"],
];

const EMAILS: Value[] = [
  ["o'connor@example.com", "o'connor@example.com"],
  ["'ann@example.com'", "ann@example.com", "email-repaired"],
  ["Ann Lee <ann@example.com>", "ann@example.com", "email-repaired"],
  ["mailto:ann@example.com?subject=x", "ann@example.com", "email-repaired"],
  ["ann @ example.com", "ann@example.com", "email-repaired"],
  ["ann@example.com;bob@example.com", "ann@example.com", "email-repaired"],
  ["ann%40example.com", "ann@example.com", "entities-decoded"],
  ["ann&#64;example.com", "ann@example.com", "entities-decoded"],
  ["ann＠example.com", "ann@example.com", "email-repaired"],
  ["josé@example.com", "josé@example.com"],
  ["ann@example..com", null, "not-email"],
  ["ann@@example.com", null, "not-email"],
  ["ann.example.com", null, "not-email"],
];

const LINKS: Value[] = [
  ["r.example.com/a.mp3", "https://r.example.com/a.mp3", "link-repaired"],
  ["https:\\/\\/r.example.com\\/a.mp3", "https://r.example.com/a.mp3", "link-repaired"],
  ["https%253A%252F%252Fr.example.com%252Fa.mp3", "https://r.example.com/a.mp3", "link-repaired"],
  ['=HYPERLINK("https://r.example.com/a.mp3","listen")', "https://r.example.com/a.mp3", "link-repaired"],
  ['<a href="https://r.example.com/a.mp3">listen</a>', "https://r.example.com/a.mp3", "link-repaired"],
  ["Listen: https://r.example.com/a.mp3 (5 min)", "https://r.example.com/a.mp3", "link-repaired"],
  ["https://r.example.com/a.mp3.", "https://r.example.com/a.mp3", "link-repaired"],
  ["https://r.example.com/a b.mp3", "https://r.example.com/a%20b.mp3", "link-repaired"],
  ["['https://r.example.com/a.mp3']", "https://r.example.com/a.mp3", "json-repaired"],
  ["https://r.example.com/a?x=1&amp;rlt=t", "https://r.example.com/a?x=1&rlt=t", "link-repaired"],
  ["s3://bucket/a.mp3", null, "not-link"],
  ["1_55012_2395550142.mp3", null, "not-link"],
];

const NAMES: [string, string | null, string | null][] = [
  ["Lee, Ann", "Ann", "Lee"],
  ["Ann Lee, RN, BSN", "Ann", "Lee, RN, BSN"],
  ["Dr. Maria de la Cruz", "Dr. Maria", "de la Cruz"],
  ["Acme, Inc.", "Acme, Inc.", null],
  [", Ann", "Ann", null],
  ["李小龙", "李小龙", null],
];

/** One value each, as it was sent: a phone, a start, a length, an address, a link, a whole name. */
export const values: Cases = {
  ...eachOf(PHONES, (phone, phone_e164) => ({
    sent: [lead({ lead_id: "5", phone })],
    leads: [{ lead_id: "5", phone_e164 }],
  })),
  ...eachOf(DATES, (call_date, started_at) => ({
    sent: [call({ call_log_id: "9", call_date })],
    calls: [{ call_id: "9", started_at }],
  })),
  ...eachOf(LENGTHS, (length_in_sec, duration_seconds) => ({
    sent: [call({ call_log_id: "9", length_in_sec })],
    calls: [{ call_id: "9", duration_seconds }],
  })),
  ...eachOf(EMAILS, (email, understood) => ({
    sent: [lead({ lead_id: "5", email })],
    leads: [{ lead_id: "5", email: understood }],
  })),
  ...eachOf(LINKS, (recording, recording_url) => ({
    sent: [call({ call_log_id: "9", recording })],
    calls: [{ call_id: "9", recording_url }],
  })),
  "a hundred recordings are kept, and the rest is told of": {
    sent: [
      call({ call_log_id: "9", recording: Array.from({ length: 120 }, (_, n) => `https://r.example.com/${n}.mp3`) }),
    ],
    calls: [{ call_id: "9", recording_url: "https://r.example.com/0.mp3" }],
    problems: [["links-left-out"]],
  },
  ...Object.fromEntries(
    NAMES.map(([full_name, first_name, last_name]) => [
      `${full_name} is ${first_name} and ${last_name ?? "no last name"}`,
      { sent: [lead({ lead_id: "5", full_name })], leads: [{ lead_id: "5", first_name, last_name }] },
    ]),
  ),
};
