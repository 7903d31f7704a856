import fc from "fast-check";

/**
 * A field as somebody means it, and how it was sent: `key` in some spelling, `text` in some notation. `means` is what must
 * be read; null where the text says nothing, or too little.
 */
export type Sent = { field: string; key: string; text: string; means: string | number | null };

const notation = (means: string, ...texts: string[]) => fc.constantFrom(...texts).map((text) => ({ text, means }));
const digits = (length: number) => fc.stringMatching(new RegExp(`^[1-9][0-9]{${length - 1}}$`));

const LETTERS = "abcdefghijklmnopqrstuvwxyzéñüçöà'";
const word = fc
  .tuple(
    fc.constantFrom(..."ABCDEFGHJKLMNOPRSTVWÉÖ"),
    fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 2, maxLength: 9 }),
  )
  .map(([first, rest]) => first + rest.replace(/'+$|'(?=')/g, ""))
  .filter(
    (text) =>
      !/^(?:null|none|nil|nan|blank|empty|void|missing|default|nobody|string|first|last|name|function)$/i.test(text),
  );

const text = word.map((means) => ({ text: means, means }));

const id = digits(9)
  .filter((means) => !/^(\d)\1+$/.test(means))
  .chain((means) => notation(means, means, ` ${means} `, `${means}.0`, `="${means}"`, `'${means}`, `\u200b${means}`));

const phone = fc
  .tuple(fc.constantFrom("239", "305", "212", "787", "416"), fc.integer({ min: 100, max: 199 }))
  .chain(([area, last]) => {
    const end = `0${last}`;
    return notation(
      `+1${area}555${end}`,
      ...[
        `${area}555${end}`,
        `1${area}555${end}`,
        `+1 (${area}) 555-${end}`,
        `${area}.555.${end}`,
        `(${area})555-${end}`,
      ],
      ...[
        `tel:+1-${area}-555-${end}`,
        `${area}-555-${end} x12`,
        `Cell: ${area}-555-${end}`,
        `\u202a${area}-555-${end}\u202c`,
      ],
      ...[`${area}555${end}.0`, `="${area}555${end}"`, `${area}–555–${end}`, `${area}%20555%20${end}`],
    );
  });

const pad = (number: number) => String(number).padStart(2, "0");
const date = fc
  .tuple(fc.integer({ min: 2002, max: 2025 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 13, max: 28 }), fc.integer({ min: 0, max: 23 }), fc.nat(59))
  .chain(([year, month, day, hour, minute]) => {
    const half = `${hour % 12 || 12}:${pad(minute)} ${hour < 12 ? "AM" : "PM"}`;
    const [y, m, d, time] = [year, pad(month), pad(day), `${pad(hour)}:${pad(minute)}`];
    const utc = new Date(Date.UTC(year, month - 1, day, hour, minute));
    return notation(
      utc.toISOString(),
      ...[utc.toISOString(), `${y}-${m}-${d} ${time}:00`, `${m}/${d}/${y} ${half}`, `${month}/${day}/${y} ${time}`],
      ...[`${utc.toUTCString()}`, `${y}-${m}-${d}T${time}:00+00:00`, String(utc.getTime()), String(utc.getTime() / 1000)],
      ...[`${y}${m}${d}T${pad(hour)}${pad(minute)}00Z`, `${d}.${m}.${y} ${time}`, `${y}-${m}-${d} ${time} UTC`],
    );
  }); // biome-ignore format: a list of notations

const seconds = fc.integer({ min: 0, max: 86_399 }).chain((means) => {
  const [h, m, s] = [Math.floor(means / 3600), Math.floor(means / 60) % 60, means % 60];
  return notation(
    String(means),
    ...[
      String(means),
      `${means} sec`,
      `${h}:${pad(m)}:${pad(s)}`,
      `${h}h ${m}m ${s}s`,
      `PT${h}H${m}M${s}S`,
      `${means}000 ms`,
    ],
  );
});

const email = fc.tuple(digits(4), fc.constantFrom("ann", "o'neil", "j.lee", "bob+x")).chain(([number, name]) => {
  const means = `${name}${number}@mail.example`;
  return notation(
    means,
    means,
    ` ${means} `,
    `Ann Lee <${means}>`,
    `mailto:${means}`,
    means.replace("@", "%40"),
    `${means}.`,
  );
});

const link = digits(8).chain((number) => {
  const means = `https://r.example.com/${number}.mp3?a=1&b=2`;
  return notation(
    means,
    means,
    means.replace("&", "&amp;"),
    `"${means}"`,
    means.replaceAll("/", "\\/"),
    `<a href="${means}">x</a>`,
  );
});

type Field = { keys: string[]; values: fc.Arbitrary<{ text: string; means: string }> };

const disposition = notation("SALE", "SALE");
const FIELDS: Record<"call" | "lead", Record<string, Field>> = {
  call: {
    callId: { keys: ["call_log_id", "call_id", "CallLogID", "Call Log Id", "convoso_call_id"], values: id },
    disposition: {
      keys: ["status", "disposition", "Call Disposition", "callDisposition"],
      values: fc.oneof(disposition, text),
    },
    durationSeconds: { keys: ["length_in_sec", "duration", "callDuration", "Talk Time"], values: seconds },
    startedAt: { keys: ["call_date", "started_at", "startTime", "Call Start"], values: date },
    recordingUrl: { keys: ["recording", "recording_url", "Recording Link", "callRecording"], values: link },
    campaign: { keys: ["campaign", "campaign_name", "Campaign-Name"], values: text },
  },
  lead: {
    firstName: { keys: ["first_name", "FirstName", "First Name", "fname"], values: text },
    lastName: { keys: ["last_name", "lastName", "surname", "Last-Name"], values: text },
    email: { keys: ["email", "Email Address", "contact_email"], values: email },
    city: { keys: ["city", "City"], values: text },
  },
};
const SHARED: Record<string, Field> = {
  leadId: { keys: ["lead_id", "LeadID", "Lead Id", "convoso_lead_id"], values: id },
  phoneE164: { keys: ["phone_number", "phone", "Phone Number", "PhoneNumber", "customer_phone"], values: phone },
};

/** What nobody means anything by, in any field. */
export const SILENCE = [
  "",
  " ",
  "null",
  "undefined",
  "{{field}}",
  "#{x.y}",
  "%call_log_id%",
  "--A--x--B--",
  "(null)",
  "#N/A",
  "[object Object]",
  "&nbsp;",
];

function sentAs(field: string, { keys, values }: Field): fc.Arbitrary<Sent> {
  const said = fc.tuple(fc.constantFrom(...keys), values).map(([key, value]) => ({ field, key, ...value }));
  const silent = fc
    .tuple(fc.constantFrom(...keys), fc.constantFrom(...SILENCE))
    .map(([key, nothing]) => ({ field, key, text: nothing, means: null }));
  return fc.oneof({ weight: 5, arbitrary: said }, silent);
}

/** The fields of a call or lead, each in some spelling and notation; some say nothing. In any order. */
export function arbitrarySaid(kind: "call" | "lead"): fc.Arbitrary<Sent[]> {
  const fields = Object.entries({ ...FIELDS[kind], ...SHARED });
  return fc
    .tuple(...fields.map(([field, declared]) => sentAs(field, declared)))
    .chain((sent) => fc.shuffledSubarray(sent, { minLength: 4, maxLength: sent.length }));
}
