/** What kind of value a field has, which decides what says nothing in it. */
export type FieldKind = "id" | "code" | "name" | "phone" | "email" | "text" | "date" | "length" | "link";

type Declared = { kind: FieldKind; spellings: string[][] };

/**
 * How Convoso's customers spell each field, best spelling first: when several come, the first one that says something wins.
 * The spellings of one inner list mean the same thing, so two different values in it contradict each other. A later list is
 * a fallback, such as a name where no id came, and may differ.
 * An administrator types these names into the Adaptor, so no list is complete; sources are the integration guide's payloads
 * and the vendor's and integrators' keys collected from Convoso Connect adaptors and the call log API.
 * Letter case, punctuation and spaces make no difference, nor does a 1 behind it; see also the rules of `findWord`.
 */
const FIELDS = {
  callId: {
    kind: "id",
    spellings: [
      ["call_log_id", "call_id", "convoso_call_id"],
      ["unique_id", "call_uuid", "call_sid", "call_session_id", "call_record_id", "log_id", "interaction_id"],
    ],
  },
  leadId: { kind: "id", spellings: [["lead_id", "convoso_lead_id"], ["contact_id"]] },
  // The lead's id in a lead's adaptor, the call's in the call log API: who reads it must decide.
  id: { kind: "id", spellings: [["id"]] },
  phoneNumber: {
    kind: "phone",
    spellings: [
      ["phone_number", "phone", "customer_phone", "lead_phone", "lead_phone_number", "primary_phone"],
      ["telefono", "telefon", "numero_de_telefono", "telefonnummer", "ph"],
      ["phone_number_call", "call_phone_number"],
      ["number_dialed", "dialed_number"],
      ["mobile", "celular", "movil"],
      ["cell"],
      ["home_phone"],
      ["work_phone"],
      ["best_phone", "preferred_phone"],
      ["msisdn"],
      ["whatsapp"],
    ],
  },
  otherPhone: { kind: "phone", spellings: [["alt_phone_1"], ["alt_phone_2"], ["alt_phone_3"]] },
  // Who of the two is the lead depends on the direction.
  callingPhone: {
    kind: "phone",
    spellings: [
      ["from", "from_number", "from_phone", "caller", "caller_number", "caller_phone", "calling_number", "ani"],
    ],
  },
  calledPhone: {
    kind: "phone",
    spellings: [
      ["to", "to_number", "to_phone", "callee", "callee_number", "callee_phone", "called", "called_number"],
      ["dst", "destination", "destination_number", "dnis"],
    ],
  },
  phoneCode: { kind: "code", spellings: [["phone_code", "phone_country_code", "country_calling_code"]] },
  callerId: { kind: "text", spellings: [["caller_id", "caller_id_displayed"]] },
  firstName: {
    kind: "name",
    spellings: [
      [
        "first_name",
        "fname",
        "given_name",
        "forename",
        "first",
        "name_first",
        "name_given",
        "nombre",
        "vorname",
        "prenom",
      ],
    ],
  },
  lastName: {
    kind: "name",
    spellings: [
      [
        "last_name",
        "lname",
        "surname",
        "family_name",
        "last",
        "name_last",
        "name_family",
        "apellido",
        "apellidos",
        "nachname",
        "nom",
      ],
    ],
  },
  fullName: { kind: "name", spellings: [["full_name", "name_full", "nombre_completo", "nom_complet"], ["name"]] },
  email: {
    kind: "email",
    spellings: [
      ["email", "email_address", "lead_email", "email_id", "mail", "correo", "correo_electronico", "courriel"],
    ],
  },
  address: {
    kind: "text",
    spellings: [
      ["address", "address1", "address_line_1", "street", "street_address", "addr", "direccion"],
      ["home_address", "mailing_address", "property_address"],
    ],
  },
  city: {
    kind: "text",
    spellings: [["city", "town", "town_city", "city_town", "city_name", "locality", "ciudad", "ville"]],
  },
  state: {
    kind: "text",
    spellings: [
      ["state"],
      ["state_province", "state_province_region", "province", "region"],
      ["state_code", "state_name"],
    ],
  },
  zip: {
    kind: "text",
    spellings: [
      [
        "zip",
        "postal_code",
        "zip_code",
        "postcode",
        "zip_postal_code",
        "postal_zip_code",
        "zip_postal",
        "postal",
        "codigo_postal",
        "plz",
        "zip5",
      ],
    ],
  },
  country: { kind: "text", spellings: [["country", "country_name"], ["country_code"]] },
  leadStatus: { kind: "text", spellings: [["lead_status"]] },
  campaignName: { kind: "text", spellings: [["campaign", "campaign_name", "camp_name"]] },
  campaignId: { kind: "code", spellings: [["campaign_id"]] },
  listId: { kind: "code", spellings: [["list_id"], ["list_name"], ["source_name"]] },
  queue: { kind: "code", spellings: [["queue", "queue_name"], ["queue_id"]] },
  agentId: { kind: "id", spellings: [["agent_id"], ["user_id"]] },
  agentName: {
    kind: "name",
    spellings: [
      ["agent_full_name", "agent_name"],
      ["agent"],
      ["user_full_name"],
      ["user_name"],
      ["user"],
      ["agent_user"],
      ["rep", "rep_name", "representative", "closer", "closer_name", "salesperson", "employee_name", "operator_name"],
    ],
  },
  agentEmail: { kind: "email", spellings: [["agent_email"], ["user_email"]] },
  ownerId: { kind: "id", spellings: [["owner_id"]] },
  ownerName: { kind: "name", spellings: [["owner_name"]] },
  originatingAgentId: { kind: "id", spellings: [["originating_agent_id"]] },
  disposition: {
    kind: "text",
    spellings: [
      ["disposition", "call_disposition"],
      ["disposition_code", "call_disposition_code"],
      ["dispo", "call_dispo", "dispo_code"],
      ["call_outcome", "outcome"],
      ["call_result"],
      ["wrap_up_code", "final_status", "final_disposition"],
    ],
  },
  // A call's disposition code, or a lead's status.
  status: { kind: "text", spellings: [["status"], ["call_status"], ["status_code"]] },
  dispositionName: { kind: "text", spellings: [["disposition_name", "call_disposition_name", "status_name"]] },
  direction: {
    kind: "text",
    spellings: [
      ["direction", "call_direction"],
      ["call_type", "type_of_call"],
    ],
  },
  termReason: { kind: "text", spellings: [["term_reason", "termination_reason"]] },
  agentComment: {
    kind: "text",
    spellings: [
      ["agent_comment", "agent_comments", "agent_note", "agent_notes", "call_note", "call_notes"],
      ["comment", "comments"],
    ],
  },
  duration: {
    kind: "length",
    spellings: [
      ["duration", "duration_seconds", "duration_in_seconds", "duration_sec", "length_in_sec", "length_in_seconds"],
      ["call_length", "call_duration", "call_duration_seconds", "call_duration_sec", "seconds", "length"],
      ["total_duration", "total_duration_seconds", "total_duration_sec"],
      ["total_seconds"],
      ["talk_time", "talk_seconds", "talk_sec", "talk_time_sec", "talk_duration", "talk_duration_sec"],
      ["bill_sec", "bill_seconds", "billable_seconds"],
    ],
  },
  startedAt: {
    kind: "date",
    spellings: [
      ["started_at", "start_time", "call_start", "call_start_time", "call_started_at"],
      ["start_date_time", "call_start_date_time", "start_epoch", "start_timestamp", "time_start", "call_time_start"],
      ["call_date_time", "call_timestamp", "time_of_call"],
      ["start_stamp"],
      ["call_date"],
    ],
  },
  // Where day and time stand under two keys.
  startDay: { kind: "text", spellings: [["start_date", "call_start_date"], ["date"]] },
  startTime: { kind: "text", spellings: [["call_time"], ["time"]] },
  endDay: { kind: "text", spellings: [["end_date", "call_end_date"]] },
  endedAt: {
    kind: "date",
    spellings: [
      ["ended_at", "end_time", "call_end", "call_end_time", "call_ended_at"],
      ["end_date_time", "end_epoch", "end_timestamp", "time_end", "hangup_time", "stop_time"],
      ["end_stamp"],
    ],
  },
  recording: {
    kind: "link",
    spellings: [
      [
        "recording_url",
        "recording",
        "recordings",
        "recording_link",
        "call_recording",
        "call_recording_url",
        "public_url",
        "rec_url",
        "audio_url",
        "recording_file_url",
        "recording_public_url",
        "recording_uri",
        "recording_src",
        "recording_path",
        "record_url",
        "voice_recording",
        "mp3_url",
        "audio_link",
      ],
    ],
  },
  // Too general to make a call of a payload: a lead may well bring the `url` of its landing page.
  recordingLink: { kind: "link", spellings: [["src"], ["url"], ["file_name"]] },
} satisfies Record<string, Declared>;

/** A field of ours that a key can be read as. */
export type FieldName = keyof typeof FIELDS;

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(FIELDS, name);
}

/** A key without its letter case, punctuation and spaces; empty where it has neither a letter nor a digit. */
export function normalize(key: string): string {
  const lower = key.toLowerCase();
  return /^[a-z0-9_]*$/.test(lower)
    ? lower.replaceAll("_", "")
    : lower.normalize("NFKD").replace(/[^\p{Letter}\p{Number}]/gu, "");
}

/** `rank` 0 is the best spelling; keys of the same `source` are the same thing in several spellings. `unit` of a length is in its key. */
export type NamedField = { field: FieldName; kind: FieldKind; rank: number; source: number; unit?: "ms" | "min" | "h" };

/** What kind of value a field has. */
export function kindOf(field: FieldName): FieldKind {
  return FIELDS[field].kind;
}

const SPELLED = new Map(
  Object.entries(FIELDS).flatMap(([field, { kind, spellings }]) => {
    let rank = 0;
    return spellings.flatMap((alike, source) =>
      alike.map((spelling): [string, NamedField] => [
        normalize(spelling),
        { field: field as FieldName, kind, rank: rank++, source },
      ]),
    );
  }),
);

const SUBJECTS: Record<string, string> = {
  contact: "lead",
  customer: "lead",
  calllog: "call",
  log: "call",
  user: "agent",
};

const ENVELOPES = new Set(
  ["data", "payload", "params", "body", "json", "fields", "lead", "contact", "customer", "call", "call_log", "log"]
    .concat(["address", "name", "recording", "recordings", "properties", "attributes", "traits", "core", "custom_data"])
    .concat(["questions_and_answers"])
    .map(normalize),
);

/** An id beside these parts is nobody's. */
const NO_HOLDERS = new Set(["address", "name", "recording", "recordings"]);

/** Whether an object under this key only wraps the real fields. */
export function isEnvelope(key: string): boolean {
  return ENVELOPES.has(normalize(key));
}

/** Whether the value of this key is a lead, a call, an agent …, so that `id` in it is that one's. */
export function isSubject(key: string): boolean {
  const name = normalize(key);
  return (
    Object.hasOwn(SUBJECTS, name) || ["lead", "call", "agent", "owner", "campaign", "list", "queue"].includes(name)
  );
}

const PERSONAL = new Set<FieldName>(
  ["phoneNumber", "otherPhone", "firstName", "lastName", "fullName", "email", "address", "city", "state", "zip", "country"], // biome-ignore format: a list
);
const PERSON =
  /^(?:lead|contact|customer|client|prospect|consumer|person|applicant|patient|borrower|insured|homeowner|primary|main|best|preferred|your|mailing|home|personal|work|address)(.+)$/;
const CALLS = /^(?:call|calllog|convoso)(.+)$/;
/** What wraps fields and is written before their names: `data_call_log_id`. */
const WRAPPED = /^(?:data|payload|params)(.{3,})$/;
/** A length whose key says in what: `duration_ms`, `Duration (min)`, `Length (mm:ss)`. */
const LENGTH_IN =
  /^(.*?)(?:in)?(?:(ms|msec|millis|milliseconds?)|(min|mins|minutes?)|(hours?|hrs?)|s|secs?|seconds?|(?:hh)?mmss|hms)$/;
/** A person's field with its place behind it: `Email (Primary)`, `address_street` is the other way round. */
const AT_END = /^(email|address|zip|city|state)(?:primary|main|home|personal|work|mailing)$/;
/** Not the call's in `call_id`, `call_name` and the like. */
const NOT_CALLS = new Set<FieldName>(["id", "fullName", "firstName", "lastName", "recordingLink", "country"]);
const PLACES = "cell|cellular|mobile|home|work|business|office|day|daytime|evening|landline|contact";
const PHONE = new RegExp(
  `^(?:(${PLACES})?(?:phone|telephone|tel)|(cell|cellular|mobile|landline|contact(?=n)))(?:number|num|nr|no)?$`,
);
const IS_PLACE = new RegExp(`^(?:${PLACES})$`);
/** The place behind it: `phone_mobile`. */
const PHONE_AT = new RegExp(`^(?:phone|telephone|tel)(?:number|num)?(${PLACES}|primary|main|best)$`);
const OTHER_PHONE =
  /^(?:alt|alternate|alternative|other|second|secondary|additional)(?:phone|telephone|tel|mobile|cell)(?:number|num|nr|no)?$/;

const OTHER: NamedField = { field: "otherPhone", kind: "phone", rank: 9, source: 9 };

/** Whether a text is one of the field's own names, in whatever notation. */
export function isNameOf(field: FieldName, text: string): boolean {
  return SPELLED.get(normalize(text))?.field === field;
}

/** What one word means alone, by the table or by the rules: `Phone Number 1`, `contact_email`, `cellphone`. */
function findWord(word: string): NamedField | undefined {
  const spelled = SPELLED.get(word);
  if (spelled) return spelled;
  const [, asked] = /^(.{3,}?)(?:required|optional)$/.exec(word) ?? [];
  if (asked) return findWord(asked);
  const [, stem, number] = /^(.*\D)0?([1-9])$/.exec(word) ?? [];
  if (stem) {
    const found = findWord(stem);
    if (!found || !PERSONAL.has(found.field)) return undefined;
    if (number === "1" || found.field === "otherPhone") return lesser(found, 0.1);
    return found.field === "phoneNumber" ? { ...OTHER, source: Number(number) } : undefined;
  }
  if (OTHER_PHONE.test(word)) return OTHER;
  const [, place] = PHONE_AT.exec(word) ?? [];
  if (place) return findWord(`${place}phone`);
  const [isPhone, at = "", device = ""] = PHONE.exec(word) ?? [];
  if (isPhone) {
    const plain = SPELLED.get(at || device ? `${at || device}phone` : "phone") ?? SPELLED.get(at || device);
    return lesser(plain ?? (SPELLED.get("workphone") as NamedField), 0.2);
  }
  const person = SPELLED.get(PERSON.exec(word)?.[1] ?? "") ?? findPhone(PERSON.exec(word)?.[1] ?? "");
  // An address may have a name, which is nobody's.
  const isPlaces = person?.field === "fullName" && /^(?:mailing|home|work|address)/.test(word);
  if (person && PERSONAL.has(person.field) && !isPlaces) return lesser(person, 0.3);
  const single = word.endsWith("s") ? SPELLED.get(word.slice(0, -1)) : undefined;
  if (single?.field === "phoneNumber" || single?.field === "email") return lesser(single, 0.1);
  const placed = SPELLED.get(AT_END.exec(word)?.[1] ?? "");
  if (placed) return lesser(placed, 0.4);
  const length = findLength(word);
  if (length) return length;
  const [, wrapped] = WRAPPED.exec(word) ?? [];
  const inside = wrapped === undefined ? undefined : findWord(wrapped);
  if (inside) return lesser(inside, 0.5);
  const call = SPELLED.get(CALLS.exec(word)?.[1] ?? "");
  return call && !NOT_CALLS.has(call.field) ? lesser(call, 0.3) : undefined;
}

function findLength(word: string): NamedField | undefined {
  const [isLength, stem = "", milliseconds, minutes, hours] = LENGTH_IN.exec(word) ?? [];
  const named = isLength ? SPELLED.get(stem) : undefined;
  if (named?.kind !== "length") return undefined;
  const unit = milliseconds ? "ms" : minutes ? "min" : hours ? "h" : undefined;
  return { ...lesser(named, 0.2), ...(unit && { unit }) };
}

function findPhone(word: string): NamedField | undefined {
  return PHONE.test(word) || OTHER_PHONE.test(word) ? findWord(word) : undefined;
}

function lesser(named: NamedField, by: number): NamedField {
  return { ...named, rank: named.rank + by };
}

/**
 * Says which field a key means, or null where we know none. `lead.id` and `lead[id]` mean what `lead_id` means; otherwise
 * the last part counts, as long as only envelopes stand before it: `agent.city` is not the lead's city.
 * @returns the field and its rank among the spellings, 0 the best; a key inside an envelope ranks just behind a bare one
 */
export function nameField(key: string): NamedField | null {
  const mapped = mapInUse?.find(key);
  return mapped === undefined ? nameUsual(key) : mapped;
}

/**
 * What a flattened field means: by an administrator's field map first, then by `name`, where it has another one than its
 * key.
 */
export function nameOf({ key, name }: { key: string; name?: string | null }): NamedField | null {
  const mapped = mapInUse?.find(key);
  if (mapped !== undefined) return mapped;
  return name === null ? null : nameField(name ?? key);
}

/** What an administrator says that keys mean. `find`: null for a key to ignore, undefined for one that the map does not say. */
export type FieldMap = { version: number; find: (key: string) => NamedField | null | undefined };

let mapInUse: FieldMap | null = null;

/** Runs `read`, which must not wait for anything, with a field map: {@link nameField} asks it first. */
export function withFieldMap<T>(map: FieldMap | null, read: () => T): T {
  const before = mapInUse;
  mapInUse = map;
  try {
    return read();
  } finally {
    mapInUse = before;
  }
}

/** Says what a key means without a field map. */
function nameUsual(key: string): NamedField | null {
  const known = named.get(key);
  if (known !== undefined) return known;
  if (key.length > LONGEST_NAME) return null;
  const found = findField(key);
  // An account sends the same few names all the time; a stranger may send any, and must not fill the memory with them.
  if (named.size < MOST_REMEMBERED && key.length < 100) named.set(key, found);
  return found;
}

/** No name of a field is longer, with all that may be around it. Each layer costs a look at the rest. */
const LONGEST_NAME = 1_000;
const MOST_REMEMBERED = 2_000;
const named = new Map<string, NamedField | null>();
/** What an object under a phone or an e-mail address calls it. */
const PARTS_OF: Partial<Record<FieldName, Set<string>>> = {
  phoneNumber: new Set(["number", "phone", "phonenumber", "e164", "full", "formatted", "primary"]),
  callingPhone: new Set(["number", "phone", "phonenumber", "e164"]),
  calledPhone: new Set(["number", "phone", "phonenumber", "e164"]),
  email: new Set(["address", "email", "primary", "home", "work", "personal"]),
};
/** What an object under a name has: `name.first`. */
const PARTS_OF_NAME = new Set<FieldName>(["firstName", "lastName"]);

/** Whether a key in an object is a part of the value that the object is, as `phone.mobile` and `name.first` are. */
export function isPart(holder: string, key: string): boolean {
  const whole = nameField(holder)?.field;
  if (whole === undefined) return false;
  const last = normalize(key);
  if (whole === "fullName") return PARTS_OF_NAME.has(findWord(last)?.field as FieldName);
  return ITSELF.has(last) || PARTS_OF[whole]?.has(last) === true || (whole === "phoneNumber" && IS_PLACE.test(last));
}

/** Some forms number their questions: `q3_name`. */
const OF_QUESTION = /^q\d{1,3}(?=\D{3})/;

/** The keys under which some senders put a field's value beside how it is shown. */
export const ITSELF = new Set(["value", "val", "text", "raw"]);

function findField(key: string): NamedField | null {
  const parts = key
    .split(/[.[\]]+|(?<=[^_])__(?=[^_])/)
    .map((part) => normalize(part).replace(OF_QUESTION, ""))
    .filter((part) => part !== "" && !/^\d+$/.test(part));
  const last = parts.at(-1) ?? "";
  const parent = parts.at(-2);
  if (parent === undefined) return findWord(last) ?? null;
  const holder = nameUsual(parent)?.field;
  const isOfHolder = holder !== undefined && PARTS_OF[holder]?.has(last);
  // Home and mobile are two numbers, of which one counts more.
  if (holder === "phoneNumber" && IS_PLACE.test(last) && normalize(parent).startsWith("phone"))
    return lesser(findWord(`${last}phone`) as NamedField, 0.5);
  if (ITSELF.has(last) || isOfHolder) {
    const whole = nameUsual(key.replace(/[.[][^.[]*$/, ""));
    return whole && lesser(whole, 0.5);
  }
  const subject = SUBJECTS[parent] ?? parent;
  // `email.id` is the number of a field in some CRM, not an address.
  const isNumber = last === "id" && !isSubject(parent);
  if (isNumber && NO_HOLDERS.has(parent)) return null;
  const joined = isNumber ? undefined : SPELLED.get(subject + last);
  const found = joined ?? (parts.slice(0, -1).every((part) => ENVELOPES.has(part)) ? findWord(last) : undefined);
  return found ? lesser(found, 0.5) : null;
}
