import { decodeHTMLStrict } from "entities/decode";
import { type Json, parseLooseJson } from "#app/convoso/clean-json.server.ts";

export const MAX_LINK_LENGTH = 2000;

/** How many recordings of one call are kept. */
export const MAX_LINKS = 100;

/** A recording's link, and whether it had to be repaired. */
export type ReadLink = { url: string; isBent: boolean };

/** Undoes HTML's escapes, also where two programs wrote them one after the other. */
function decodeEntities(text: string): string {
  const decoded = decodeHTMLStrict(text);
  return decoded === text ? text : decodeEntities(decoded);
}

/** The same, and JSON's escapes that were done twice: `\\u0026`. */
const decodeEscapes = (text: string) =>
  decodeEntities(text.replace(/\\u00([2-7][\da-f])/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))));

/** What a template or a program has put where a host should be, or a second scheme. */
const NO_HOST = /^(?:https?|null|undefined|none|nan|n|false|host|domain)$/i;

function isLink(text: string): boolean {
  const url = /^https?:\/\/\S+$/i.test(text) ? URL.parse(text) : null;
  return url !== null && !NO_HOST.test(url.hostname);
}

const SOUND = "\\.(?:mp3|wav|ogg|opus|m4a|aac|flac|gsm|webm)";
/** Behind a file of sound: the end of a sentence, a line break that was escaped, words. */
const BEHIND = new RegExp(`(${SOUND})(?:[.,;!]+|(?:\\\\[rnt])+|\\s(?!.*${SOUND}).*)$`, "i");

/** What people and programs put around a link, or do to its beginning. */
function repair(text: string): string {
  const [, inTag] =
    /<(?:a|audio|source)\b[^>]*?(?:href|src)\s*=\s*["']?([^"'\s>]+)/i.exec(text) ??
    /^=HYPERLINK\(\s*"([^"]+)"/i.exec(text) ??
    [];
  const [, inMarkdown] = /^\[[^\]]*\]\(([^)\s]+)\)$/.exec(text) ?? [];
  const bare = decodeEscapes(inTag ?? inMarkdown ?? text)
    .replace(/\p{Cf}/gu, "")
    .replace(/^[\s<"'`“‘(=]+|[\s>"'`”’),;]+$/g, "")
    .replace(/^[^/:=?[{<]{1,40}[:=]?\s*(?=https?:\/\/)/i, "")
    .replace(BEHIND, "$1")
    .replace(/(\S)[\r\n]+\s*(\S+)$/, "$1$2")
    .replaceAll("\\/", "/")
    .replace(/^https?:\\.*/i, (path) => path.replaceAll("\\", "/"))
    .replace(/^(?:https?:?\/\/)+(?=https?:\/\/)/i, "");
  const decoded = /^https?%(?:25)*3A/i.test(bare) ? decodePercent(bare) : bare;
  return decoded
    .replace(/^(https?)\s*:?\s*[/\\]+\s*(?=[\w[])/i, "$1://")
    .replace(/^(?:\/\/)?(?=(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?\/)/i, "https://")
    .replace(/\s/g, "%20");
}

/** Until the colon is one. */
function decodePercent(text: string): string {
  try {
    const decoded = decodeURIComponent(text);
    return /^https?%/i.test(decoded) ? decodePercent(decoded) : decoded;
  } catch {
    return text;
  }
}

function parseLink(sent: string): ReadLink[] {
  const text = sent.replace(/^\p{Cf}+|\p{Cf}+$/gu, "").trim();
  if (text.length > MAX_LINK_LENGTH) return [];
  const isWhole = isLink(text);
  const isPlain = !/[&\\]|[,;|]https?:|[.,;!]$/.test(text);
  if (isWhole && isPlain) return [{ url: text, isBent: false }];
  // Several in one text; a link inside another one's query is encoded.
  const links = text.split(/[\s,;|]+(?=https?:\/\/)/i);
  if (links.length > 1) return links.flatMap(parseLink).map(({ url }) => ({ url, isBent: true }));
  const url = isWhole
    ? decodeEscapes(text)
        .replace(BEHIND, "$1")
        .replace(/[.,;!]+$/, "")
    : repair(text);
  return isLink(url) ? [{ url, isBent: url !== text }] : [];
}

function parseEmbedded(text: string): Json {
  try {
    return parseLooseJson(text, () => {})[0] ?? null;
  } catch {
    return null;
  }
}

/**
 * Finds a recording's links: the text itself (webhook), or of each entry the `public_url`, else `src`, else `url` (call log
 * API), also where those came as JSON text inside a form.
 * @returns in the order sent; empty where there is no http(s) link: a bare file name is none, and no host may be guessed
 */
export function parseRecordings(value: Json): ReadLink[] {
  if (typeof value === "string") {
    const embedded = /^\s*[[{"]/.test(value) ? parseEmbedded(value) : null;
    return embedded === null || embedded === value ? parseLink(value) : parseRecordings(embedded);
  }
  if (Array.isArray(value)) {
    const links = value.flatMap(parseRecordings);
    return [...new Map(links.map((link) => [link.url, link])).values()];
  }
  if (typeof value !== "object" || value === null) return [];
  for (const key of ["public_url", "src", "url", "recording_url", "recording", "link", "href"]) {
    const link = value[key];
    const links = typeof link === "string" ? parseLink(link) : [];
    if (links.length > 0) return links;
  }
  return [];
}

/** The first of {@link parseRecordings}; null where there is none. */
export function parseRecording(value: Json): string | null {
  return parseRecordings(value)[0]?.url ?? null;
}
