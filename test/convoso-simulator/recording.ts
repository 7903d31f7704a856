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
};

/** Makes the recording of a call that ends at `endedAt`. Its link depends on the call's id alone. */
export function createRecording(
  call: { id: string; agent: Agent; lead: Lead; endedAt: number },
  delays: { recordingDelaySeconds: number; audioDelaySeconds: number; isPurged: boolean },
): Recording {
  const uId = createHash("sha256").update(`recording of ${call.id}`).digest("hex").slice(0, 32);
  const epoch = Math.floor(call.endedAt / 1000);
  const listedAt = call.endedAt + delays.recordingDelaySeconds * 1000;
  return {
    id: String(Number.parseInt(uId.slice(0, 8), 16)),
    uId,
    fileName: `${ACCOUNT_ID}_${call.agent.id}_${call.lead.phone}_${call.lead.id}_1_${epoch}_${uId.slice(0, 6)}-in-${epoch}.wav`,
    listedAt,
    audibleAt: listedAt + delays.audioDelaySeconds * 1000,
    purgedAt: delays.isPurged ? 0 : call.endedAt + RETENTION_MS,
  };
}

/** The public link as Convoso writes it: base64 of URL-encoded JSON, and a token that is the same for every file. */
export function recordingLink(baseUrl: string, { uId }: Recording): string {
  const names = encodeURIComponent(JSON.stringify({ account_id: ACCOUNT_ID, u_id: uId }));
  const token = createHash("sha256").update(`account ${ACCOUNT_ID}`).digest("hex").slice(0, 24);
  return `${baseUrl}/play-recording-public/${Buffer.from(names).toString("base64")}?rlt=${token}`;
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
