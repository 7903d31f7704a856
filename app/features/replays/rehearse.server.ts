import { isDeepStrictEqual } from "node:util";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import { limitTransaction } from "#app/db/connection/limit-transaction.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { listReplayable, type StoredEvent } from "#app/db/deliveries/stored-events.server.ts";
import { lockNames } from "#app/db/ingest/bulk-rows.server.ts";
import {
  listLinksOfCalls,
  listRowSnapshots,
  type RowKeys,
  type RowSnapshot,
} from "#app/db/replays/row-snapshots.server.ts";
import { type Delivery, withParts } from "#app/features/ingest/delivery.server.ts";
import { namesOf } from "#app/features/ingest/plan-deliveries.server.ts";
import { readAllStored } from "#app/features/ingest/read-stored.server.ts";
import { type Applied, applyStored } from "#app/features/replays/apply-stored.server.ts";
import { errorCodes } from "#app/lib/error-codes.server.ts";
import { isApplied } from "#app/lib/outcomes.ts";
import { togetherOrAlone } from "#app/lib/together-or-alone.server.ts";
import { withoutLinks } from "#app/lib/without-links.ts";
import { log } from "#app/log.server.ts";

/** A row that would be changed. Of one that would be made `before` is null everywhere, and its key may be another in the end. */
export type RehearsedRow = {
  table: RowSnapshot["table"];
  key: string;
  change: "made" | "changed" | "removed";
  fields: { field: string; before: unknown; after: unknown }[];
};

/** What applying deliveries would do. `failedIds`: those that could not be applied. */
export type Rehearsal = { tried: number; changed: number; failedIds: string[]; rows: RehearsedRow[] };

const BATCH = 100;
/** Ingest must not wait for a rehearsal that waits for somebody else. */
const WAIT_MS = 500;
const WITHIN_MS = 10_000;

/** Thrown to undo what was done, with what was found out meanwhile. */
class Undone<Found> extends Error {
  readonly found: Found;

  constructor(found: Found) {
    super("Undone on purpose.");
    this.found = found;
  }
}

/**
 * Tells what replaying these deliveries would change, by doing it in a transaction that is then rolled back. Those that
 * cannot be replayed are left out.
 * @returns null where somebody else is just writing to the same rows
 */
export async function rehearseReplay(db: Database, ids: readonly string[]): Promise<Rehearsal | null> {
  const events = await listReplayable(db, ids); // without a transaction: locked by nobody afterwards
  const deliveries = await readAllStored(db, events);
  return rehearse(db, deliveries, (transaction) => applyInBatches(transaction, events));
}

/**
 * Applies deliveries by `apply`, looks at the rows that they touched, and undoes everything. What is about to
 * change is locked first, so that nobody else's change is taken for one of these.
 * @param contactIds leads that `apply` changes, besides those that the deliveries are about
 */
export async function rehearse(
  db: Database,
  deliveries: readonly Delivery[],
  apply: (transaction: Database) => Promise<Applied[]>,
  contactIds: readonly number[] = [],
): Promise<Rehearsal | null> {
  await installJobQueue();
  try {
    return await undo(db, (transaction) => rehearseIn(transaction, deliveries, apply, contactIds));
  } catch (error) {
    if (isBusy(error)) return null;
    throw error;
  }
}

async function rehearseIn(
  transaction: Database,
  deliveries: readonly Delivery[],
  apply: (transaction: Database) => Promise<Applied[]>,
  contactIds: readonly number[],
): Promise<Rehearsal> {
  await limitTransaction(transaction, { lockMs: WAIT_MS, statementMs: WITHIN_MS });
  await lockNames(transaction, deliveries.flatMap(namesOf));
  const callIds = deliveries.flatMap(withParts).flatMap(({ parsed }) => parsed?.call?.callId ?? []);
  const links = await listLinksOfCalls(transaction, callIds);
  const { applied, keys, after } = await undo(transaction, async (inner) => {
    const applied = await apply(inner);
    const touched = applied.flatMap((result) => result.touched);
    const keys = {
      callIds: [...new Set(callIds)],
      contactIds: [...new Set([...contactIds, ...idsOf([...links, ...touched], "contactId")])],
      agentIds: idsOf([...links, ...touched], "agentId"),
      eventIds: applied.map(({ id }) => id),
    } satisfies RowKeys;
    return { applied, keys, after: await listRowSnapshots(inner, keys) };
  });
  const before = await listRowSnapshots(transaction, keys);
  return {
    tried: applied.length,
    changed: applied.filter(({ isChanged }) => isChanged).length,
    failedIds: applied.filter(({ outcome }) => !isApplied(outcome)).map(({ id }) => id),
    rows: compareRows(before, after),
  };
}

/** Whether a lock could not be had in time, or a statement took too long: SQLSTATE 55P03 and 57014. */
function isBusy(error: unknown): boolean {
  return errorCodes(error).some((code) => code === "55P03" || code === "57014");
}

async function undo<Found>(db: Database, work: (transaction: Database) => Promise<Found>): Promise<Found> {
  try {
    return await db.transaction(async (transaction) => {
      throw new Undone(await work(transaction));
    });
  } catch (error) {
    if (error instanceof Undone) return error.found;
    throw error;
  }
}

async function applyInBatches(db: Database, events: readonly StoredEvent[]): Promise<Applied[]> {
  const applied: Applied[] = [];
  for (let at = 0; at < events.length; at += BATCH) applied.push(...(await tryOn(db, events.slice(at, at + BATCH))));
  return applied;
}

/** As the replay itself does it. */
function tryOn(db: Database, events: readonly StoredEvent[]): Promise<readonly Applied[]> {
  return togetherOrAlone(events, (some) => db.transaction((savepoint) => applyStored(savepoint, some)), {
    isFatal: (error) => isDatabaseAway(error) || isBusy(error),
    instead: ({ id }, error) => {
      log().warn({ err: error, eventId: id }, "a delivery could not be applied in a dry run");
      return { id, outcome: "failed", isChanged: false, touched: [] };
    },
  });
}

function idsOf<Name extends string>(rows: readonly Record<Name, number | null>[], name: Name): number[] {
  return [...new Set(rows.flatMap((row) => row[name] ?? []))];
}

function compareRows(before: readonly RowSnapshot[], after: readonly RowSnapshot[]): RehearsedRow[] {
  const keyOf = ({ table, key }: RowSnapshot) => `${table} ${key}`;
  const was = new Map(before.map((row) => [keyOf(row), row]));
  const is = new Map(after.map((row) => [keyOf(row), row]));
  const isMade = (table: RowSnapshot["table"], id: unknown) => !was.has(`${table} ${id}`) && is.has(`${table} ${id}`);
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((name) => {
    const [old, now] = [was.get(name), is.get(name)];
    const { table, key } = (now ?? old) as RowSnapshot;
    // The number that a new row gets is another one when it is really made, and who said which field is bookkeeping.
    const fields = changedFields(old?.row ?? {}, now?.row ?? {})
      .filter(({ field }, _, { length }) => field !== "id" && (!BOOKKEEPING.has(field) || length === 1))
      .map(({ field, before, after }) => {
        if (field === "contact_id" && isMade("contacts", after)) return { field, before, after: "the new lead" };
        if (field === "agent_id" && table !== "agents" && isMade("agents", after)) {
          return { field, before, after: "the new agent" };
        }
        return { field, before, after };
      });
    if (fields.length === 0) return [];
    return [{ table, key, change: !old ? "made" : !now ? "removed" : "changed", fields } satisfies RehearsedRow];
  });
}

/** Who said which field, and how finally. */
const BOOKKEEPING = new Set(["field_events", "provisional"]);

function changedFields(before: Record<string, unknown>, after: Record<string, unknown>): RehearsedRow["fields"] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after))
    .map(withoutLinks);
}
