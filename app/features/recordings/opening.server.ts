import { faultSentence, type RecordingFault } from "#app/lib/recording-faults.ts";

/**
 * A recording to be streamed on; `isSeen`: it was looked at, and begins like sound. Or why it is not: `fault` where the link
 * was seen to fail, null where that says nothing of the link, as when its host is slow. `restSeconds`: the host is asked too
 * often, and wants to be left alone so long. `length`: that of the recording, where a part behind its end was asked for.
 * `hostStatus`: the HTTP status that the host answered; null where it did not.
 */
export type OpenedRecording = { hostStatus: number | null } & Opening;
export type Opening =
  | { ok: true; status: number; headers: Headers; body: ReadableStream<Uint8Array>; isSeen: boolean }
  | {
      ok: false;
      status: number;
      reason: string;
      fault: RecordingFault | null;
      restSeconds: number | null;
      length?: number;
    };

/** It cannot be opened, which says nothing of its link. */
export const refused = (status: number, reason: string, restSeconds: number | null = null): Opening => {
  return { ok: false, status, reason, fault: null, restSeconds };
};

/** Its link was seen to fail. */
export const failed = (fault: RecordingFault, reason = faultSentence(fault)): Opening => {
  const status = fault === "host" ? 403 : ["missing", "404", "410"].includes(fault) ? 404 : 502;
  return { ok: false, status, reason, fault, restSeconds: null };
};

/** The answer to a part that begins behind the end of a recording. */
export const behindTheEnd = (length: number): Opening => {
  return { ok: false, status: 416, reason: "The recording is shorter.", fault: null, restSeconds: null, length };
};
