import { isDeepStrictEqual } from "node:util";
import { sql } from "slonik";
import { lockNames } from "#app/db/bulk-rows.server.ts";
import { isDatabaseAway } from "#app/db/is-database-away.server.ts";
import { installJobQueue } from "#app/db/jobs.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { listLinksOfCalls, listRowSnapshots, type RowKeys, type RowSnapshot } from "#app/db/row-snapshots.server.ts";
import { listReplayable, type StoredEvent } from "#app/db/stored-events.server.ts";
import { type Applied, applyStored } from "#app/features/replays/apply-stored.server.ts";
import type { Delivery } from "#app/features/webhooks/delivery.server.ts";
import { readStored } from "#app/features/webhooks/read-stored.server.ts";
import { namesOf } from "#app/features/webhooks/store-deliveries.server.ts";
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
  return rehearse(db, events.map(readStored), (transaction) => applyInBatches(transaction, events));
}

/**
 * Applies deliveries by `apply`, looks what became of the rows that they touched, and undoes everything. What is about to
 * change is locked first, so that nobody else's change is taken for one of these.
 */
export async function rehearse(
  db: Database,
  deliveries: readonly Delivery[],
  apply: (transaction: Database) => Promise<Applied[]>,
): Promise<Rehearsal | null> {
  await installJobQueue();
  try {
    return await undo(db, (transaction) => rehearseIn(transaction, deliveries, apply));
  } catch (error) {
    if (isBusy(error)) return null;
    throw error;
  }
}

async function rehearseIn(
  transaction: Database,
  deliveries: readonly Delivery[],
  apply: (transaction: Database) => Promise<Applied[]>,
): Promise<Rehearsal> {
  await transaction.query(sql.unsafe`select set_config('lock_timeout', ${String(WAIT_MS)}, true)`);
  await transaction.query(sql.unsafe`select set_config('statement_timeout', ${String(WITHIN_MS)}, true)`);
  await lockNames(transaction, deliveries.flatMap(namesOf));
  const callIds = deliveries.flatMap(({ parsed }) => parsed?.call?.callId ?? []);
  const links = await listLinksOfCalls(transaction, callIds);
  const { applied, keys, after } = await undo(transaction, async (inner) => {
    const applied = await apply(inner);
    const touched = applied.map((result) => result.touched);
    const keys = {
      callIds: [...new Set(callIds)],
      contactIds: idsOf([...links, ...touched], "contactId"),
      agentIds: idsOf([...links, ...touched], "agentId"),
      eventIds: applied.map(({ id }) => id),
    } satisfies RowKeys;
    return { applied, keys, after: await listRowSnapshots(inner, keys) };
  });
  const before = await listRowSnapshots(transaction, keys);
  const isUnderstood = ({ outcome }: Applied) => outcome === "processed" || outcome === "duplicate";
  return {
    tried: applied.length,
    changed: applied.filter(({ isChanged }) => isChanged).length,
    failedIds: applied.filter((result) => !isUnderstood(result)).map(({ id }) => id),
    rows: compareRows(before, after),
  };
}

/** Whether a lock could not be had in time, or a statement took too long: SQLSTATE 55P03 and 57014. */
function isBusy(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (["55P03", "57014"].includes(String((at as { code?: unknown }).code))) return true;
  }
  return false;
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

/** Together; where that fails, each alone, as the replay itself does it. */
async function tryOn(db: Database, events: readonly StoredEvent[]): Promise<Applied[]> {
  try {
    return await db.transaction((savepoint) => applyStored(savepoint, events));
  } catch (error) {
    if (isDatabaseAway(error) || isBusy(error)) throw error;
    log().warn({ err: error, count: events.length }, "deliveries could not be applied in a dry run");
  }
  const [event] = events;
  if (events.length === 1 && event) {
    const touched = { callId: null, contactId: null, agentId: null };
    return [{ id: event.id, outcome: "failed", isChanged: false, touched }];
  }
  const applied: Applied[] = [];
  for (const one of events) applied.push(...(await tryOn(db, [one])));
  return applied;
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
      .filter(({ field }, _, { length }) => field !== "id" && (field !== "field_events" || length === 1))
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

function changedFields(before: Record<string, unknown>, after: Record<string, unknown>): RehearsedRow["fields"] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after))
    .map((change) => (change.field === "recording_url" ? withoutLinks(change) : change));
}

/** A recording's link opens for anybody who has it, so no page shows it. */
function withoutLinks({ field, before, after }: RehearsedRow["fields"][number]) {
  return { field, before: before && "a link", after: after && (before ? "another link" : "a link") };
}
