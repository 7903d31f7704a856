import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setInterval } from "node:timers";
import { insertAttempt, type NewAttempt } from "#app/db/archive/archive-attempts.server.ts";
import {
  type Copy,
  extendLease,
  type NotCopied,
  noteKey,
  type StoredRecording,
  saveArchived,
  saveNotCopied,
} from "#app/db/archive/recording-copies.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { env } from "#app/env.server.ts";
import { type Download, downloadRecording } from "#app/features/archive/download-recording.server.ts";
import { judgeAnswer } from "#app/features/archive/judge-answer.server.ts";
import { lengthDiffers, readSound, type SoundKind, tellSound } from "#app/features/archive/tell-sound.server.ts";
import { saveVerdict } from "#app/features/recordings/save-verdict.server.ts";
import { pauseRecordingTurns } from "#app/features/recordings/wait-for-turn.server.ts";
import { type ArchiveReason, archiveReasonSentence } from "#app/lib/archive-reasons.ts";
import type { Store } from "#app/store/store.server.ts";

/** A copy that does not say for so long that it is alive is given up for dead. */
export const LEASE_SECONDS = 120;
const EXTEND_EVERY_MS = 30_000;
const DUPLICATE: NotCopied = { state: "duplicate", reason: null, nextTryAt: null, tries: 0 };

/** The lease is lost: another copy may be under way. */
class LeaseLost extends Error {}

/**
 * Copies one recording to the store, and reads it back: only then it counts as archived. What the link gives instead of a
 * recording is never stored, and noted with what follows from it. Each try is a link of the chain of custody.
 * @returns what came of it; "lost" where another copy has taken over
 * @throws {StoreFault} where the store is in trouble; what aborts `signal`. The recording is then as it was, and due.
 */
export async function copyRecording(
  db: Database,
  store: Store,
  copy: Copy,
  signal: AbortSignal,
): Promise<"archived" | "lost" | ArchiveReason> {
  const path = join(store.incoming, `${copy.lease}.part`);
  const lost = new AbortController();
  const keeping = setInterval(() => void keepLease(db, copy, lost), EXTEND_EVERY_MS);
  const began = performance.now();
  const attempt = (outcome: string, more: Partial<NewAttempt>): NewAttempt => {
    return { recordingId: copy.id, action: "copy", outcome, ms: Math.round(performance.now() - began), ...more };
  };
  const giveUp = async (next: NotCopied, download: Partial<Download>): Promise<ArchiveReason | "lost"> => {
    const detail = next.reason && archiveReasonSentence(next.reason);
    const { hostStatus: status, bytes } = download;
    const isSaved = await db.transaction(async (transaction) => {
      await insertAttempt(transaction, attempt(next.state, { status, bytes, detail }));
      return saveNotCopied(transaction, copy, next);
    });
    return isSaved ? (next.reason ?? "changed") : "lost";
  };
  const judge = (reason: ArchiveReason) => {
    return judgeAnswer(reason, { ...copy, lifetimeDays: env().RECORDING_LIFETIME_DAYS }, new Date());
  };
  try {
    const download = await downloadRecording(copy.url, path, AbortSignal.any([signal, lost.signal]));
    if (!download.ok) {
      if (download.restSeconds !== null) await pauseRecordingTurns(db, download.restSeconds);
      return await giveUp(judge(download.reason), download);
    }
    const kind = tellSound(download.head);
    if (!kind) return await giveUp(judge("unknown kind"), download);
    const key = (copy.store === store.name && copy.key) || newKey(copy.callAt, kind.ending);
    const [stored, isOurs] = await Promise.all([
      readStored(path, kind, download, copy),
      noteKey(db, copy, { store: store.name, key }),
    ]);
    if (!isOurs) return "lost";
    await store.put(key, { path, ...stored });
    const digest = await store.digest(key);
    const isSame = digest?.bytes === stored.bytes && digest.sha256 === stored.sha256;
    if (!isSame) return await giveUp(judge("changed"), download);
    if (copy.isFailed) await saveVerdict(db, copy.callId, copy.url, "playable");
    const { hostStatus: status, bytes } = download;
    const saved = await saveArchived(db, copy, stored, attempt("archived", { status, bytes, detail: stored.sha256 }));
    return saved === "duplicate" ? await giveUp(DUPLICATE, download) : saved;
  } catch (error) {
    if (error instanceof LeaseLost || lost.signal.aborted) return "lost";
    throw error;
  } finally {
    clearInterval(keeping);
    await rm(path, { force: true }).catch(() => {}); // swept later
  }
}

async function keepLease(db: Database, copy: Copy, lost: AbortController): Promise<void> {
  const isKept = await extendLease(db, copy, LEASE_SECONDS).catch(() => false);
  if (!isKept) lost.abort(new LeaseLost());
}

async function readStored(
  path: string,
  kind: SoundKind,
  { head, bytes, sha256 }: { head: Uint8Array; bytes: number; sha256: string },
  { callSeconds }: Copy,
): Promise<StoredRecording> {
  const sound = await readSound({ path, head, bytes }, kind);
  return { bytes, sha256, contentType: kind.type, ...sound, lengthDiffers: lengthDiffers(sound.seconds, callSeconds) };
}

/** The name says the day of the call and nothing of anybody; the day keeps folders small. */
const newKey = (callAt: Date, ending: string) =>
  `${callAt.toISOString().slice(0, 10).replaceAll("-", "/")}/${randomUUID()}.${ending}`;
