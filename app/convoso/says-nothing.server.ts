import { decodeCodes } from "#app/convoso/decode-codes.server.ts";
import { type FieldKind, type FieldName, isNameOf, nameField } from "#app/convoso/field-names.server.ts";
import { isFillerEmail } from "#app/convoso/parse-email.server.ts";

/** An identifier as programs name their fields, perhaps with a filter or a default behind it. */
const NAME = String.raw`[\w.:$@/ -]{1,60}(?:\|[^{}<>\[\]]{0,60})?`;
const IDENTIFIER = String.raw`[A-Za-z_$][\w.:-]{0,60}`;

/** Unfilled placeholders of template languages, and of dialers: vicidial writes `--A--lead_id--B--`. */
const PLACEHOLDERS = [
  String.raw`\{\{\{?\s*[^{}]{0,80}\}\}\}?`,
  String.raw`[$#@%]\{\{?[^{}]{0,80}\}\}?|[$#@%]\[\s*${NAME}\s*\]`,
  String.raw`\{[%#!]?\s*\$?${NAME}\s*[%#]?\}`,
  String.raw`[$#@%]?\{\{?\s*${IDENTIFIER}|${IDENTIFIER}\s*\}\}?`,
  String.raw`<%[=-]?.{0,80}?%>|<\?.{0,80}?\?>`,
  String.raw`\[\[\s*${NAME}\s*\]\]|\[%.{0,80}?%\]`,
  String.raw`\*\|[^|]{1,60}\|\*|\|\*[^|*]{1,60}\*\|`,
  String.raw`%(?:\d\$)?[sdi@]|\$\d{1,2}`,
  String.raw`--A--[\w-]{1,60}?(?:--B--)?`,
  String.raw`%%?${IDENTIFIER}%%?|%\(${IDENTIFIER}\)s?`,
  String.raw`##?${IDENTIFIER}##?|@@?${IDENTIFIER}@@?|!!?${IDENTIFIER}!!?|\|${IDENTIFIER}\||~~?${IDENTIFIER}~~?`,
  String.raw`\$\(?${IDENTIFIER}\)?\$?|:[a-z]\w*_\w+|__[A-Za-z]\w*__`,
  `«[^«»]{1,60}»|‹[^‹›]{1,60}›|<<<?[^<>]{1,60}>>>?`,
];
const WHOLE = new RegExp(`^(?:${PLACEHOLDERS.join("|")})(?:[\\s,;/-]*(?:${PLACEHOLDERS.join("|")}))*$`);
/** Also inside a longer text nobody writes these. */
const INSIDE =
  /\{\{[^{}]{1,80}\}\}|\$\{[^{}]{1,80}\}|<%[=-]?[^%]{1,80}%>|\[\[[\w. ]{1,60}\]\]|\*\|\w{1,60}\|\*|--A--\w{1,60}--B--/;
/** In one pair of brackets may stand a word of a person: `[x]` and `<x>` count only where x looks like a field's name. */
const BRACKETED = /^(?:<([^<>]{1,60})>|\[([^[\]]{1,60})\]|\(\(?([^()]{1,60})\)\)?|[@:^=]([\w .]{1,60})\^?)$/;
/** An id in the braces that Microsoft's programs put around it. */
const GUID = /^\{[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\}$/i;
/** What is to be replaced by hand: YOUR_LEAD_ID, "enter phone here". */
const BY_HAND = /^(?:your|my|insert|enter|the)[\s_-]+(.{2,40}?)(?:[\s_-]+(?:goes[\s_-]+)?here)?$/i;
/** 200 characters, each of them encoded, and quotes. */
const LONGEST_PLACEHOLDER = 1_000;
/** A value may be one only if it holds one of these. */
const MAY_BE_PLACEHOLDER = /[{}<>[\]%#$@|«‹~!(^]|&(?:lt|#)|--A--|^[:=]|__|^(?:your|my|insert|enter|the)[\s_-]/i;

const looksLikeField = (text: string) =>
  nameField(text) !== null || /^[A-Za-z]\w*[_.]\w+$|^[a-z]+[A-Z]\w*$/.test(text.trim());

/** Of these two an agent's comment or a campaign's name may consist as well: "the first", "my list". */
const MAY_BE_PROSE = /^(?:my|the)[\s_-]/i;

function isPlaceholder(text: string, field: FieldName, kind: FieldKind): boolean {
  const byHand = kind === "text" && MAY_BE_PROSE.test(text) && !/here$/i.test(text) ? null : BY_HAND.exec(text);
  const inside = (BRACKETED.exec(text) ?? byHand)?.slice(1).find(Boolean);
  if (inside !== undefined && looksLikeField(inside) && field !== "agentComment") return true;
  return text.length <= 200 && WHOLE.test(text);
}

/** Words for "nothing" that nobody is called by, and no id either. Compared without what stands around them. */
const NOTHING = new Set(
  `n/a|n.a|n\\a|n-a|#n/a|#null|#ref|#value|#name|#num|#div/0|\\n|unknown|undefined|not provided|not available|not applicable
  |n / a|error|not given|not specified|not set|not found|not known|not entered|no value|no data|no name|noname|no first name|no last name
  |no email|no phone|no number|no id|no answer given|none given|none provided|none specified|nothing|tbd|tba|unset|unspecified
  |unnamed|unassigned|not assigned|nobody|anonymous|unavailable|object object|object undefined|object null|function|string
  |empty string|default value|no contact|no lead|no agent|no user|no owner|name unknown|ninguno|ninguna|sin nombre|sin numero
  |sin correo|no tiene|desconocido|unbekannt|keine angabe|inconnu|vacío|vacio|n/d|nenhum|desconhecido|não informado
  |nao informado|sem nome|no aplica|no disponible|no proporcionado|sin datos|sin apellido|sin email|sin telefono|sin teléfono
  |non renseigné|non renseigne|non disponible|sans nom|pas de nom|aucun|aucune|nicht angegeben|nicht verfügbar|nicht vorhanden
  |kein name|ohne namen|sconosciuto|non disponibile|nessuno|onbekend`
    .split("|")
    .map((word) => word.trim()),
);
/** Words for "nothing" that may be somebody's name, or a town's. */
const AMBIGUOUS = new Set(["null", "none", "nil", "na", "nan", "blank", "empty", "void", "missing", "default"]);
/** What else is no id. */
const NO_ID = new Set(["true", "false", "yes", "no", "0", "-1", "test_id", "id", "private", "restricted", "withheld"]);
/** Nor of a call or lead; but a list or queue may be called so. */
const NO_OWN_ID = new Set(
  `test,infinity,loading,example,sample,dummy,placeholder,changeme,change me,replace me,keine,kein,leer,vide,vuoto,vazio
  ,total,totals,grand total,sum,count`
    .split(",")
    .map((word) => word.trim()),
);
const CROSSES = /^x+$/;
/** Nor is 0, or a filler such as 9999999999. */
const NO_NUMBER = /^(?:0+(?:\.0+)?|(\d)\1{8,})$/;
/** Words without a digit are no id of a call or lead, in whatever language they say that there is none. */
const WORDS = /^[\p{L}\p{M}.'’]+(?: [\p{L}\p{M}.'’]+)+$/u;
const OF_CALL_OR_LEAD = new Set<FieldName>(["callId", "leadId", "id"]);
const NIL_UUID = /^\{?0{8}-(?:0{4}-){3}0{12}\}?$/;

const isPunctuation = (text: string) => !/[a-z0-9]/i.test(text) && /^[\s\p{P}\p{S}]*$/u.test(text);

function bare(text: string): string {
  if (/^[a-z]+$/i.test(text)) return text.toLowerCase();
  return text
    .toLowerCase()
    .replace(/[\s_]+/g, " ")
    .replace(/^[\s"'`“”‘’([{<.,;:!?-]+|[\s"'`“”‘’)\]}>.,;:!?-]+$/g, "");
}

const isNothing = (word: string) => NOTHING.has(word) || AMBIGUOUS.has(word);
/** "null null": a first and a last name that somebody has put together. */
const areNothing = (text: string) => text.split(/\s*\/\s*|[\s,;|]+/).every((word) => isNothing(word));
/** Blanks in the notation of HTML or of addresses, or that nobody sees. */
const BLANKS = /^(?:&(?:nbsp|#160|#xa0);|%20|%c2%a0|[+\s\p{Cf}])+$/iu;
/** What a spreadsheet in German, French, Spanish, Italian, Portuguese or Dutch shows for an error. */
const SHEET_ERROR =
  /^#(?:nv|n\/[db]|(?:wert|bezug|zahl|überlauf|valeur|nombre|nul|propagation|valore|rif|nullo|valor|núm|nulo|waarde|verw|deel\/0|getal|leeg)!|(?:nom|nome|naam)\?|¡(?:valor|ref|div\/0|num|nulo|desbordamiento)!|¿nombre\?)$/i;
/** What programs write for nothing, and no person: a text of any kind may be blank so. */
const TECHNICAL =
  /^(?:n\/a|#(?:n\/a|null|ref|value|name|num|div\/0|error|spill|calc)[!?]?|\\n|[([<](?:null|none|nil|undefined|blank|empty)[)\]>]|\[object \w+\]|system\.(?:\w+\.)*\w+(?:\[\])?)$/i;

export type Nothing = "placeholder" | "says-nothing" | "id-damaged";

/** A number that a spreadsheet has rounded, such as 1.23457E+11. */
const isRounded = (text: string) => /^[+-]?\d(?:[.,]\d+)?e\+?\d{1,2}$/i.test(text);

/**
 * Whether a value, not blank, says nothing in a field of that kind, and why. What may be read so depends on the
 * field:
 *
 * | Kind | Blank where it is |
 * |---|---|
 * | every one | an unfilled placeholder; what only a program writes: N/A, #REF!, (null), [object Object]; but an agent's comment may be N/A |
 * | id, code | any word for “empty”, punctuation only, true and false, a nil UUID, a number that a spreadsheet rounded, a field's name; an id also where it is 0 or -1 |
 * | name | a word for “empty” that nobody is called by; "Null", "None", "Na" … only unless written like a name ({@link isNoName}) |
 * | phone, email, date, length, link | any word for “empty”, punctuation only |
 * | text | nothing else: the disposition NA is Convoso's "No Answer", and None is a town |
 */
export function saysNothing(text: string, field: FieldName, kind: FieldKind): Nothing | null {
  if (MAY_BE_PLACEHOLDER.test(text)) {
    const unquoted = text.length > LONGEST_PLACEHOLDER ? "" : withoutCodes(text).replace(/^["'\s]+|["'\s]+$/g, "");
    if (GUID.test(unquoted)) return NIL_UUID.test(unquoted) ? "says-nothing" : null;
    if (isPlaceholder(unquoted, field, kind) || (INSIDE.test(text) && field !== "agentComment")) return "placeholder";
  }
  if (BLANKS.test(text)) return "says-nothing";
  if (field !== "agentComment" && (TECHNICAL.test(text) || SHEET_ERROR.test(text))) return "says-nothing";
  if (kind === "text") return text.includes("_") && isOwnName(text, field) ? "placeholder" : null;
  if (text.length > 40) return null;
  if (kind === "id" || kind === "code") {
    if (isRounded(text)) return "id-damaged";
    if (/^\d/.test(text)) return kind === "id" && (NO_NUMBER.test(text) || NIL_UUID.test(text)) ? "says-nothing" : null;
    if (OF_CALL_OR_LEAD.has(field) && WORDS.test(text)) return isOwnName(text, field) ? "placeholder" : "says-nothing";
    const word = bare(text);
    if (OF_CALL_OR_LEAD.has(field) && NO_OWN_ID.has(word)) return "says-nothing";
    if (
      isPunctuation(text) ||
      areNothing(word) ||
      isNothing(word) ||
      NO_ID.has(word) ||
      CROSSES.test(word) ||
      text === "-1"
    )
      return "says-nothing";
    if (kind === "id" && text.includes("@") && isFillerEmail(text)) return "says-nothing";
    return isOwnName(text, field) && (kind === "id" || text.includes("_")) ? "placeholder" : null;
  }
  if (isPunctuation(text)) return "says-nothing";
  if (kind !== "name" && /^[\d+(h]/.test(text)) return null; // a number, a link, a date
  const word = bare(text);
  const isNobody =
    NOTHING.has(word) || (/[\s,;|]/.test(word) && areNothing(word)) || (kind !== "name" && isNothing(word));
  return isNobody ? "says-nothing" : ownName(text, field);
}

/** What is left where a program has encoded or escaped a placeholder, so that it was not found: `%7B%7Bid%7D%7D`, `\\{id\\}`. */
function withoutCodes(text: string): string {
  const decoded = /[%&]/.test(text) ? decodeCodes(text) : text;
  return decoded.includes("\\") ? decoded.replace(/\\(?=[{}[\]<>$%#@|])/g, "") : decoded;
}

/** Whether the value is the field's own name, as a template gives that was never filled: `first_name=first_name`. */
function isOwnName(text: string, field: FieldName): boolean {
  return /^[A-Za-z_ -]{2,40}$/.test(text) && isNameOf(field, text);
}

function ownName(text: string, field: FieldName): Nothing | null {
  const isCertain = text.includes("_") || !["agentName", "ownerName", "recording", "recordingLink"].includes(field);
  return isCertain && isOwnName(text, field) ? "placeholder" : null;
}

const isCapitalized = (text: string) => /^\p{Lu}\p{Ll}+$/u.test(text);
const isUpper = (text: string) => text === text.toUpperCase() && text !== text.toLowerCase();

/** Whether a name may as well be a word for “empty”. */
export const mayBeNoName = (text: string) => text.length <= 12 && AMBIGUOUS.has(bare(text));

/**
 * Whether "Null", "None", "Na" and the like are no name here: Ann Null and JOHN NULL are people, a lone NULL is nobody.
 * @param other the other name of the same person, "" where there is none
 */
export function isNoName(text: string, other: string): boolean {
  if (!mayBeNoName(text)) return false;
  const otherWord = bare(other);
  if (otherWord !== "" && isNothing(otherWord)) return true;
  return !(isCapitalized(text) || (otherWord !== "" && isUpper(text) && isUpper(other)));
}
