import { isUtf8 } from "node:buffer";
import { decodeHTMLStrict } from "entities/decode";
import type { Json } from "#app/convoso/clean-json.server.ts";
import { cleanText } from "#app/convoso/clean-text.server.ts";
import { decodeText } from "#app/convoso/decode-body.server.ts";
import { nameField } from "#app/convoso/field-names.server.ts";
import type { FlatField } from "#app/convoso/flatten-fields.server.ts";
import { MAX_LINK_LENGTH } from "#app/convoso/parse-recording.server.ts";
import { type Note, problem } from "#app/convoso/problems.server.ts";
import { isSecretParameter } from "#app/convoso/redact.server.ts";

/** What only a form can hold that was put together by hand, or in another character set than UTF-8. */
const UNUSUAL = /^[?&]|&$|&&|&(?:#\d+|#x[\da-f]+|[a-z]+\d*);|=\+\d{7,15}(?:&|$)|:\/\/|="|%(?![0-7][\da-f])|\uFFFD/i;
const KEY = "[\\w.[\\]/#@$ +:%-]{1,200}";
const PAIR = new RegExp(`^\\s*${KEY}=`);
const LINE = new RegExp(`^\\s*(${KEY}?)\\s*[=:]\\s*(.*)$`);

/** YAML, whose fields belong to the key above them. */
const IS_INDENTED = /^(?:---|-\s)|\n-\s|:[ \t]{0,9}\r?\n[ -]/;

/** Fields in the order sent; the values of a key that came several times are a list. */
export function toFields(pairs: Iterable<[string, string]>, note: Note): FlatField[] {
  const fields = new Map<string, Json>();
  for (const [sentKey, value] of pairs) {
    const key = cleanText(sentKey, "body", note);
    const text = cleanText(value, key, note);
    const before = fields.get(key);
    if (Array.isArray(before)) before.push(text);
    else fields.set(key, before === undefined ? text : [before, text]);
  }
  return [...fields].map(([key, value]) => ({ key, value }));
}

/** Undoes percent-encoding, of UTF-8 or of the character set that the form was filled in. */
function decodePart(raw: string, charset: string | null, note: Note): string {
  // "%call_log_id%" would lose its first letters; a "+" before so many digits is that of a phone number.
  if (/^%[a-z_]\w*%$/i.test(raw)) return raw;
  // A link whose "://" was not encoded was not encoded at all: its "%2B" is its own, and decoded it would be a blank.
  if (/^https?:\/\/\S+$/i.test(raw)) return raw;
  const spaced = /^\+\d{7,15}$/.test(raw) ? raw : raw.replaceAll("+", " ");
  const unescaped = spaced.replace(/%u([\da-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
  if (unescaped !== spaced) note(problem("percent-repaired", "body", spaced, unescaped));
  return unescaped.replace(/(?:%[\da-f]{2})+/gi, (encoded) => {
    const bytes = Buffer.from(encoded.replaceAll("%", ""), "hex");
    if (isUtf8(bytes)) return bytes.toString();
    const text = decodeText(bytes, charset ?? "windows-1252", () => {});
    if (charset === null) note(problem("percent-repaired", "body", encoded, text));
    return text;
  });
}

type RawPair = { key: string; value: string };

function splitPair(piece: string): RawPair {
  const at = piece.indexOf("=");
  return at < 0 ? { key: piece, value: "" } : { key: piece.slice(0, at), value: piece.slice(at + 1) };
}

/** A parameter that no field is known by, or that is common in links and followed by no phone. */
const isOfLink = (name: string, value: string) =>
  nameField(name) === null || (/^(?:from|to|date|time)$/i.test(name) && !/^\D{0,3}\d{3}[\d ().-]{4,}$/.test(value));

/**
 * A link that was not encoded is cut at its "&": the parameters behind it, which no field is known by, are its own. The "amp;"
 * of "&amp;" is taken off the keys. `where`: "body" or "query".
 */
function rejoinLinks(pairs: RawPair[], where: string, note: Note): RawPair[] {
  const joined: RawPair[] = [];
  let hasEntities = false;
  for (const { key, value } of pairs) {
    const before = joined.at(-1);
    const mayBeCut = before && before.value.length <= MAX_LINK_LENGTH;
    const isLinkCut = mayBeCut && /^\s*https?:\/\/[^\s?]+\?/i.test(before.value);
    const name = key.replace(/^(?:amp;)+/, "");
    if (isLinkCut && isOfLink(name, value)) {
      before.value += `&${name}=${value}`;
      note(problem("link-repaired", before.key, `…&${key}=`, before.value));
      continue;
    }
    hasEntities ||= name !== key;
    joined.push({ key: name, value });
  }
  if (hasEntities) note(problem("form-repaired", where, "&amp; for &"));
  return joined;
}

/** HTML's codes for characters, whose "&" would end the value: `first_name=Jos&eacute;`. That of "&" itself ends it indeed. */
function encodeEntities(text: string, note: Note): string {
  return text.replace(/&(?!amp;)(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8}\d{0,2});/gi, (code) => {
    const character = decodeHTMLStrict(code);
    if (character === code) return code;
    note(problem("form-repaired", "body", `${code} for ${character}`));
    return encodeURIComponent(character);
  });
}

/**
 * The parameters of an address, whose parser knows nothing of links that were not encoded, nor of `&amp;`. Credentials are left
 * out before anything else is read: what follows a link must not become a part of it that is stored.
 */
export function readQuery(query: URLSearchParams, note: Note): [string, string][] {
  const pairs = [...query].map(([key, value]) => ({ key: key.replace(/^\?+/, ""), value }));
  const open = pairs.filter(({ key }) => !isSecretParameter(key.replace(/^(?:amp;)+/, "")));
  return rejoinLinks(open, "query", note).map(({ key, value }) => [key, value]);
}

function readUnusual(sent: string, charset: string | null, note: Note): [string, string][] {
  const text = encodeEntities(sent, note);
  const bare = text.replace(/^[?&]+|(?<!&)&+$/g, "");
  if (bare !== text || bare.includes("&&")) note(problem("form-repaired", "body", "stray & or ?"));
  const pairs = rejoinLinks(bare.split("&").filter(Boolean).map(splitPair), "body", note);
  const isQuoted = pairs.every(({ value }) => /^(?:"[^"]*"|)$/.test(value)) && pairs.some(({ value }) => value !== "");
  if (isQuoted) note(problem("form-repaired", "body", "quotes around values"));
  for (const pair of isQuoted ? pairs : []) pair.value = pair.value.slice(1, -1);
  return pairs.map(({ key, value }) => [decodePart(key, charset, note), decodePart(value, charset, note)]);
}

/** Pairs with something else than "&" between them, where it is clear that each piece is a pair. */
function readOtherSeparator(text: string, note: Note): [string, string][] | null {
  for (const separator of ["\n", ";", "|", ","]) {
    if (separator === "\n" && IS_INDENTED.test(text)) continue;
    const pieces = text.split(separator).filter((piece) => piece.trim() !== "");
    if (pieces.length < 2) continue;
    const pairs = pieces.map((piece) => LINE.exec(piece.trim()));
    const known = pairs.filter((pair) => pair && nameField(pair[1] as string) !== null);
    if (pairs.includes(null) || known.length < Math.min(2, pieces.length)) continue;
    note(problem("form-repaired", "body", `“${separator === "\n" ? "\\n" : separator}” for “&”`));
    const isEncoded = separator !== "\n";
    return pairs.map((pair) => {
      const [, key, value] = pair as RegExpExecArray;
      const decode = (part = "") => (isEncoded ? decodePart(part, null, note) : part);
      return [decode(key), decode(value)];
    });
  }
  return null;
}

/**
 * Reads form fields, also where the form was put together by hand: stray "&" or "?", "&amp;" or other separators, links
 * that were not encoded, percent-encoding of another character set.
 * @returns null where it is no form
 */
export function readForm(text: string, charset: string | null, note: Note): FlatField[] | null {
  const [address, inside = ""] = /^https?:\/\/[^\s?=]+\?(\S+)$/i.exec(text) ?? [];
  if (address && PAIR.test(inside)) {
    note(problem("form-repaired", "body", "an address before it"));
    return readForm(inside, charset, note);
  }
  const [, unquoted] = /^'([^'=]{1,200}=[^']*)'$/.exec(text) ?? [];
  if (unquoted !== undefined) {
    note(problem("form-repaired", "body", "quotes around it"));
    return readForm(unquoted, charset, note);
  }
  const isJoined = text.includes("&") && text.includes("=");
  if (!isJoined && !/^[^=]*=[^=]*$/.test(text)) {
    const pairs = readOtherSeparator(text, note);
    if (pairs) return toFields(pairs, note);
  }
  const isEncodedWhole = !text.includes("=") && /^[\w.%[\]-]+%3D/i.test(text);
  if (isEncodedWhole) {
    note(problem("form-repaired", "body", "encoded twice"));
    return readForm(decodePart(text, charset, note), charset, note);
  }
  if (!PAIR.test(text.replace(/^[?&\s]+/, ""))) return null;
  if (!UNUSUAL.test(text)) return toFields(new URLSearchParams(text), note);
  return toFields(readUnusual(text, charset, note), note);
}
