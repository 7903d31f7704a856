import { faultSentence, type RecordingFault } from "#app/lib/recording-faults.ts";

const RESULTS = {
  found: "A new link was found.",
  playable: "The link plays.",
  none: "Convoso has no recording, or none yet.",
  unchecked: "The link could not be checked: its host is unreachable or busy.",
  "no id": "The call has no Convoso id, so the portal cannot request its recording.",
  "not asked": "Convoso did not answer.",
  blocked: "Convoso refuses the token, or no token is set.",
  error: "The portal could not process the answer. The worker log has the reason.",
} as const;

/** What came of asking Convoso once for a call's recording; a fault if the call's link was then seen to fail. */
export type FetchResult = keyof typeof RESULTS | RecordingFault;

/** Results that say that Convoso could not be asked. */
export const UNASKED = ["not asked", "blocked"] as const;
export type Unasked = (typeof UNASKED)[number];

/** A result in words. */
export function fetchResultWords(result: string): string {
  if (result in RESULTS) return RESULTS[result as keyof typeof RESULTS];
  return `The link fails. ${faultSentence(result)}`;
}
