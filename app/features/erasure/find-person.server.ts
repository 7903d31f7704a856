import { phoneSpellings } from "#app/convoso/phone-spellings.server.ts";
import { findPersonRows, type PersonRows } from "#app/db/person.server.ts";
import type { Database } from "#app/db/pool.server.ts";

/** How many rows hold a person's data. */
export type PersonCounts = {
  leads: number;
  calls: number;
  deliveries: number;
  recordingSearches: number;
  auditEntries: number;
};

export type FoundPerson = { shown: string; counts: PersonCounts; leadIds: number[] };

/** What erasing the person with this phone would change; null where the text is no phone number. Reads whole tables. */
export async function findPerson(db: Database, phone: string): Promise<FoundPerson | null> {
  const spellings = phoneSpellings(phone);
  if (!spellings) return null;
  const rows = await findPersonRows(db, spellings.pattern);
  return { shown: spellings.shown, counts: countPerson(rows), leadIds: rows.contactIds.map(Number) };
}

export function countPerson(rows: PersonRows): PersonCounts {
  return {
    leads: rows.contactIds.length,
    calls: rows.callIds.length,
    deliveries: rows.eventIds.length,
    recordingSearches: rows.searchedCallIds.length,
    auditEntries: rows.auditIds.length,
  };
}
