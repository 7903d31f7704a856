import { isUtf8 } from "node:buffer";
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from "node:zlib";
import { type Note, problem } from "#app/convoso/problems.server.ts";
import { BODY_LIMIT_BYTES } from "#app/lib/body-limit.ts";

const limit = { maxOutputLength: BODY_LIMIT_BYTES };
const DECOMPRESS: Record<string, (bytes: Uint8Array) => Buffer> = {
  gzip: (bytes) => gunzipSync(bytes, limit),
  "x-gzip": (bytes) => gunzipSync(bytes, limit),
  deflate: (bytes) => inflateSync(bytes, limit),
  "deflate-raw": (bytes) => inflateRawSync(bytes, limit),
  br: (bytes) => brotliDecompressSync(bytes, limit),
  zstd: (bytes) => zstdDecompressSync(bytes, limit),
};

/** Why a compressed body is not read: it would be longer than a body may be. */
export class BodyTooLong extends Error {
  override name = "BodyTooLong";
}

function attempt(encoding: string, bytes: Uint8Array): Buffer | null {
  try {
    return DECOMPRESS[encoding]?.(bytes) ?? null;
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") throw new BodyTooLong();
    return null;
  }
}

/** What the first bytes of a compressed body give away; brotli gives nothing away. */
function guessEncoding(bytes: Uint8Array): string | null {
  const first = bytes[0];
  const second = bytes[1];
  if (first === 0x1f && second === 0x8b) return "gzip";
  if (first === 0x28 && second === 0xb5 && bytes[2] === 0x2f) return "zstd";
  return first === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(second ?? 0) ? "deflate" : null;
}

/**
 * Undoes `Content-Encoding`, whether it was declared or not.
 * @throws {BodyTooLong}
 */
function decompress(body: Uint8Array, declared: string, note: Note): Uint8Array {
  const encodings = declared.split(",").map((encoding) => encoding.trim().toLowerCase());
  let bytes = body;
  for (const encoding of encodings.reverse()) {
    if (encoding === "" || encoding === "identity") continue;
    const plain = attempt(encoding, bytes) ?? (encoding === "deflate" ? attempt("deflate-raw", bytes) : null);
    if (plain) bytes = plain;
    // A proxy has undone it and left the header, or somebody wrote a character set there.
    else if (!guessEncoding(bytes)) note(problem("wrong-encoding", "body", encoding, "not compressed"));
  }
  const guessed = guessEncoding(bytes);
  const plain = guessed && attempt(guessed, bytes);
  if (!plain) return bytes;
  note(problem("wrong-encoding", "body", declared || "not at all", guessed));
  return plain;
}

const CHARSET = /charset\s*=\s*["']?([^\s;"']+)/i;

/** UTF-16 without its mark: every other byte of Latin text is zero. */
function guessUtf16(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0 && c !== 0 && d === 0)) return "utf-16le";
  return (a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && c === 0 && d !== 0) ? "utf-16be" : null;
}

function decodeAs(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The character set that a content type declares, in lower case; null for UTF-8 and for none. */
export function declaredCharset(contentType: string): string | null {
  const label = CHARSET.exec(contentType)?.[1]?.toLowerCase() ?? null;
  return label === "utf-8" || label === "utf8" ? null : label;
}

/** The character set that the first line of XML declares. */
function charsetOfXml(bytes: Uint8Array): string | null {
  if (bytes[0] !== 0x3c || bytes[1] !== 0x3f) return null;
  const line = /^<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)/i.exec(
    Buffer.from(bytes.subarray(0, 200)).toString("latin1"),
  );
  return line?.[1] === undefined ? null : declaredCharset(`charset=${line[1]}`);
}

/** What a TextDecoder gives for valid UTF-8, and quicker. */
function decodeUtf8(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Bytes as text: in the declared character set, or UTF-8, or windows-1252, which is what nearly all other senders use. */
export function decodeText(bytes: Uint8Array, declared: string | null, note: Note): string {
  const isMeantAsUtf8 = isUtf8(bytes);
  const utf16 =
    declared?.startsWith("utf-16") || !isMeantAsUtf8 || bytes[0] === 0 || bytes[1] === 0 ? guessUtf16(bytes) : null;
  if (utf16) return decodeAs(utf16, bytes) ?? new TextDecoder(utf16).decode(bytes);
  if (declared !== null && !declared.startsWith("utf-16")) {
    const text = decodeAs(declared, bytes);
    // Bytes of another character set are not UTF-8 by chance, so such a declaration is only a habit of the sender.
    if (text !== null && (!isMeantAsUtf8 || text === decodeUtf8(bytes))) return text;
    note(problem("wrong-charset", "body", declared, isMeantAsUtf8 ? "UTF-8" : "windows-1252"));
  } else if (declared !== null) note(problem("wrong-charset", "body", declared, "UTF-8"));
  else if (!isMeantAsUtf8) note(problem("not-utf8", "body", "", "windows-1252"));
  return isMeantAsUtf8 ? decodeUtf8(bytes) : new TextDecoder("windows-1252").decode(bytes);
}

/** Whether a body is compressed, or said to be: how much it holds is not known before it is read. */
export function isPacked(body: Uint8Array, encoding: string): boolean {
  return encoding !== "" || guessEncoding(body) !== null;
}

/**
 * The body as text, decompressed and decoded.
 * @param encoding the `Content-Encoding`, "" where there is none
 * @throws {BodyTooLong}
 */
export function decodeBody(body: Uint8Array, encoding: string, contentType: string, note: Note): string {
  const bytes = isPacked(body, encoding) ? decompress(body, encoding, note) : body;
  return decodeText(bytes, declaredCharset(contentType) ?? charsetOfXml(bytes), note);
}
