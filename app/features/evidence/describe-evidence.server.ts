import { stringify } from "csv-stringify/sync";
import { DateTime } from "luxon";
import type { CustodyStep } from "#app/db/evidence/custody.server.ts";
import type { EvidenceDelivery, EvidenceItem, LeftOut } from "#app/db/evidence/evidence-contents.server.ts";
import type { EvidenceSet } from "#app/db/evidence/evidence-sets.server.ts";
import { archiveReasonSentence } from "#app/lib/archive-reasons.ts";
import { custodyWords, outcomeWords } from "#app/lib/custody-words.server.ts";
import { FORMULA_INSIDE } from "#app/lib/formula-inside.ts";

const ENDINGS: Record<string, string> = {
  "audio/mpeg": "mp3",
  "audio/wav": "wav",
  "audio/ogg": "ogg",
  "audio/mp4": "m4a",
};

/** The name of a recording in the zip: its place in the set, its call, and its place within the call. */
export function audioName({ place, call_id, recording, content_type }: EvidenceItem): string {
  const call = call_id.replace(/[^\w.-]/g, "_").slice(0, 80);
  return `audio/${String(place).padStart(5, "0")}_${call}_${recording}.${ENDINGS[content_type ?? ""] ?? "bin"}`;
}

export const deliveryName = ({ id }: { id: string }) => `deliveries/${id}.bin`;

type Contents = {
  set: EvidenceSet;
  items: readonly EvidenceItem[];
  leftOut: readonly LeftOut[];
  deliveries: readonly EvidenceDelivery[];
  custody: readonly CustodyStep[];
  timeZone: string;
};

/** The files of a set that say what is in it, by name: two manifests, the chain of custody, and how to check. Times carry their offset. */
export function describeEvidence(contents: Contents): [name: string, text: string][] {
  const { set, timeZone, custody, leftOut } = contents;
  const at = (date: Date | null) =>
    date && DateTime.fromJSDate(date, { zone: timeZone }).toISO({ suppressMilliseconds: true });
  const rows = manifestRows(contents, at);
  const steps = custody.map(({ at: when, what, outcome, ...step }) => ({
    ...{ call_id: step.call_id, recording: step.recording, at: at(when), what: custodyWords(what) },
    ...{ outcome: outcomeWords(outcome), status: step.status, bytes: step.bytes, ms: step.ms, by: step.by },
  }));
  const missing = leftOut.map(({ call_id, recording, occurred_at, state, reason }) => ({
    ...{ call_id, recording, at: at(occurred_at), why: outcomeWords(state) },
    reason: reason && archiveReasonSentence(reason),
  }));
  const about = {
    ...{ set: set.id, reason: set.reason, made_for: set.created_by, made_at: at(set.created_at) },
    ...{ compared_at: at(set.ready_at), recordings: rows, left_out: missing },
  };
  return [
    ["README.txt", readme(set, rows.length, missing.length > 0)],
    ["manifest.json", `${JSON.stringify(about, null, 2)}\n`],
    ["manifest.csv", csv(rows.map((row) => ({ ...row, deliveries: row.deliveries.join(" ") })))],
    ["custody.csv", csv(steps)],
    ...(missing.length > 0 ? [["left-out.csv", csv(missing)] as [string, string]] : []),
  ];
}

function manifestRows({ items, deliveries }: Contents, at: (date: Date | null) => string | null) {
  const byCall = Map.groupBy(deliveries, ({ call_id }) => call_id);
  return items.map((item) => ({
    ...{ file: audioName(item), sha256: item.sha256, bytes: item.bytes, type: item.content_type },
    ...{ seconds: item.seconds, call_id: item.call_id, recording: item.recording, at: at(item.occurred_at) },
    ...{ started_at: at(item.started_at), ended_at: at(item.ended_at), call_seconds: item.duration_seconds },
    ...{ direction: item.direction, campaign: item.campaign, list: item.list_id, disposition: item.disposition },
    ...{ disposition_name: item.disposition_name, phone: item.phone, lead_id: item.lead_id, lead: item.lead_name },
    ...{ agent_id: item.agent_id, agent: item.agent_name, found_at: at(item.found_at), copied_at: at(item.copied_at) },
    verified_at: at(item.verified_at),
    deliveries: (byCall.get(item.call_id) ?? []).map(deliveryName),
  }));
}

/** Rows as CSV. What a spreadsheet would run as a formula gets an apostrophe before it, also within a cell. */
const csv = (rows: object[]) =>
  stringify(rows, { header: true, escape_formulas: true, cast: { string: disarmInside } });
const INSIDE = new RegExp(FORMULA_INSIDE, "g");
const disarmInside = (cell: string) => cell.replace(INSIDE, "$1'$2");

const readme = (
  set: EvidenceSet,
  count: number,
  hasOthers: boolean,
) => `Recordings handed over by the Convoso portal, set ${set.id}

${count} of ${set.recordings} recordings. Before they were packed, each was read from the archive and compared with the SHA-256
that was noted when it was copied from Convoso.${hasOthers ? " left-out.csv lists the others of these calls, and why." : ""}

manifest.json, manifest.csv   what each file is: call, lead, agent, times with their offset, disposition, SHA-256
custody.csv                   what happened to each recording since the call, and who played or got it
audio/                        the recordings as they came from Convoso
deliveries/                   what Convoso sent about the calls, byte for byte, if it was asked for

To check all files, run in this folder:  sha256sum -c SHA256SUMS
`;
