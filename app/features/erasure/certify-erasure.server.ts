import type { Database } from "#app/db/connection/pool.server.ts";
import { eraseFromAudit } from "#app/db/erasure/erase-from-audit.server.ts";
import {
  type ChosenPerson,
  type Erasure,
  endErasure,
  lockErasure,
  type PersonCounts,
  saveErasureHeld,
} from "#app/db/erasure/erasures.server.ts";
import type { FateTable } from "#app/db/erasure/fates.server.ts";
import { type Hit, searchAmong, searchSince, type Wanted } from "#app/db/erasure/search-rows.server.ts";
import { lockNames } from "#app/db/ingest/bulk-rows.server.ts";
import type { HeldRows } from "#app/db/keeping/held-rows.server.ts";
import { lockKeeping } from "#app/db/keeping/lock-keeping.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import { type FoundRows, findPerson, wantedIn } from "#app/features/erasure/find-person.server.ts";
import { eitherOf, type Identifier, namesToLock } from "#app/features/erasure/identifiers.server.ts";
import { keySets, mayStay, planErasure } from "#app/features/erasure/plan-erasure.server.ts";
import { summarizeFound } from "#app/features/erasure/summarize-found.server.ts";
import { digestPhone } from "#app/features/privacy/digest-phone.server.ts";

/** A delivery is stored within this after its receipt, unless the spool has it. */
const ON_THE_WAY_MS = 10_000;

/** What was found although it should be gone. It leaves the transaction without a certificate. */
class StillThere extends Error {
  readonly where: string;
  constructor(where: string) {
    super("The person is still there.");
    this.where = where;
  }
}

/**
 * Searches every table once more for everything that the person was known by, and issues the certificate in the same
 * transaction if nothing is left. Deliveries about the person wait during its last step, and are stored after it as new.
 * Where something is on hold, there is no certificate yet: the erasure waits for the hold to end.
 * @returns null where it is done, waits, or somebody has given it up; otherwise where the person still is
 */
export async function certifyErasure(
  db: Database,
  erasure: Erasure,
  chosen: ChosenPerson,
  signal?: AbortSignal,
): Promise<string | null> {
  const tell = async () => signal?.throwIfAborted();
  const begun = new Date(Date.now() - ON_THE_WAY_MS);
  try {
    await db.transaction(async (transaction) => {
      const known: Identifier[] = [{ kind: "phone", value: erasure.phone ?? "" }, ...chosen.identifiers];
      const leadIds = new Set(chosen.leadIds);
      const found = await findPerson(transaction, known, () => leadIds, { tell });
      await lockKeeping(transaction, { change: false });
      const { held } = await planErasure(transaction, found, leadIds);
      if (Object.values(held).some((keys) => keys.length > 0)) {
        return waitForHolds(transaction, erasure, chosen, { found, held });
      }
      refuseHits(found, chosen, found.hits);
      const wanted = await wantedIn(transaction, found);
      const auditIds = (found.hits.get("audit_log") ?? []).map(({ key }) => key);
      if (!(await lockErasure(transaction, erasure.id))) return;
      await lockNames(transaction, namesToLock(found.identifiers));
      refuseHits(found, chosen, await searchLater(transaction, wanted, begun));
      const lateIds = (await searchSince(transaction, "audit_log", wanted, begun)).map(({ key }) => key);
      await issue(transaction, erasure, chosen, { wanted, auditIds: [...new Set([...auditIds, ...lateIds])], found });
    });
    return null;
  } catch (error) {
    if (error instanceof StillThere) return error.where;
    throw error;
  }
}

/** Notes that all is erased but what is on hold, and audits it the first time. @throws {StillThere} where more is left */
async function waitForHolds(
  transaction: Database,
  { id, phone, actor, source_address: sourceAddress }: Erasure,
  chosen: ChosenPerson,
  { found, held }: { found: FoundRows; held: HeldRows },
): Promise<void> {
  const isHeld = keySets(held);
  const left = Object.entries(isHeld).map(([table, keys]): [FateTable, Hit[]] => {
    const hits = found.hits.get(table as FateTable) ?? [];
    return [table as FateTable, hits.filter(({ key }) => !keys.has(key))];
  });
  refuseHits(found, chosen, new Map(left));
  if (!(await lockErasure(transaction, id))) return;
  const isFirst = await saveErasureHeld(transaction, id, await summarizeFound(transaction, found));
  if (!isFirst) return;
  const { contactIds, callIds, eventIds } = held;
  const counts = { leadsOnHold: contactIds.length, callsOnHold: callIds.length, deliveriesOnHold: eventIds.length };
  const details = { ...chosen.erased, ...counts, phone_digest: digestPhone(phone ?? "") };
  await recordAudit(transaction, { actor, sourceAddress, action: "erase person except held", details });
}

/** What deliveries since that moment hold, and the rows that they touched. */
async function searchLater(
  db: Database,
  wanted: readonly Wanted[],
  since: Date,
): Promise<ReadonlyMap<FateTable, Hit[]>> {
  const tables = ["call_events", "contacts", "calls"] as const;
  const hits = await Promise.all(tables.map((table) => searchSince(db, table, wanted, since)));
  return new Map(tables.map((table, index) => [table, hits[index] as Hit[]]));
}

/** @throws {StillThere} where a row holds the person that may not */
function refuseHits(found: FoundRows, { leadIds }: ChosenPerson, hits: ReadonlyMap<FateTable, Hit[]>): void {
  const chosen = new Set(leadIds);
  const left = [...hits]
    .filter(([table]) => table !== "audit_log")
    .map(([table, list]) => ({ table, count: list.filter((hit) => !mayStay(found, hit, chosen)).length }))
    .filter(({ count }) => count > 0);
  if (left.length === 0) return;
  throw new StillThere(
    left.map(({ table, count }) => `${count} ${count === 1 ? "row" : "rows"} of ${table}`).join(" and "),
  );
}

type Checked = { wanted: readonly Wanted[]; auditIds: readonly string[]; found: FoundRows };

async function issue(
  transaction: Database,
  { id, phone, held_at }: Erasure,
  chosen: ChosenPerson,
  { wanted, auditIds, found }: Checked,
): Promise<void> {
  const pattern = eitherOf(wanted) ?? "$^a";
  const none: PersonCounts = {
    leads: 0,
    calls: 0,
    deliveries: 0,
    recordingSearches: 0,
    recordings: 0,
    auditEntries: 0,
    mentions: 0,
  };
  const chosenIds = new Set(chosen.leadIds);
  const kept = [...found.candidates].filter(([lead, { own }]) => !chosenIds.has(lead) && own.size > 0).length;
  const count = (kind: Identifier["kind"]) => chosen.identifiers.filter((one) => one.kind === kind).length;
  const searchedFor = {
    phones: count("phone"),
    emails: count("email"),
    leadIds: count("leadId"),
    names: count("name"),
  };
  const heldSince = held_at && { heldSince: held_at.toISOString() };
  const facts = { ...none, ...chosen.erased, kept, searchedFor, ...heldSince, phone_digest: digestPhone(phone ?? "") };
  await eraseFromAudit(transaction, { erasureId: id, entryIds: auditIds, pattern, facts });
  const blanked = await searchAmong(transaction, "audit_log", wanted, auditIds);
  if (blanked.length > 0) throw new StillThere(`${blanked.length} entries of the audit log`);
  await endErasure(transaction, id, pattern);
}
