/** Any JSON value. Text in it is well-formed Unicode without NUL, which is what PostgreSQL can store. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A value that could not be read as sent: under which key, and what was wrong, in words for the admin. */
export type Problem = { key: string; message: string };

const MAX_DEPTH = 32;

/** Why a body is no JSON that we take. */
export class UnreadableJson extends Error {
  override name = "UnreadableJson";
}

/** Takes out what PostgreSQL cannot store, and tells `note` what it found. */
export function cleanText(text: string, note: (message: string) => void): string {
  let clean = text;
  if (clean.includes("\0")) {
    clean = clean.replaceAll("\0", "");
    note("held NUL characters, which were removed");
  }
  if (!clean.isWellFormed()) {
    clean = clean.toWellFormed();
    note("held half a character (a lone surrogate), which was replaced");
  } else if (clean.includes("\uFFFD")) {
    note("held bytes that are not UTF-8, which were replaced");
  }
  return clean;
}

/** Cuts to `max` characters, never through the middle of one. */
export function cutText(text: string, max: number): string {
  return text.length > max ? text.slice(0, max).replace(/[\uD800-\uDBFF]$/, "") : text;
}

function cleanValue(value: unknown, note: (message: string) => void, depth: number): Json {
  if (depth > MAX_DEPTH) throw new UnreadableJson(`It is nested deeper than ${MAX_DEPTH} levels.`);
  if (typeof value === "string") return cleanText(value, note);
  if (typeof value !== "object" || value === null) return value as Json;
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, note, depth + 1));
  const entries = Object.entries(value).map(([key, item]): [string, Json] => [
    cleanText(key, note),
    cleanValue(item, note, depth + 1),
  ]);
  // fromEntries defines its keys, so one called __proto__ is data like any other.
  return Object.fromEntries(entries);
}

// An id of more than 15 digits would be rounded into another call's id, so such numbers stay the text they were sent as.
function keepExact(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  return Number.isFinite(value) && !Number.isInteger(value) ? value : (context?.source ?? String(value));
}

/** Only with so many digits, or an exponent, can a number be one that {@link keepExact} is for; asking it is slow. */
const MAY_BE_ROUNDED = /\d{16}|\d[eE][+-]?\d/;

/**
 * Parses JSON and cleans every text and key in it. Of a repeated key the last one counts.
 * @throws {UnreadableJson} when it is not JSON, or nested too deep
 */
export function parseJson(text: string, note: (message: string) => void): Json {
  try {
    return cleanValue(MAY_BE_ROUNDED.test(text) ? JSON.parse(text, keepExact) : JSON.parse(text), note, 0);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new UnreadableJson(`It is not JSON: ${cleanText(error.message, () => {})}.`);
    if (error instanceof RangeError) throw new UnreadableJson(`It is nested deeper than ${MAX_DEPTH} levels.`);
    throw error;
  }
}
