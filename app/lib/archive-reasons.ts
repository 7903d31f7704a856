import { faultSentence, type RecordingFault } from "#app/lib/recording-faults.ts";

/** Why a recording is in its state, in a sentence. Faults of the link have theirs in recording-faults.ts. */
const REASONS = {
  early: "The recording is younger than a few days, and its host does not have it yet.",
  busy: "The recording's host asked to be left alone for a while.",
  away: "The recording's host did not answer.",
  "cut short": "The connection ended before the whole recording had come.",
  "too long": "The recording is longer than the archive takes.",
  "unknown kind": "The file is neither MP3 nor WAV nor Ogg nor MP4 sound by its first bytes.",
  expired: "The recording could not be copied before its lifetime at Convoso ended.",
  vanished: "The file is not in the store any more.",
  changed: "The file in the store has other bytes than the ones that were archived.",
  error: "The portal could not copy it. The log of the worker says why.",
  retention: "A retention rule deleted it.",
  person: "Somebody deleted it.",
} as const;

export type ArchiveReason = keyof typeof REASONS | RecordingFault;

export function archiveReasonSentence(reason: string): string {
  return reason in REASONS ? REASONS[reason as keyof typeof REASONS] : faultSentence(reason);
}
