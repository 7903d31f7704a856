import type { Database } from "#app/db/connection/pool.server.ts";
import { type Mention, type PersonRows, withNeighbours, withRecordings } from "#app/db/erasure/erase-rows.server.ts";
import type { PersonCounts } from "#app/db/erasure/erasures.server.ts";
import type { FateTable } from "#app/db/erasure/fates.server.ts";
import type { Hit } from "#app/db/erasure/search-rows.server.ts";
import { findHeldRows, type HeldRows } from "#app/db/keeping/held-rows.server.ts";
import { type FoundRows, wantedIn } from "#app/features/erasure/find-person.server.ts";
import { eitherOf } from "#app/features/erasure/identifiers.server.ts";

/** What an erasure of these leads changes, row by row, and what it must leave because it is on hold. */
export type Plan = {
  rows: PersonRows;
  mentions: Mention[];
  /** Notes on the person's rows and on those of others, in which more is found than their own lead has. */
  noteIds: number[];
  auditIds: string[];
  counts: PersonCounts;
  held: HeldRows;
};

/** Tables whose rows may belong to a lead. */
const OWNED: FateTable[] = ["contacts", "calls", "call_events"];

/**
 * Sorts what was found: rows of the chosen leads, and rows of no lead that hold a number, address or lead id, are
 * the person's; in all other rows only what mentions the person is emptied, unless it is their own as well. What is on hold
 * is left out.
 */
export async function planErasure(db: Database, found: FoundRows, chosen: ReadonlySet<number>): Promise<Plan> {
  const hitsOf = (table: FateTable) => found.hits.get(table) ?? [];
  const isNamedOnly = ({ matched }: Hit) => matched.every((number) => found.identifiers[number]?.kind === "name");
  const isPersons = (hit: Hit) => (hit.owner === null ? !isNamedOnly(hit) : chosen.has(hit.owner));
  const all = await withNeighbours(db, {
    contactIds: [...chosen].filter((id) => found.candidates.has(id)),
    callIds: hitsOf("calls")
      .filter(isPersons)
      .map(({ key }) => key),
    eventIds: hitsOf("call_events")
      .filter(isPersons)
      .map(({ key }) => key),
  });
  const persons = new Set([...all.contactIds.map(String), ...all.callIds, ...all.eventIds]);
  const isMention = (hit: Hit) => !isPersons(hit) && !persons.has(hit.key);
  const mentioned = (table: FateTable) => hitsOf(table).filter((hit) => isMention(hit) && !mayStay(found, hit, chosen));
  const keysOf = (table: FateTable) => mentioned(table).map(({ key }) => key);
  const held = await findHeldRows(db, {
    contactIds: [...all.contactIds, ...keysOf("contacts").map(Number)],
    callIds: [...all.callIds, ...keysOf("calls")],
    eventIds: [...all.eventIds, ...keysOf("call_events")],
    holdIds: keysOf("holds").map(Number),
  });
  const isHeld = keySets(held);
  const rows = await withRecordings(db, {
    contactIds: all.contactIds.filter((id) => !isHeld.contacts.has(String(id))),
    callIds: all.callIds.filter((id) => !isHeld.calls.has(id)),
    eventIds: all.eventIds.filter((id) => !isHeld.call_events.has(id)),
  });
  const mentions = await groupMentions(db, found, (hit, table) => isMention(hit) && !isHeld[table].has(hit.key));
  const auditIds = hitsOf("audit_log").map(({ key }) => key);
  const noteIds = hitsOf("notes")
    .filter((hit) => isPersons(hit) || !mayStay(found, hit, chosen))
    .map(({ key }) => Number(key));
  const elsewhere = [...found.hits].filter(([table]) => ![...OWNED, "notes", "audit_log"].includes(table));
  return {
    rows,
    held,
    mentions,
    noteIds,
    auditIds,
    counts: {
      leads: rows.contactIds.length,
      calls: rows.callIds.length,
      deliveries: rows.eventIds.length,
      recordingSearches: rows.searchedCallIds.length,
      recordings: rows.recordingIds.length,
      auditEntries: auditIds.length,
      mentions:
        mentions.filter(({ pattern }) => pattern !== null).reduce((sum, { keys }) => sum + keys.length, 0) +
        noteIds.length +
        elsewhere
          .filter(([table]) => !/^figure|^pending|^archive/.test(table))
          .reduce((sum, [, hits]) => sum + hits.length, 0),
    },
  };
}

/** Whether a row may keep what was found in it: it belongs to a lead that was not chosen, and is that lead's own as well. */
export function mayStay({ candidates }: FoundRows, { owner, matched }: Hit, chosen: ReadonlySet<number>): boolean {
  if (owner === null || chosen.has(owner)) return false;
  const own = candidates.get(owner)?.own;
  return own !== undefined && matched.every((number) => own.has(number));
}

/** The keys of what is on hold, by table. */
export function keySets({ contactIds, callIds, eventIds }: HeldRows): Record<Mention["table"], Set<string>> {
  return { contacts: new Set(contactIds.map(String)), calls: new Set(callIds), call_events: new Set(eventIds) };
}

async function groupMentions(
  db: Database,
  found: FoundRows,
  isMention: (hit: Hit, table: Mention["table"]) => boolean,
): Promise<Mention[]> {
  const wanted = await wantedIn(db, found);
  const sentPattern = eitherOf(wanted);
  if (sentPattern === null) return [];
  const groups = new Map<string, Mention>();
  for (const table of OWNED as Mention["table"][]) {
    for (const hit of (found.hits.get(table) ?? []).filter((one) => isMention(one, table))) {
      const own = hit.owner === null ? undefined : found.candidates.get(hit.owner)?.own;
      const foreign = wanted.filter(({ number }) => !own?.has(number));
      const isForeign = hit.matched.some((number) => !own?.has(number));
      const pattern = isForeign ? eitherOf(foreign) : null;
      const group = groups.get(`${table} ${pattern}`) ?? { table, keys: [], pattern, sentPattern };
      group.keys.push(hit.key);
      groups.set(`${table} ${pattern}`, group);
    }
  }
  return [...groups.values()];
}
