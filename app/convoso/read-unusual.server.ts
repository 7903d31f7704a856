import { decodeHTML } from "entities/decode";
import { type Json, parseJson, parseLooseJson } from "#app/convoso/clean-json.server.ts";
import { fromPieces } from "#app/convoso/from-pieces.server.ts";
import { fromTable } from "#app/convoso/from-table.server.ts";
import { attempt } from "#app/convoso/open-texts.server.ts";
import { type Note, problem } from "#app/convoso/problems.server.ts";
import { readForm } from "#app/convoso/read-form.server.ts";
import { readPhp } from "#app/convoso/read-php.server.ts";
import { readXml } from "#app/convoso/read-xml.server.ts";
import { readYaml } from "#app/convoso/read-yaml.server.ts";

const LONGEST_CELL = 10_000;

/** Makes every text one that can be stored. */
const clean = (value: unknown, note: Note): Json => parseJson(JSON.stringify(value), note);

function readDump(text: string, note: Note): Json[] | null {
  const dumped = readPhp(text);
  if (typeof dumped !== "object" || dumped === null) return null;
  note(problem("json-repaired", "body", "PHP’s notation"));
  return [clean(dumped, note)];
}

/** A table of HTML: names in its first row, or a name and a value in each. */
function readHtmlTable(text: string): Json | null {
  if (!/<t[dh]\b/i.test(text)) return null;
  const rows = text.split(/<tr\b/i).slice(1).map((row) => row.split(/<t[dh]\b/i).slice(1).map(cellOf)); // biome-ignore format: short
  return fromTable(rows) ?? fromPieces(rows.map(([name = "", ...values]) => [name.replace(/:$/, ""), ...values]));
}

function cellOf(html: string): string {
  const [inside = ""] = html.slice(html.indexOf(">") + 1, LONGEST_CELL).split(/<\/t[dhr]>|<\/t(?:able|body|head)>/i, 1);
  return decodeHTML(inside.replace(/<[^<>]{0,300}>/g, " ")).trim();
}

const ENDS_LINE = /^\/?(?:br|p|div|tr|li|h\d|pre|table|ul|body)\b/i;

/** What a browser would show of HTML, line by line. */
function textOf(html: string): string {
  const [before = "", ...pieces] = html.split("<");
  const shown = pieces.map((piece) => {
    const end = piece.indexOf(">");
    return (ENDS_LINE.test(piece) ? "\n" : "") + (end < 0 ? "" : piece.slice(end + 1));
  });
  return decodeHTML(before + shown.join(""))
    .replace(/\n+/g, "\n")
    .trim();
}

/** A dump of PHP, or names and values in lines, in HTML. */
function readShown(html: string, note: Note): Json[] | null {
  const text = textOf(html);
  const dumped = readDump(text, note);
  if (dumped) return dumped;
  const form = text.includes("\n") ? readForm(text, null, note) : null;
  return form && [Object.fromEntries(form.map(({ key, value }) => [key, value]))];
}

/** Signs that XML knows no names for, or that stand for themselves: "A & B", "&nbsp;". */
const escapeSigns = (text: string) =>
  text.replace(/&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)(?:[a-z]\w{1,30};)?/gi, (sign) => {
    const character = decodeHTML(sign);
    return character === sign ? sign.replace("&", "&amp;") : character;
  });

/**
 * What nothing else could read, or make any sense of: dumps of PHP, YAML, tables with the names of their columns.
 * @returns the values; null where it is none of them, either
 */
export function readUnusual(text: string, note: Note): Json[] | null {
  const dumped = readDump(text, note);
  if (dumped) return dumped;
  if (/^\s*[[{]/.test(text)) {
    const [value = null] = attempt(() => parseLooseJson(text, note)) ?? [];
    return fromTable(value);
  }
  if (text.startsWith("<")) {
    const escaped = escapeSigns(text);
    const xml = escaped === text ? null : readXml(escaped);
    if (xml) note(problem("xml-repaired", "body", "& that is not escaped"));
    if (xml) return [clean(xml, note)];
    const table = readHtmlTable(text);
    return table === null ? readShown(text, note) : [clean(table, note)];
  }
  const documents = readYaml(text);
  return documents === null ? null : documents.map((document) => clean(document, note));
}
