import { MultipartParseError, parseMultipart } from "@remix-run/multipart-parser";
import { declaredCharset, decodeText } from "#app/convoso/decode-body.server.ts";
import { type Note, problem } from "#app/convoso/problems.server.ts";
import { BODY_LIMIT_BYTES } from "#app/lib/body-limit.ts";

/** Parts that say of themselves that they are text, such as a file of JSON. */
const TEXT = /^(?:text\/|application\/(?:json|x-www-form-urlencoded|xml))/i;

/** The boundary as declared, or as the body itself begins: some senders write the header by hand. */
function boundaryOf(contentType: string, body: Uint8Array): string | null {
  const declared = /boundary\s*=\s*(?:"([^"]+)"|([^\s;,]+))/i.exec(contentType);
  const start = /^\s*--([^\r\n]{1,100})\r?\n/.exec(Buffer.from(body.subarray(0, 200)).toString("latin1"))?.[1];
  return start?.trim() ?? declared?.[1] ?? declared?.[2] ?? null;
}

/**
 * The body as the standard has it: lines end with CR and LF, and the last boundary ends the body. Null where it is cut off
 * inside a line, since what stands there may be shorter than what was meant.
 */
function repairParts(body: Buffer, boundary: string): Buffer | null {
  const text = body.toString("latin1");
  const lines = text.includes("\r\n") ? text : text.replaceAll("\n", "\r\n");
  if (lines.trimEnd().endsWith(`--${boundary}--`)) return Buffer.from(lines, "latin1");
  return lines.endsWith("\r\n") ? Buffer.from(`${lines}--${boundary}--\r\n`, "latin1") : null;
}

/**
 * Reads a form of several parts. Files are left out, but for those that hold text.
 * @returns null where it is no such form
 */
export function readMultipart(body: Uint8Array, contentType: string, note: Note): [string, string][] | null {
  const boundary = boundaryOf(contentType, body);
  if (boundary === null) return null;
  const sent = Buffer.from(body.subarray(body.indexOf(0x2d)));
  const pairs = readParts(sent, boundary, note);
  if (pairs) return pairs;
  const whole = repairParts(sent, boundary);
  const repaired = whole && readParts(whole, boundary, note);
  if (repaired) note(problem("form-repaired", "body", "wrong line ends, or no end"));
  return repaired;
}

function readParts(body: Buffer, boundary: string, note: Note): [string, string][] | null {
  const pairs: [string, string][] = [];
  try {
    for (const part of parseMultipart(body, {
      boundary,
      maxFileSize: BODY_LIMIT_BYTES,
      maxParts: 10_000,
    })) {
      const name = part.name ?? "body";
      const charset = declaredCharset(part.headers["content-type"] ?? "");
      if (part.isFile && !TEXT.test(part.mediaType ?? "")) note(problem("file-left-out", name, part.filename));
      else pairs.push([name, decodeText(part.bytes, charset, note)]);
    }
  } catch (error) {
    if (error instanceof MultipartParseError) return null;
    throw error;
  }
  return pairs.length > 0 ? pairs : null;
}
