import { createHash } from "node:crypto";
import { ACCOUNT_ID, type Agent } from "./account.ts";
import type { Lead } from "./people.ts";

const RETENTION_MS = 155 * 86_400_000; // what one real account was found to keep

/**
 * The recording of a call, in milliseconds of the clock: the API names it from `listedAt` on, its audio can be fetched
 * from `audibleAt` on, and from `purgedAt` on the link answers that there is none.
 */
export type Recording = {
  id: string;
  uId: string;
  fileName: string;
  listedAt: number;
  audibleAt: number;
  purgedAt: number;
  /** So many recordings it really is: an agent who records on demand makes several of one call. */
  pieces: number;
};

/** Makes the recording of a call that ends at `endedAt`. Its link depends on the call's id alone. */
export function createRecording(
  call: { id: string; agent: Agent; lead: Lead; endedAt: number },
  delays: { recordingDelaySeconds: number; audioDelaySeconds: number; isPurged: boolean; pieces: number },
): Recording {
  const uId = uIdOf(call.id);
  const epoch = Math.floor(call.endedAt / 1000);
  const listedAt = call.endedAt + delays.recordingDelaySeconds * 1000;
  return {
    id: String(Number.parseInt(uId.slice(0, 8), 16)),
    uId,
    fileName: `${ACCOUNT_ID}_${call.agent.id}_${call.lead.phone}_${call.lead.id}_1_${epoch}_${uId.slice(0, 6)}-in-${epoch}.wav`,
    listedAt,
    audibleAt: listedAt + delays.audioDelaySeconds * 1000,
    purgedAt: delays.isPurged ? 0 : call.endedAt + RETENTION_MS,
    pieces: delays.pieces,
  };
}

/** The id in the link of a call's recording; of later links of the same call, by their number. */
export function uIdOf(callId: string, nth = 1): string {
  const name = `recording of ${callId}${nth === 1 ? "" : ` (${nth})`}`;
  return createHash("sha256").update(name).digest("hex").slice(0, 32);
}

/** The public link as Convoso writes it: base64 of URL-encoded JSON, and a token that is the same for every file. */
export function recordingLink(baseUrl: string, { uId }: Pick<Recording, "uId">): string {
  const names = encodeURIComponent(JSON.stringify({ account_id: ACCOUNT_ID, u_id: uId }));
  const token = createHash("sha256").update(`account ${ACCOUNT_ID}`).digest("hex").slice(0, 24);
  return `${baseUrl}/play-recording-public/${Buffer.from(names).toString("base64")}?rlt=${token}`;
}

/** The links of all pieces of a recording, in order. */
export function recordingLinks(baseUrl: string, callId: string, recording: Recording): string[] {
  const further = Array.from({ length: recording.pieces - 1 }, (_, more) => ({ uId: uIdOf(callId, more + 2) }));
  return [recording, ...further].map((piece) => recordingLink(baseUrl, piece));
}

/** The `u_id` in the last part of such a link's path, or null where it is not one of ours. */
export function uIdOfLink(part: string): string | null {
  try {
    const names = Buffer.from(decodeURIComponent(part), "base64").toString();
    const { u_id: uId } = JSON.parse(decodeURIComponent(names));
    return /^[0-9a-f]{32}$/.test(uId) ? uId : null;
  } catch {
    return null;
  }
}
