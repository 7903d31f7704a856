import type { LogRow } from "#app/convoso/log-page.server.ts";
import type { CallFields } from "#app/convoso/parse-delivery.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type CallWithoutId, listCallsWithoutId, type Pair } from "#app/db/ledger/ledger-pairs.server.ts";
import {
  listErasedCalls,
  listErasedPhones,
  listOtherCalls,
  listOurCalls,
  type OurCall,
} from "#app/db/ledger/our-calls.server.ts";
import type { FoundDifference } from "#app/db/ledger/save-differences.server.ts";
import type { Hour } from "#app/db/ledger/window-queue.server.ts";
import { env } from "#app/env.server.ts";
import { readLogRow } from "#app/features/ingest/read-log-row.server.ts";
import { compareCalls, plainly, saidHere, saidThere } from "#app/features/ledger/compare-calls.server.ts";
import { digestPhone } from "#app/features/privacy/digest-phone.server.ts";
import { COMPARED_FIELDS, type ComparedField, type DifferenceKind } from "#app/lib/ledger-words.ts";
import { phoneKey } from "#app/lib/phone-key.ts";

/**
 * What the comparison of an hour found. `missingThere` are only suspected: Convoso has to be asked for each. `goingOn`: how
 * many calls have no outcome yet, which are not compared.
 */
export type Compared = {
  callsThere: number;
  goingOn: number;
  found: FoundDifference[];
  equalCallIds: string[];
  /** Calls of Convoso's that one of ours without an id is taken for. */
  pairs: Pair[];
  missingThere: OurCall[];
  ours: ReadonlyMap<string, OurCall>;
};

/** A call that has no outcome after so long will not get one. */
export const GOING_ON_AT_MOST_MS = 6 * 3_600_000;

/** Whether a row is of a call that is still going on: it has no outcome yet, and what it says of its length is provisional. */
function isGoingOn({ status, callLength, termReason }: LogRow, { endsAt }: Hour, askedAt: Date): boolean {
  if (status !== null || askedAt.getTime() - endsAt.getTime() >= GOING_ON_AT_MOST_MS) return false;
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
  const withoutId = [...(await listCallsWithoutId(db, hour, ids))];
  const pairs: Pair[] = [];
  const isErased = rows.every(({ id }) => ours.has(id)) ? () => false : await recallErased(db);
  const over = rows.filter((row) => !isGoingOn(row, hour, askedAt));
  const found = over.flatMap((row) => judge(row, ours.get(row.id), { askedAt, withoutId, pairs, isErased }));
  const erased = new Set(await listErasedCalls(db, found.map(({ callId }) => callId))); // biome-ignore format: one call
  const different = found.filter(({ callId }) => !erased.has(callId));
  const differing = new Set(different.map(({ callId }) => callId));
  return {
    callsThere: over.length,
    goingOn: rows.length - over.length,
    found: different,
    equalCallIds: over.map(({ id }) => id).filter((id) => !differing.has(id)),
    pairs,
    missingThere: [...missingThere],
    ours,
  };
}

type Context = { askedAt: Date; withoutId: CallWithoutId[]; pairs: Pair[]; isErased: (call: CallFields) => boolean };

function judge(
  row: LogRow,
  our: OurCall | undefined,
  { askedAt, withoutId, pairs, isErased }: Context,
): FoundDifference[] {
  if (our && compareCalls(plainly(row), our).length === 0) return []; // most are: the reader would take ten times as long
  const body = row.body();
  const { parsed } = readLogRow({ callId: row.id, body, askedAt });
  // A row that cannot be read as a delivery cannot be applied, but it is a call.
  const call = parsed?.call ?? null;
  const theirs = call ? { call, agent: parsed?.agent ?? null } : plainly(row);
  const automatic = (kind: DifferenceKind) => ({ kind, isAutomatic: call !== null && isFixed(kind) });
  const occurredAt = call?.startedAt ?? our?.occurredAt ?? askedAt;
  const found = { callId: row.id, occurredAt, body: call && body };
  if (!our) {
    if (call && isErased(call)) return [];
    const taken = call && takeCallWithoutId(call, withoutId);
    if (taken) {
      pairs.push({ ourCallId: taken.callId, callId: row.id });
      return [];
    }
    return [{ ...found, fields: listSaid(saidThere(theirs), "there"), ...automatic("missing_here") }];
  }
  const fields = compareCalls(theirs, our);
  return fields.length === 0 ? [] : [{ ...found, fields, ...automatic("differs") }];
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

const isFixed = (kind: DifferenceKind) => env().LEDGER_FIX.includes(kind === "missing_here" ? "missing" : "differing");

function listSaid(said: Record<ComparedField, string | null>, side: "there" | "here") {
  return COMPARED_FIELDS.flatMap((field) =>
    said[field] === null ? [] : [{ field, there: null, here: null, [side]: said[field] }],
  );
}

/**
 * Tells of a call that we do not have whether its person was erased after it: what the portal never had of them must not be
 * filled now. Where somebody else keeps the number, nobody can tell.
 */
async function recallErased(db: Database): Promise<Context["isErased"]> {
  const erasedAt = new Map((await listErasedPhones(db)).map(({ digest, at }) => [digest, at]));
  return ({ phoneE164, phoneNumber, startedAt }) => {
    const phone = erasedAt.size > 0 && (phoneE164 ?? phoneNumber);
    const at = phone ? erasedAt.get(digestPhone(phone)) : undefined;
    return at !== undefined && startedAt !== null && startedAt < at;
  };
}

/** One of our calls without an id that may be this one, which is none other's by that. */
function takeCallWithoutId(call: CallFields, withoutId: CallWithoutId[]): CallWithoutId | undefined {
  const phone = phoneKey(call);
  const index = withoutId.findIndex(
    (our) =>
      ((our.leadId !== null && our.leadId === call.leadId) || (our.phone !== null && our.phone === phone)) &&
      (our.seconds === null || call.durationSeconds === null || our.seconds === call.durationSeconds),
  );
  return index < 0 ? undefined : withoutId.splice(index, 1)[0];
}
