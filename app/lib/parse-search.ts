/** What a field of a search holds: any text, a number that can be compared, one of a few words, or a JSON object. */
export type SearchField = "text" | "number" | readonly string[];

/** One condition of a search. `field` is "text" or "json" where none was named; `value` is always text. */
export type SearchTerm = { field: string; operator: Operator; value: string; isNot: boolean };

/** Something in a search that cannot be used: where it stands, and what to do about it. */
export type SearchFault = { at: number; length: number; message: string };

export const OPERATORS = [":", ">=", "<=", ">", "<"] as const;
type Operator = (typeof OPERATORS)[number];

const MOST_TERMS = 20;
const NUMBER = /^\d{1,9}$/;
/** `name:`, `name>=` and so on; `name:>=` is the same as `name>=`. */
const NAMED = /([a-z_]+)(:?(?:>=|<=|>|<)|:)/iy;
const QUOTED = /"((?:[^"\\]|\\.)*)"/sy;
const BARE = /\S+/y;
const JSON_TOKENS = /"(?:[^"\\]|\\.)*"|[{}]/gs;

/**
 * Reads a search such as `disposition:SALE agent:"Jane Roe" duration>60 -is:test {"list_id":"55"} cancelled`: conditions
 * that all must hold. `-` in front turns one around, quotes hold what has blanks or marks in it. Never throws.
 * @param fields the names that may stand in front of a colon or comparison
 */
export function parseSearch(
  search: string,
  fields: Record<string, SearchField>,
): { terms: SearchTerm[]; faults: SearchFault[] } {
  const terms: SearchTerm[] = [];
  const faults: SearchFault[] = [];
  for (let at = skipBlanks(search, 0); at < search.length; ) {
    if (terms.length === MOST_TERMS) {
      faults.push({ at, length: search.length - at, message: `Use at most ${MOST_TERMS} conditions.` });
      break;
    }
    const { term, end } = readTerm(search, at, fields);
    if (typeof term === "string") faults.push({ at, length: end - at, message: term });
    else terms.push(term);
    at = skipBlanks(search, end);
  }
  return { terms, faults };
}

/** The search that {@link parseSearch} reads as these terms. */
export function formatSearch(terms: readonly SearchTerm[]): string {
  return terms
    .map(({ field, operator, value, isNot }) => {
      const name = field === "text" || field === "json" ? "" : field + operator;
      return `${isNot ? "-" : ""}${name}${field === "json" ? value : quote(value)}`;
    })
    .join(" ");
}

/**
 * The same with all bare words as one condition, in its first place: where a search finds a name or a phone, "Ann Lopez" and
 * "(239) 555-0142" are one thing.
 */
export function joinWords(terms: readonly SearchTerm[]): SearchTerm[] {
  const isWord = ({ field, isNot }: SearchTerm) => field === "text" && !isNot;
  const words = terms.filter(isWord);
  const joined = {
    field: "text",
    operator: ":",
    value: words.map(({ value }) => value).join(" "),
    isNot: false,
  } as const;
  return terms.flatMap((term) => (!isWord(term) ? [term] : term === words[0] ? [joined] : []));
}

const quote = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;
const unquote = (text: string) => text.replace(/\\(.)/gs, "$1");

function skipBlanks(search: string, from: number): number {
  let at = from;
  while (at < search.length && /\s/.test(search.charAt(at))) at += 1;
  return at;
}

/** What `pattern`, which is sticky, finds at exactly this place. */
function matchAt(pattern: RegExp, search: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(search);
}

type Read = { term: SearchTerm | string; end: number };

function readTerm(search: string, start: number, fields: Record<string, SearchField>): Read {
  const isNot = search[start] === "-" && /\S/.test(search.charAt(start + 1));
  const at = isNot ? start + 1 : start;
  if (search[at] === "{") return readJson(search, at, isNot);
  const named = matchAt(NAMED, search, at);
  const { value, end } = readValue(search, named ? NAMED.lastIndex : at);
  if (value === null) return { term: "This quotation mark is not closed.", end };
  if (!named && value === "") return { term: "There is nothing between these quotation marks.", end };
  if (!named) return { term: { field: "text", operator: ":", value, isNot }, end };
  const field = (named[1] ?? "").toLowerCase();
  const operator = (named[2] ?? ":").replace(/^:(?=.)/, "") as Operator;
  const kind = Object.hasOwn(fields, field) ? fields[field] : undefined;
  const fault = kind === undefined ? unknownField(field, fields) : findFault({ field, operator, value }, kind);
  return { term: fault ?? { field, operator, value: Array.isArray(kind) ? value.toLowerCase() : value, isNot }, end };
}

/** Null: a quotation mark is open. */
function readValue(search: string, at: number): { value: string | null; end: number } {
  if (search[at] !== '"') {
    const value = matchAt(BARE, search, at)?.[0] ?? "";
    return { value, end: at + value.length };
  }
  const quoted = matchAt(QUOTED, search, at);
  if (!quoted) return { value: null, end: search.length };
  return { value: unquote(quoted[1] ?? ""), end: QUOTED.lastIndex };
}

function readJson(search: string, at: number, isNot: boolean): Read {
  let depth = 0;
  let end = search.length;
  for (const { 0: token, index } of search.slice(at).matchAll(JSON_TOKENS)) {
    if (token === "{") depth += 1;
    if (token === "}") depth -= 1;
    if (depth > 0) continue;
    end = at + index + 1;
    break;
  }
  if (depth > 0) return { term: "This brace is not closed.", end };
  const value = search.slice(at, end);
  try {
    JSON.parse(value, (name, held) => {
      if (!isStorable(name) || (typeof held === "string" && !isStorable(held))) throw new SyntaxError(name);
      return held;
    });
  } catch {
    const term = 'This is not a JSON object. Names and texts need quotation marks: {"list_id":"55"}.';
    return { term, end };
  }
  return { term: { field: "json", operator: ":", value, isNot }, end };
}

/** Whether PostgreSQL's JSON can hold the text: no NUL, no half of a pair of surrogates. */
function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

function unknownField(field: string, fields: Record<string, SearchField>): string {
  return `“${field}” is not a search field. The fields are ${Object.keys(fields).join(", ")}. To find it as text, put it in quotes.`;
}

function findFault({ field, operator, value }: Omit<SearchTerm, "isNot">, kind: SearchField): string | null {
  if (value === "") return `“${field}” needs a value, without a space before it: ${field}${operator}…`;
  if (kind === "number") return NUMBER.test(value) ? null : `“${field}” needs a whole number.`;
  if (operator !== ":") return `“${field}” is not a number. Write ${field}:… instead.`;
  if (kind === "text" || kind.includes(value.toLowerCase())) return null;
  return `“${field}” is one of: ${kind.join(", ")}.`;
}
