/**
 * What the portal had to repair in a delivery, or could not read. The codes are stored with deliveries and
 * counted by, so they never change their meaning. `title` heads a list of such deliveries; `says` is one of them in words,
 * where `{value}` is the value as sent and `{made}` what was made of it.
 */
export const PROBLEMS = {
  // The body
  "not-utf8": { title: "Not UTF-8", says: "is not UTF-8; read as {made}" },
  "wrong-charset": { title: "Wrong character set", says: "says that it is {value}; read as {made}" },
  "lost-characters": { title: "Characters lost by the sender", says: "contains characters that the sender lost (�)" },
  "half-character": {
    title: "Incomplete character",
    says: "contains an incomplete character (a lone surrogate), which is replaced",
  },
  "nul-removed": { title: "NUL characters", says: "contains NUL characters, which are removed" },
  "mis-decoded": { title: "Text decoded wrongly by the sender", says: "“{value}” is repaired to “{made}”" },
  "wrong-encoding": { title: "Wrong Content-Encoding", says: "says that it is compressed ({value}); read as {made}" },
  "json-repaired": { title: "Invalid JSON", says: "is invalid JSON ({value}), which is repaired" },
  "json-in-text": { title: "JSON inside a text", says: "is JSON inside a text" },
  "xml-in-text": { title: "XML inside a text", says: "is XML inside a text" },
  "xml-repaired": { title: "Invalid XML", says: "is invalid XML ({value}), which is repaired" },
  "text-around": { title: "Text around the JSON", says: "has text around its JSON, which is ignored: “{value}”" },
  "form-repaired": { title: "Invalid form", says: "is an invalid form ({value}), which is repaired" },
  "percent-repaired": {
    title: "Invalid percent-encoding",
    says: "“{value}” is not UTF-8 in percent-encoding; read as “{made}”",
  },
  "file-left-out": { title: "File in the form", says: "is a file, which is ignored" },
  "items-left-out": { title: "List items that are not objects", says: "contains {value} items that are not objects" },
  "fields-left-out": {
    title: "Too many fields",
    says: "has {value} fields; fields after the first {made} are ignored",
  },
  unwrapped: {
    title: "Unknown wrapping",
    says: "the fields are inside “{value}”, which the portal does not know but reads",
  },
  "several-places": {
    title: "Several calls or leads",
    says: "contains a call or lead in several places ({value}); none is read",
  },
  // One key
  conflict: { title: "Two values for one field", says: "has two values, “{value}” and “{made}”; the first is used" },
  placeholder: { title: "Unfilled placeholder", says: "“{value}” is a placeholder that was not filled; read as blank" },
  "says-nothing": { title: "Word for “empty”", says: "“{value}” means “empty”; read as blank" },
  "cut-off": { title: "Too long", says: "longer than {made} characters, and cut" },
  "not-text": { title: "Not a text", says: "“{value}” is not a text" },
  "not-id": { title: "Not an id", says: "“{value}” is not an id of at most {made} characters" },
  "id-damaged": {
    title: "Id damaged by a spreadsheet",
    says: "“{value}” has lost digits in a spreadsheet; read as blank",
  },
  "id-repaired": { title: "Id repaired", says: "“{value}” is read as “{made}”" },
  "entities-decoded": { title: "HTML or URL codes in a text", says: "“{value}” is read as “{made}”" },
  "not-name": { title: "Not a name", says: "“{value}” is not a person's name" },
  "name-doubtful": {
    title: "Name that may mean “empty”",
    says: "“{value}” may mean “empty”; kept as a name",
  },
  "not-phone": { title: "Not a phone number", says: "“{value}” is not a phone number" },
  "phone-unread": { title: "Phone number not read", says: "“{value}” is not a possible number; kept as sent" },
  "phone-damaged": {
    title: "Phone damaged by a spreadsheet",
    says: "“{value}” has lost digits in a spreadsheet; read as blank",
  },
  "phone-filler": { title: "Filler phone number", says: "“{value}” is a filler that identifies nobody" },
  "phone-withheld": { title: "Phone number withheld", says: "“{value}” is a withheld number; read as blank" },
  "phone-repaired": { title: "Phone number found in a text", says: "“{value}” is read as {made}" },
  "phone-several": {
    title: "Several phone numbers",
    says: "“{value}” contains several numbers: {made}; the first is used",
  },
  "phone-of-either": {
    title: "Phone of either side",
    says: "“{value}” is the phone of one side, but the direction that tells whose is missing",
  },
  "not-email": { title: "Not an e-mail address", says: "“{value}” is not an e-mail address" },
  "email-repaired": { title: "E-mail address found in a text", says: "“{value}” is read as {made}" },
  "email-filler": { title: "Filler e-mail address", says: "“{value}” is a filler that identifies nobody" },
  "not-date": { title: "Not a date", says: "“{value}” is not a date between 1990 and 2100 that we can read" },
  "date-future": { title: "Date in the future", says: "“{value}” is in the future: is the time zone {made} right?" },
  "date-day-first": { title: "Day before month", says: "“{value}” has the day before the month; read as {made}" },
  "date-serial": {
    title: "Date as a spreadsheet's number",
    says: "“{value}” is a spreadsheet's number; read as {made}",
  },
  "zone-assumed": { title: "Ambiguous time zone", says: "the time zone of “{value}” is ambiguous; read as {made}" },
  "zone-season": {
    title: "Wrong abbreviation of daylight-saving time",
    says: "“{value}” belongs to the other half of the year; read as {made}",
  },
  "zone-unknown": { title: "Unknown time zone", says: "“{value}” has a time zone that we do not know" },
  "hour-repeated": {
    title: "Ambiguous hour, as clocks go back",
    says: "“{value}” happens twice that night; read as the first, {made}",
  },
  "hour-skipped": {
    title: "Skipped hour, as clocks go forward",
    says: "“{value}” does not exist that night; read as {made}",
  },
  "not-length": { title: "Not a length", says: "“{value}” is not a length between 0 seconds and 7 days" },
  "not-number": { title: "Not a number", says: "“{value}” is not a whole number" },
  "not-link": { title: "Not a recording link", says: "“{value}” is not an http(s) link" },
  "links-left-out": {
    title: "Too many recordings",
    says: "has {value} links to recordings; links after the first {made} are ignored",
  },
  "link-repaired": { title: "Recording link repaired", says: "“{value}” is read as {made}" },
} as const satisfies Record<string, { title: string; says: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];
