import { cleanText } from "#app/convoso/clean-text.server.ts";
import { isNestedDeeper } from "#app/convoso/json-depth.server.ts";
import { type Note, problem } from "#app/convoso/problems.server.ts";
import { CutOff, readLooseJson } from "#app/convoso/read-loose-json.server.ts";

/** Any JSON value. Text in it is well-formed Unicode without NUL, which is what PostgreSQL can store. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type JsonObject = { [key: string]: Json };

const MAX_DEPTH = 32;

/** Why a body is no JSON that we take. */
export class UnreadableJson extends Error {
  override name = "UnreadableJson";
}

type Cleaning = { note: Note; keys: number };

function cleanValue(value: unknown, key: string, cleaning: Cleaning, depth: number): Json {
  if (depth > MAX_DEPTH) throw new UnreadableJson(`It is nested deeper than ${MAX_DEPTH} levels.`);
  if (typeof value === "string") return cleanText(value, key, cleaning.note);
  if (typeof value !== "object" || value === null) return value as Json;
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, key, cleaning, depth + 1));
  const entries = Object.entries(value).map(([name, item]): [string, Json] => [
    cleanText(name, name, cleaning.note),
    cleanValue(item, name, cleaning, depth + 1),
  ]);
  cleaning.keys += entries.length;
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

/** How many keys there may be in it: each has a colon behind it, and so has a quote inside a text, which is rare. */
function countKeys(text: string, atLeast: number): number {
  let count = 0;
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) count += 1;
  return count < atLeast ? (text.match(/"\s*:/g)?.length ?? 0) : count;
}

function parseStrict(text: string, note: Note): Json {
  if (isNestedDeeper(text, MAX_DEPTH)) throw new RangeError("nested too deep");
  const cleaning = { note, keys: 0 };
  const value = cleanValue(
    MAY_BE_ROUNDED.test(text) ? JSON.parse(text, keepExact) : JSON.parse(text),
    "body",
    cleaning,
    0,
  );
  if (typeof value !== "object" || countKeys(text, cleaning.keys) <= cleaning.keys) return value;
  // A key may have come twice, of which JSON.parse keeps the last only.
  const [loose] = readLooseJson(text).values;
  return cleanValue(loose, "body", { note, keys: 0 }, 0);
}

/**
 * Parses JSON and cleans every text and key in it. The values of a repeated key become a list.
 * @throws {UnreadableJson} when it is not JSON, or nested too deep
 */
export function parseJson(text: string, note: Note): Json {
  try {
    return parseStrict(text, note);
  } catch (error) {
    throw unreadable(error);
  }
}

/**
 * Parses what is meant as JSON: see {@link readLooseJson}. Takes note of what was wrong with it.
 * @returns the values, usually one; several where they stand one behind the other, such as one a line
 * @throws {UnreadableJson} when it cannot be read without guessing
 */
export function parseLooseJson(text: string, note: Note): Json[] {
  try {
    return [parseStrict(text, note)];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw unreadable(error);
    return repair(text, note, error);
  }
}

function repair(text: string, note: Note, fault: SyntaxError): Json[] {
  try {
    const { values, faults, around } = readLooseJson(text);
    if (values.length === 0) throw fault;
    if (faults.size > 0) note(problem("json-repaired", "body", [...faults].join(", ")));
    if (around !== "") note(problem("text-around", "body", around));
    return values.map((value) => cleanValue(value, "body", { note, keys: 0 }, 0));
  } catch (error) {
    if (error instanceof CutOff) throw new UnreadableJson("It is not JSON: it ends too early.");
    // What the strict parser says is known to everybody who looks for it.
    throw unreadable(error instanceof SyntaxError ? fault : error);
  }
}

function unreadable(error: unknown): unknown {
  if (error instanceof SyntaxError)
    return new UnreadableJson(`It is not JSON: ${cleanText(error.message, "", () => {})}.`);
  return error instanceof RangeError ? new UnreadableJson(`It is nested deeper than ${MAX_DEPTH} levels.`) : error;
}
