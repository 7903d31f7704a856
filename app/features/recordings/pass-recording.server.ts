import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import type { Dispatcher } from "undici";
import { cutPart } from "#app/features/recordings/cut-part.server.ts";
import { contentFault, HEAD_BYTES, statusFault } from "#app/features/recordings/find-fault.server.ts";
import { behindTheEnd, failed, type Opening, refused } from "#app/features/recordings/opening.server.ts";
import { readAhead } from "#app/features/recordings/read-ahead.server.ts";
import { toWebStream } from "#app/features/recordings/to-web-stream.server.ts";
import { parseRange } from "#app/lib/parse-range.ts";
import type { RecordingFault } from "#app/lib/recording-faults.ts";

/**
 * What one playing may take. `idleMs`: without a byte while somebody waits for one; a paused player does not count. `aheadBytes`: so
 * much may be read before the first byte is passed on, to learn a length that the host does not tell; none by default.
 */
export type PlayingLimits = { bytes: number; answerMs: number; idleMs: number; wholeMs: number; aheadBytes?: number };

/** The host asks for a rest: it was asked too often, or cannot cope. */
const TOO_OFTEN = 429;
const OVERLOADED = 503;
/** Where the host says no time that can be read. */
const USUAL_REST_SECONDS = 5;

/** Headers of the vendor's answer that a player needs. */
const PASSED_ON = ["content-type", "content-range", "accept-ranges", "last-modified", "etag"];

/** What is asked of a recording. */
export type Asked = {
  range: string | null;
  /** What the browser has a part of already: where the recording is another one, the whole is sent. */
  ifRange?: string | null;
  /** Is told where the recording turns out to be damaged while it is streamed. */
  onFault?: (fault: RecordingFault) => void;
};

/** The vendor's answer. */
export type Response = Dispatcher.ResponseData;

/** Passes on what the vendor answered, once its beginning was looked at: what is not sound is refused. */
export async function passRecording(response: Response, asked: Asked, limits: PlayingLimits): Promise<Opening> {
  const { statusCode: status, headers } = response;
  const { range, onFault } = asked;
  const header = (name: string) => String(headers[name] ?? "");
  const refusal = findRefusal(response, range, limits);
  if (refusal) {
    hangUp(response);
    return refusal;
  }
  const encoding = header("content-encoding").toLowerCase();
  const isPlain = encoding === "" || encoding === "identity";
  const body = isPlain ? response.body : unpack(response, encoding);
  if (!body) {
    hangUp(response);
    return refused(502, "The recording's host used an unknown encoding.");
  }
  const isPart = status === 206;
  const { head, isWhole, error } = await readHead(body);
  if (error && isDamage(error) && !isPart) return failed("damaged");
  if (error && head.length === 0) throw error;
  const isBeginning = !isPart || /^bytes 0-/.test(header("content-range"));
  const isAll = isWhole && (!isPart || header("content-range").endsWith(`/${head.length}`));
  const fault = isBeginning && contentFault({ type: header("content-type"), head, isWhole: isAll });
  if (fault) {
    hangUp(response);
    return failed(fault);
  }
  const passedOn = new Headers();
  for (const name of isPlain ? [...PASSED_ON, "content-length"] : PASSED_ON) {
    if (headers[name] !== undefined) passedOn.set(name, header(name));
  }
  const all = streamOn(head, body, response, isPart ? undefined : onFault);
  const send = (pieces: AsyncGenerator<Uint8Array>) => toWebStream(pieces, () => hangUp(response));
  const isSeen = isBeginning && head.length > 0;
  const said = isPlain ? Number(headers["content-length"]) : Number.NaN;
  const most = range !== null && !isPart && Number.isNaN(said) ? (limits.aheadBytes ?? 0) : 0;
  const { pieces, bytes, length } = most > 0 ? await readAhead(all, most) : { pieces: all, bytes: 0, length: said };
  if (isPart || (Number.isNaN(length) && bytes === 0)) {
    return { ok: true, status, headers: passedOn, body: send(pieces), isSeen };
  }
  passedOn.set("accept-ranges", "bytes");
  const part = isSame(headers, asked.ifRange) ? findPart(range, { bytes, length }) : null;
  if (part === null) return { ok: true, status, headers: passedOn, body: send(pieces), isSeen };
  if (part === "none") {
    hangUp(response);
    return behindTheEnd(length);
  }
  const total = Number.isNaN(length) ? "*" : length;
  passedOn.set("content-range", `bytes ${part.first}-${part.last}/${total}`);
  passedOn.set("content-length", String(part.last - part.first + 1));
  return { ok: true, status: 206, headers: passedOn, body: send(cutPart(pieces, part)), isSeen };
}

/** The part that is asked for. While the length is not known, only one of what was read already can be promised. */
function findPart(range: string | null, { bytes, length }: { bytes: number; length: number }) {
  if (!Number.isNaN(length)) return parseRange(range, length);
  const part = parseRange(range, Number.POSITIVE_INFINITY);
  return part !== null && part !== "none" && part.last < bytes ? part : null;
}

/** Whether the browser has a part of this very recording: its mark or its time is still the same. */
function isSame({ etag, "last-modified": modified }: Response["headers"], ifRange: string | null | undefined): boolean {
  return !ifRange || (ifRange === etag && !ifRange.startsWith("W/")) || ifRange === modified;
}

function findRefusal({ statusCode: status, headers }: Response, range: string | null, { bytes }: PlayingLimits) {
  if (status === 416 && headers["content-range"] === "bytes */0" && /^bytes=0-/.test(range ?? ""))
    return failed("empty");
  const [, behind] = /^bytes \*\/(\d+)$/.exec(String(headers["content-range"])) ?? [];
  if (status === 416 && range !== null && behind !== undefined) return behindTheEnd(Number(behind));
  const fault = statusFault(status);
  if (fault) return failed(fault);
  if (status < 200 || status >= 300) {
    const asksForRest = status === TOO_OFTEN || (status === OVERLOADED && headers["retry-after"] !== undefined);
    const rest = asksForRest ? readSeconds(String(headers["retry-after"])) : null;
    return refused(502, `The recording's host answered ${status}.`, rest);
  }
  const isTooLong = Number(headers["content-length"]) > bytes;
  return isTooLong ? refused(502, `The recording is longer than ${Math.floor(bytes / 1024 ** 2)} MiB.`) : null;
}

/** A time to wait: in seconds, or until a date. */
function readSeconds(retryAfter: string): number {
  const seconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.now()) / 1000;
  return seconds > 0 ? Math.ceil(seconds) : USUAL_REST_SECONDS;
}

/** The sound of an answer that was compressed although nobody asked for that. Unlike a browser, strictly to its end. */
function unpack(response: Response, encoding: string): Readable | null {
  const make = { gzip: createGunzip, "x-gzip": createGunzip, deflate: createInflate, br: createBrotliDecompress }[
    encoding
  ];
  if (!make) return null;
  const unpacked = make();
  response.body.on("error", (error) => unpacked.destroy(error));
  unpacked.on("error", () => {}); // the reader is told
  return response.body.pipe(unpacked);
}

/** Whether unpacking failed, and not the connection: zlib's codes begin with Z_, those of Brotli with ERR__. */
const isDamage = (error: unknown) => /^(Z_|ERR__)/.test(String((error as NodeJS.ErrnoException).code));

/** Reads as much as tells sound from what is not. `error`: where it broke off before that. */
async function readHead(body: Readable): Promise<{ head: Uint8Array; isWhole: boolean; error: unknown }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let isWhole = true;
  let error: unknown;
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      chunks.push(chunk);
      length += chunk.length;
      isWhole = length < HEAD_BYTES;
      if (!isWhole) break;
    }
  } catch (thrown) {
    error = thrown;
    isWhole = false;
  }
  return { head: Buffer.concat(chunks), isWhole, error };
}

/** What was read and what follows. */
async function* streamOn(
  head: Uint8Array,
  body: Readable,
  response: Response,
  onFault: Asked["onFault"],
): AsyncGenerator<Uint8Array, void> {
  try {
    yield head;
    for await (const chunk of body) yield chunk;
  } catch (error) {
    if (isDamage(error)) onFault?.("damaged");
    throw error;
  } finally {
    hangUp(response);
  }
}

/** Breaks the answer off, towards the vendor as well. */
export function hangUp(response: Response): void {
  response.body.on("error", () => {}); // that it was broken off
  response.body.destroy();
}
