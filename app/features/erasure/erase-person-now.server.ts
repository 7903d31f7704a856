import { phoneSpellings } from "#app/convoso/phone-spellings.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import {
  addReadRows,
  beginReading,
  type ChosenPerson,
  type Erasure,
  findErasure,
  saveFound,
} from "#app/db/erasure/erasures.server.ts";
import { guessRows } from "#app/db/erasure/search-rows.server.ts";
import { vacuumErased } from "#app/db/erasure/vacuum-erased.server.ts";
import { removeAllFiles } from "#app/features/archive/remove-files.server.ts";
import { certifyErasure } from "#app/features/erasure/certify-erasure.server.ts";
import { eraseFound } from "#app/features/erasure/erase-found.server.ts";
import { findPerson } from "#app/features/erasure/find-person.server.ts";
import type { Identifier } from "#app/features/erasure/identifiers.server.ts";
import { likelyLeads } from "#app/features/erasure/likely-leads.server.ts";
import { summarizeFound } from "#app/features/erasure/summarize-found.server.ts";

/** So often what comes in the meantime is erased as well. After that, somebody has to find out why it continues. */
const MOST_ROUNDS = 3;

/**
 * Does the next step of an erasure: looks for the person, or, when an admin has seen what was found and confirmed it,
 * erases. Interrupted, it begins again; done, given up, or waiting for a hold to end, it does nothing.
 * @param signal aborted when the worker has to stop
 */
export async function erasePersonNow(id: number, signal?: AbortSignal): Promise<void> {
  const db = await pool();
  const erasure = await findErasure(db, id);
  if (!erasure?.phone || !phoneSpellings(erasure.phone) || erasure.state === "found" || erasure.state === "held")
    return;
  const tell = async (rows: number) => {
    signal?.throwIfAborted();
    await addReadRows(db, id, rows);
  };
  await beginReading(db, id, await guessRows(db));
  if (erasure.state === "looking") {
    const { chosen } = erasure;
    const known = [...askedFor(erasure), ...(chosen?.identifiers ?? [])];
    const found = await findPerson(db, known, (candidates) => likelyLeads(candidates, chosen), { tell });
    return saveFound(db, id, await summarizeFound(db, found));
  }
  if (erasure.chosen) await erase(db, erasure, erasure.chosen, { tell, signal });
}

const askedFor = ({ phone }: Erasure): Identifier[] => [{ kind: "phone", value: phone ?? "" }];

/** Erases and searches again in turn, until a search finds nothing. Then there is a certificate. */
async function erase(
  db: Database,
  erasure: Erasure,
  decided: ChosenPerson,
  { tell, signal }: { tell: (rows: number) => Promise<void>; signal: AbortSignal | undefined },
): Promise<void> {
  const { id } = erasure;
  let chosen = decided;
  for (let round = 0; ; round++) {
    const leadIds = new Set(chosen.leadIds);
    const found = await findPerson(db, [...askedFor(erasure), ...chosen.identifiers], () => leadIds, { tell });
    const isNew = (lead: number) => !leadIds.has(lead) && !chosen.leftOutIds.includes(lead);
    const unseen = [...found.candidates].filter(([lead, { isSure }]) => isSure && isNew(lead));
    const stop = async (note: string) => saveFound(db, id, await summarizeFound(db, found, note));
    if (unseen.length > 0) return stop("More leads were found. Check them, then confirm again.");
    const erased = await eraseFound(db, erasure, chosen, found);
    if (!erased) return;
    chosen = erased;
    const left =
      (await removeAllFiles(erasure.asked_at, signal)) ?? (await certifyErasure(db, erasure, chosen, signal));
    if (left === null) return vacuumErased();
    if (round + 1 === MOST_ROUNDS)
      return stop(`No certificate was issued, because data of the person is still in ${left}.`);
  }
}
