import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { MOST_BEFORE_FRAMES } from "#app/features/archive/tell-sound.server.ts";
import { openRecording } from "#app/features/recordings/open-recording.server.ts";
import type { ArchiveReason } from "#app/lib/archive-reasons.ts";
import { asStoreFault } from "#app/store/folder-store.server.ts";
import { StoreFault } from "#app/store/store.server.ts";

/** An hour of stereo WAV from a telephone is 115 MB. */
const LIMITS = { bytes: 1024 ** 3, answerMs: 20_000, idleMs: 30_000, wholeMs: 3_600_000 };
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
export async function downloadRecording(url: string, path: string, signal: AbortSignal): Promise<Download> {
  const file = createWriteStream(path, { mode: 0o600, highWaterMark: WRITTEN_AT_ONCE });
  try {
    await once(file, "open"); // before its host is asked
    return await downloadInto(file, url, signal);
  } catch (error) {
    throw asStoreFault(error);
  } finally {
    file.destroy();
  }
}

async function downloadInto(file: WriteStream, url: string, signal: AbortSignal): Promise<Download> {
  let isDamaged = false;
  const opened = await openRecording(url, {
    range: null,
    signal,
    limits: LIMITS,
    onFault: () => {
      isDamaged = true;
    },
  });
  signal.throwIfAborted();
  const { hostStatus } = opened;
  if (!opened.ok) return { ok: false, hostStatus, bytes: 0, restSeconds: opened.restSeconds, reason: whyNot(opened) };
  const hash = createHash("sha256");
  let bytes = 0;
  let head: Uint8Array = new Uint8Array();
  async function* hashed(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
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
    return { ok: false, hostStatus, bytes, restSeconds: null, reason: isDamaged ? "damaged" : "cut short" };
  }
  if (bytes === 0) return { ok: false, hostStatus, bytes, restSeconds: null, reason: "empty" };
  return { ok: true, hostStatus, bytes, sha256: hash.digest("hex"), head };
}

type NotOpened = Extract<Awaited<ReturnType<typeof openRecording>>, { ok: false }>;

function whyNot({ fault, hostStatus, restSeconds }: NotOpened): ArchiveReason {
  if (fault) return fault;
  if (restSeconds !== null) return "busy";
  if (hostStatus === null) return "away";
  return hostStatus >= 200 && hostStatus < 300 ? "too long" : `${hostStatus}`;
}
