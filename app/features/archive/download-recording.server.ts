import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { MOST_BEFORE_FRAMES } from "#app/features/archive/tell-sound.server.ts";
import { openRecording } from "#app/features/recordings/open-recording.server.ts";
import type { ArchiveReason } from "#app/lib/archive-reasons.ts";
import { asStoreFault } from "#app/store/folder-store.server.ts";
import { StoreFault } from "#app/store/store.server.ts";

/**
 * An hour of stereo WAV from a telephone is 115 MB. A host that sends less than 1 KiB a second, half of what the smallest MP3 plays
 * in that time, is hung up on: few that drip would otherwise keep all others waiting.
 */
const LIMITS = { bytes: 1024 ** 3, answerMs: 20_000, idleMs: 30_000, wholeMs: 3_600_000, slowMs: 60_000 };
const SLOW_BYTES_PER_MS = 1.024;
/** So much waits for the disk at most, which then takes it at once. */
const WRITTEN_AT_ONCE = 512 * 1024;

/** A file that came whole: its length, its SHA-256 in hex, and its first bytes; or why there is none. */
export type Download = { hostStatus: number | null; bytes: number } & (
  | { ok: true; sha256: string; head: Uint8Array }
  | { ok: false; reason: ArchiveReason; restSeconds: number | null }
);

/**
 * Copies what a link gives to a file of this machine, without holding it in memory.
 * @throws {StoreFault} where the disk does not take it; what aborts `signal`
 */
export async function downloadRecording(
  url: string,
  path: string,
  signal: AbortSignal,
  limits = LIMITS,
): Promise<Download> {
  const file = createWriteStream(path, { mode: 0o600, highWaterMark: WRITTEN_AT_ONCE });
  try {
    await once(file, "open"); // before its host is asked
    return await downloadInto(file, url, signal, limits);
  } catch (error) {
    throw asStoreFault(error);
  } finally {
    file.destroy();
  }
}

async function downloadInto(
  file: WriteStream,
  url: string,
  signal: AbortSignal,
  limits: typeof LIMITS,
): Promise<Download> {
  const began = performance.now();
  let isDamaged = false;
  const opened = await openRecording(url, {
    range: null,
    signal,
    limits,
    onFault: () => {
      isDamaged = true;
    },
  });
  signal.throwIfAborted();
  const { hostStatus } = opened;
  if (!opened.ok) return { ok: false, hostStatus, bytes: 0, restSeconds: opened.restSeconds, reason: whyNot(opened) };
  if (opened.status === 206 && !isWhole(opened.headers)) {
    await opened.body.cancel();
    return { ok: false, hostStatus, bytes: 0, restSeconds: null, reason: "cut short" };
  }
  const hash = createHash("sha256");
  let bytes = 0;
  let head: Uint8Array = new Uint8Array();
  async function* hashed(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      if (bytes > limits.bytes) throw new TooLong(); // also where it grew while it was unpacked
      const ms = performance.now() - began;
      if (ms > limits.slowMs && bytes < ms * SLOW_BYTES_PER_MS) throw new Error("The host sends too slowly.");
      if (head.length < MOST_BEFORE_FRAMES) head = Buffer.concat([head, chunk.subarray(0, MOST_BEFORE_FRAMES)]);
      yield chunk;
    }
  }
  try {
    await pipeline(opened.body, hashed, file);
  } catch (error) {
    signal.throwIfAborted();
    const fault = asStoreFault(error);
    if (fault instanceof StoreFault) throw fault;
    const reason = isTooLong(error) ? "too long" : isDamaged ? "damaged" : "cut short";
    return { ok: false, hostStatus, bytes, restSeconds: null, reason };
  }
  if (bytes === 0) return { ok: false, hostStatus, bytes, restSeconds: null, reason: "empty" };
  return { ok: true, hostStatus, bytes, sha256: hash.digest("hex"), head };
}

class TooLong extends Error {}

const isTooLong = (error: unknown) =>
  error instanceof TooLong || (error as NodeJS.ErrnoException).code === "UND_ERR_RES_EXCEEDED_MAX_SIZE";

/** Whether a part, for which nobody asked, is all there is. */
function isWhole(headers: Headers): boolean {
  const [, last, total] = /^bytes 0-(\d+)\/(\d+)$/.exec(headers.get("content-range") ?? "") ?? [];
  return last !== undefined && Number(last) + 1 === Number(total);
}

type NotOpened = Extract<Awaited<ReturnType<typeof openRecording>>, { ok: false }>;

function whyNot({ fault, hostStatus, restSeconds }: NotOpened): ArchiveReason {
  if (fault) return fault;
  if (restSeconds !== null) return "busy";
  if (hostStatus === null) return "away";
  return hostStatus >= 200 && hostStatus < 300 ? "too long" : `${hostStatus}`;
}
