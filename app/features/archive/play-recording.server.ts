import { type ArchivedFile, findPlayable } from "#app/db/archive/playable-recordings.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { noteVerified } from "#app/features/archive/note-verified.server.ts";
import { type FileFault, openCopy } from "#app/features/archive/open-copy.server.ts";
import { noteStoreFault } from "#app/features/archive/watch-store.server.ts";
import { recordAuditOnce } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { openRecording } from "#app/features/recordings/open-recording.server.ts";
import type { Opening } from "#app/features/recordings/opening.server.ts";
import { saveVerdict } from "#app/features/recordings/save-verdict.server.ts";
import { log } from "#app/log.server.ts";
import { StoreFault } from "#app/store/store.server.ts";

type Asked = {
  /** Which recording of the call; without one, the one that plays first. */
  place?: number | null;
  range: string | null;
  ifRange?: string | null;
  signal: AbortSignal;
  admin: Admin;
};

/**
 * Opens a recording of a call, or a part of it, for somebody to hear it: from the archive where that has it, otherwise from
 * Convoso. What is seen of the file or the link is noted. The audit log says that it was played, or that they tried to.
 * Null where there is no such recording.
 */
export async function playRecording(
  db: Database,
  callId: string,
  { place = null, admin, ...asked }: Asked,
): Promise<(Opening & { place: number }) | null> {
  const recording = await findPlayable(db, callId, place);
  if (!recording) return null;
  const { file, url } = recording;
  const opened = (file && (await playCopy(db, file, asked))) ?? (url && (await playLink(db, callId, url, asked)));
  if (!opened) return null;
  try {
    const entry = { ...admin, target: callId };
    const details = { recording: recording.place };
    if (opened.ok) await recordAuditOnce(db, { ...entry, action: "play recording", details });
    else if (opened.length === undefined) {
      const why = opened.reason;
      await recordAuditOnce(db, { ...entry, action: "try to play recording", details: { ...details, why } });
    }
    return { ...opened, place: recording.place };
  } catch (error) {
    if (opened.ok) await opened.body.cancel();
    throw error;
  }
}

type Part = Omit<Asked, "place" | "admin">;

/** @returns null where the archive cannot give the file */
async function playCopy(db: Database, file: ArchivedFile, { range, ifRange = null, signal }: Part) {
  const noteLost = async (reason: FileFault, bytes: number) => {
    await noteVerified(db, file, { reason, bytes });
    announceChange("recordings");
  };
  const onFault = (reason: FileFault, bytes: number) => {
    noteLost(reason, bytes).catch((error) =>
      log().error({ err: error, recordingId: file.id }, "what was seen of a file of the archive could not be stored"),
    );
  };
  const opened = await openCopy(file, { range, ifRange, signal, onFault });
  if (opened instanceof StoreFault) {
    if (!signal.aborted) await noteStoreFault(db, file.store, opened);
    return null;
  }
  if (typeof opened !== "string") return opened;
  await noteLost(opened, 0);
  return null;
}

async function playLink(db: Database, callId: string, url: string, asked: Part): Promise<Opening> {
  const opened = await openRecording(url, {
    ...asked,
    onFault: (fault) => {
      saveVerdict(db, callId, url, { fault }).catch((error) =>
        log().error({ err: error, callId }, "what was seen of a recording's link could not be stored"),
      );
    },
  });
  try {
    if (!opened.ok && opened.fault) await saveVerdict(db, callId, url, { fault: opened.fault });
    if (opened.ok && opened.isSeen) await saveVerdict(db, callId, url, "playable");
    return opened;
  } catch (error) {
    if (opened.ok) await opened.body.cancel();
    throw error;
  }
}
