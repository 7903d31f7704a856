import { ARCHIVE_STATES } from "#app/lib/archive-states.ts";
import { auditWords } from "#app/lib/audit-actions.ts";

const WHAT: Record<string, string> = {
  call: "Call",
  "call ended": "Call ended",
  delivery: "Delivery about the call received",
  asked: "Searched for the recording at Convoso",
  found: "Link of the recording found",
  copy: "Copied from Convoso",
  verify: "Read from the archive and compared",
  delete: "Deleted from the archive",
};

/** What happened to a call or its recording, in words. */
export function custodyWords(what: string): string {
  return WHAT[what] ?? auditWords(what).replace(/ the recording of call$| of call$/, "");
}

/** What came of a file that is to be handed over. */
const RESULTS = {
  missing: "Missing in the archive",
  late: "In the archive only since the set was prepared",
  changed: "Changed in the archive",
  away: "In a store that could not be read",
};

/** What came of it, in words; null where nothing is said. */
export function outcomeWords(outcome: string | null): string | null {
  const states: Record<string, string> = { ...RESULTS, ...ARCHIVE_STATES };
  return outcome === null ? null : (states[outcome] ?? outcome);
}
