import { brotliCompressSync, gzipSync } from "node:zlib";
import type { SentBody } from "#app/convoso/read-body.server.ts";

type Pairs = readonly (readonly [key: string, text: string])[];
type Shape = (pairs: Pairs) => Partial<SentBody> & { body: Uint8Array };

const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";
const json = (pairs: Pairs) => JSON.stringify(Object.fromEntries(pairs));
const form = (pairs: Pairs) => String(new URLSearchParams(pairs.map(([key, text]) => [key, text])));
const of = (text: string, contentType: string | null = JSON_TYPE) => ({ body: Buffer.from(text), contentType });
const escapeXml = (text: string) => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
const csvCell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const isLatin = (text: string) => [...text].every((character) => character.charCodeAt(0) < 256);
const inLatin = (text: string, contentType: string) =>
  isLatin(text) ? { body: Buffer.from(text, "latin1"), contentType } : of(text, contentType.split(";")[0]);

function parts(pairs: Pairs, end = "--b--\r\n"): string {
  return (
    pairs.map(([key, text]) => `--b\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${text}\r\n`).join("") + end
  );
}

/** With its number of bytes, as PHP counts. */
const phpText = (type: string, text: string) => `${type.replace("#", String(Buffer.byteLength(text)))}"${text}"`;
const phpQuoted = (text: string) => `'${text.replace(/['\\]/g, "\\$&")}'`;

/** How fields may travel: shapes, character sets and encodings, and the ways in which senders damage them. */
export const BODY_SHAPES: Record<string, Shape> = {
  JSON: (pairs) => of(json(pairs)),
  "JSON as text": (pairs) => of(json(pairs), "text/plain"),
  "JSON in a list": (pairs) => of(`[${json(pairs)}]`),
  "JSON in JSON": (pairs) => of(JSON.stringify(json(pairs))),
  "JSON as a key": (pairs) => of(JSON.stringify({ [json(pairs)]: "" })),
  "JSON under keys": (pairs) => of(JSON.stringify({ event: { id: 7, payload: Object.fromEntries(pairs) } })),
  "JSON in base64": (pairs) => of(JSON.stringify({ body: Buffer.from(json(pairs)).toString("base64") })),
  "JSON in a form": (pairs) => of(json(pairs), FORM),
  "JSON in a field": (pairs) => of(form([["payload", json(pairs)]]), FORM),
  "JSON with a comma too many": (pairs) => of(json(pairs).replace(/\}$/, ",}")),
  "JSON with comments": (pairs) => of(json(pairs).replace("{", "{ /* from a template */ ")),
  "JSON with line breaks": (pairs) => of(json(pairs).replace("{", "\r\n{\r\n").replace(/\}$/, "\r\n}\r\n")),
  "JSON with text around": (pairs) => of(`callback(${json(pairs)});`),
  "JSON with lists of one": (pairs) =>
    of(JSON.stringify(Object.fromEntries(pairs.map(([key, text]) => [key, [text]])))),
  "JSON behind a mark": (pairs) => of(`\uFEFF${json(pairs)}`),
  "JSON in gzip": (pairs) => ({ ...of(json(pairs)), body: gzipSync(json(pairs)), contentEncoding: "gzip" }),
  "JSON in gzip, not declared": (pairs) => ({ ...of(json(pairs)), body: gzipSync(json(pairs)) }),
  "JSON in UTF-16": (pairs) => ({ ...of(""), body: Buffer.from(`\uFEFF${json(pairs)}`, "utf16le") }),
  "JSON in Latin 1": (pairs) => inLatin(json(pairs), `${JSON_TYPE}; charset=ISO-8859-1`),
  "JSON in Latin 1, not declared": (pairs) => inLatin(json(pairs), JSON_TYPE),
  "names and values": (pairs) => of(JSON.stringify({ fields: pairs.map(([name, value]) => ({ name, value })) })),
  "values in objects": (pairs) => of(JSON.stringify(Object.fromEntries(pairs.map(([key, value]) => [key, { value }])))),
  "values with their types": (pairs) =>
    of(JSON.stringify(Object.fromEntries(pairs.map(([key, text]) => [key, { stringValue: text }])))),
  "a table with named columns": (pairs) =>
    of(JSON.stringify({ columns: pairs.map(([key]) => key), rows: [pairs.map(([, text]) => text)] })),
  "a table of HTML": (pairs) =>
    of(
      `<table><tr>${pairs.map(([key]) => `<th>${escapeXml(key)}</th>`).join("")}</tr><tr>${pairs.map(([, text]) => `<td>${escapeXml(text)}</td>`).join("")}</tr></table>`,
      "text/html",
    ),
  "PHP's print_r": (pairs) => of(`Array\n(\n${pairs.map(([key, text]) => `    [${key}] => ${text}\n`).join("")})\n`),
  "PHP's var_dump": (pairs) =>
    of(
      `array(${pairs.length}) {\n${pairs.map(([key, text]) => `  ["${key}"]=>\n  ${phpText("string(#) ", text)}\n`).join("")}}\n`,
    ),
  "PHP's var_export": (pairs) =>
    of(`array (\n${pairs.map(([key, text]) => `  ${phpQuoted(key)} => ${phpQuoted(text)},\n`).join("")})`),
  "PHP's serialize": (pairs) =>
    of(
      `a:${pairs.length}:{${pairs.map(([key, text]) => `${phpText("s:#:", key)};${phpText("s:#:", text)};`).join("")}}`,
    ),
  YAML: (pairs) => of(`---\ncall:\n${pairs.map(([key, text]) => `  ${key}: ${JSON.stringify(text)}\n`).join("")}`),
  form: (pairs) => of(form(pairs), FORM),
  "a form as JSON": (pairs) => of(form(pairs)),
  "a form with stray signs": (pairs) => of(`?&${form(pairs)}&&`, FORM),
  "a form with blanks behind": (pairs) => of(`${form(pairs)}&${form(pairs.map(([key]) => [key, ""]))}`, FORM),
  "a form in brotli": (pairs) => ({ ...of("", FORM), body: brotliCompressSync(form(pairs)), contentEncoding: "br" }),
  params: (pairs) => of(form([["params", form(pairs)]]), FORM),
  query: (pairs) => ({ ...of("", null), query: new URLSearchParams(form(pairs)) }),
  parts: (pairs) => of(parts(pairs), "multipart/form-data; boundary=b"),
  "parts without an end": (pairs) => of(parts(pairs, ""), "multipart/form-data; boundary=b"),
  XML: (pairs) =>
    of(
      `<r>${pairs.map(([name, text]) => `<f><name>${escapeXml(name)}</name><value>${escapeXml(text)}</value></f>`).join("")}</r>`,
      "text/xml",
    ),
  rows: (pairs) =>
    of([0, 1].map((side) => pairs.map((pair) => csvCell(pair[side] ?? "")).join(",")).join("\r\n"), "text/csv"),
};
