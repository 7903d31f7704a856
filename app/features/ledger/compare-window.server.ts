import type { LogRow } from "#app/convoso/log-page.server.ts";
import type { CallFields } from "#app/convoso/parse-delivery.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import {
  type CallWithoutId,
  listCallsWithoutId,
  listErasedCalls,
  listOtherCalls,
  listOurCalls,
  type OurCall,
} from "#app/db/ledger/our-calls.server.ts";
import type { FoundDifference } from "#app/db/ledger/save-differences.server.ts";
import type { Hour } from "#app/db/ledger/window-queue.server.ts";
import { env } from "#app/env.server.ts";
import { readLogRow } from "#app/features/ingest/read-log-row.server.ts";
import { compareCalls, plainly, saidHere, saidThere } from "#app/features/ledger/compare-calls.server.ts";
import { COMPARED_FIELDS, type ComparedField, type DifferenceKind } from "#app/lib/ledger-words.ts";
import { phoneKey } from "#app/lib/phone-key.ts";

/** What the comparison of an hour found. `missingThere` are only suspected: Convoso has to be asked for each. */
export type Compared = {
  callsThere: number;
  found: FoundDifference[];
  equalCallIds: string[];
  missingThere: OurCall[];
  ours: ReadonlyMap<string, OurCall>;
};

/** A call that has no outcome after so long will not get one. */
const GOING_ON_AT_MOST_MS = 6 * 3_600_000;

/** Whether a row is of a call that is still going on: it has no outcome yet, and what it says of its length is provisional. */
function isGoingOn({ status, callLength, termReason }: LogRow, { endsAt }: Hour, askedAt: Date): boolean {
  if (status !== null || askedAt.getTime() - endsAt.getTime() > GOING_ON_AT_MOST_MS) return false;
  return callLength === null || termReason === null || termReason.toUpperCase() === "NONE";
}

/** Compares the calls that Convoso has in an hour with ours, in both directions. It writes nothing. */
export async function compareWindow(
  db: Database,
  hour: Hour,
  rows: readonly LogRow[],
  askedAt: Date,
): Promise<Compared> {
  const ids = rows.map(({ id }) => id);
  const ours = new Map((await listOurCalls(db, ids)).map((call) => [call.callId, call]));
  const missingThere = await listOtherCalls(db, hour, ids);
  const withoutId = [...(await listCallsWithoutId(db, hour))];
  const over = rows.filter((row) => !isGoingOn(row, hour, askedAt));
  const found = over.flatMap((row) => judge(row, ours.get(row.id), { askedAt, withoutId }));
  const erased = new Set(await listErasedCalls(db, found.map(({ callId }) => callId))); // biome-ignore format: one call
  const different = found.filter(({ callId }) => !erased.has(callId));
  const differing = new Set(different.map(({ callId }) => callId));
  return {
    callsThere: over.length,
    found: different,
    equalCallIds: over.map(({ id }) => id).filter((id) => !differing.has(id)),
    missingThere: [...missingThere],
    ours,
  };
}

type Context = { askedAt: Date; withoutId: CallWithoutId[] };

function judge(row: LogRow, our: OurCall | undefined, { askedAt, withoutId }: Context): FoundDifference[] {
  if (our && compareCalls(plainly(row), our).length === 0) return []; // most are: the reader would take ten times as long
  const body = row.body();
  const { parsed } = readLogRow({ callId: row.id, body, askedAt });
  if (!parsed?.call) return [];
  const theirs = { call: parsed.call, agent: parsed.agent };
  const found = { callId: row.id, occurredAt: parsed.call.startedAt ?? our?.occurredAt ?? askedAt, body };
  if (!our) {
    if (takeCallWithoutId(parsed.call, withoutId)) return [];
    return [
      { ...found, kind: "missing_here", fields: listSaid(saidThere(theirs), "there"), ...automatic("missing_here") },
    ];
  }
  const fields = compareCalls(theirs, our);
  return fields.length === 0 ? [] : [{ ...found, kind: "differs", fields, ...automatic("differs") }];
}

/** A call that Convoso's log does not have any more. Nothing can be applied. */
export function missingThere(our: OurCall): FoundDifference {
  const { callId, occurredAt } = our;
  return {
    callId,
    occurredAt,
    kind: "missing_there",
    fields: listSaid(saidHere(our), "here"),
    body: null,
    isAutomatic: false,
  };
}

function automatic(kind: DifferenceKind) {
  return { isAutomatic: env().LEDGER_FIX.includes(kind === "missing_here" ? "missing" : "differing") };
}

function listSaid(said: Record<ComparedField, string | null>, side: "there" | "here") {
  return COMPARED_FIELDS.flatMap((field) =>
    said[field] === null ? [] : [{ field, there: null, here: null, [side]: said[field] }],
  );
}

/** Whether one of our calls without an id may be this one. Each can be one call only. */
function takeCallWithoutId(call: CallFields, withoutId: CallWithoutId[]): boolean {
  const phone = phoneKey(call);
  const index = withoutId.findIndex(
    (our) =>
      ((our.leadId !== null && our.leadId === call.leadId) || (our.phone !== null && our.phone === phone)) &&
      (our.seconds === null || call.durationSeconds === null || our.seconds === call.durationSeconds),
  );
  if (index >= 0) withoutId.splice(index, 1);
  return index >= 0;
}
