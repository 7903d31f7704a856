import { faultSentence, type RecordingFault } from "#app/lib/recording-faults.ts";

/** Why a recording is in its state, in a sentence. Faults of the link have theirs in recording-faults.ts. */
const REASONS = {
  early: "The recording is only a few days old, and its host does not have it yet.",
  busy: "The recording's host limits the request rate.",
  away: "The recording's host did not answer.",
  "cut short": "The connection ended before the whole recording arrived.",
  "too long": "The recording is longer than the archive allows.",
  "unknown kind": "The first bytes of the file are not those of MP3, WAV, Ogg or MP4 audio.",
  expired: "Convoso deleted the recording before it could be copied.",
  vanished: "The file is no longer in the store.",
  changed: "The file in the store differs from the archived one.",
  error: "The portal could not copy it. The worker log has the reason.",
  retention: "A retention rule deleted it.",
  person: "Somebody deleted it.",
} as const;

export type ArchiveReason = keyof typeof REASONS | RecordingFault;

export function archiveReasonSentence(reason: string): string {
  return reason in REASONS ? REASONS[reason as keyof typeof REASONS] : faultSentence(reason);
}
