/** Why a link failed, in a few words for lists and in a sentence for the listener. */
const FAULTS = {
  missing: ["not found", "The recording's host does not have this recording."],
  page: ["a web page", "The recording's host answered with a web page instead of audio."],
  text: ["text", "The recording's host answered with text instead of audio."],
  "not audio": ["not audio", "The recording's host answered with a file that is not audio."],
  empty: ["empty", "The recording's host answered with an empty file."],
  damaged: ["damaged", "The recording is damaged: its compressed data is cut short or cannot be unpacked."],
  host: ["host not allowed", "The link points to a host that is not allowed: see RECORDING_HOSTS."],
  redirects: ["too many redirects", "The recording's host redirects in a loop."],
} as const;

/** A word of FAULTS, or the HTTP status with which the host refused. */
export type RecordingFault = keyof typeof FAULTS | `${number}`;

const STATUSES: Record<string, string> = {
  401: "sign-in required",
  403: "access denied",
  404: "recording not found",
  410: "the recording was deleted",
};

/** "404", "a web page": why a link failed, for a list. */
export function faultWords(fault: string): string {
  return fault in FAULTS ? FAULTS[fault as keyof typeof FAULTS][0] : fault;
}

/** Why a link failed, in a sentence. */
export function faultSentence(fault: string): string {
  if (fault in FAULTS) return FAULTS[fault as keyof typeof FAULTS][1];
  const meaning = STATUSES[fault];
  return `The recording's host answered ${fault}${meaning ? `: ${meaning}` : ""}.`;
}
