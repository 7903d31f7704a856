import { spellText } from "#app/convoso/text-spellings.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import {
  eraseElsewhere,
  eraseFigures,
  eraseMention,
  eraseNotes,
  erasePersonRows,
} from "#app/db/erasure/erase-rows.server.ts";
import {
  type ChosenPerson,
  type Erasure,
  lockErasure,
  type PersonCounts,
  saveChosen,
} from "#app/db/erasure/erasures.server.ts";
import { foldTexts } from "#app/db/erasure/search-rows.server.ts";
import { lockKeeping } from "#app/db/keeping/lock-keeping.server.ts";
import { type FoundRows, wantedIn } from "#app/features/erasure/find-person.server.ts";
import { eitherOf } from "#app/features/erasure/identifiers.server.ts";
import { type Plan, planErasure } from "#app/features/erasure/plan-erasure.server.ts";
import { removeRecordingJobs } from "#app/features/recordings/recording-jobs.server.ts";

/**
 * Takes the person out of the rows that were found, in one short transaction, and notes what is needed to go on: the
 * leads are gone after it. What is on hold stays. The audit log is left to the transaction that writes the certificate.
 * @returns what is decided and done by then; null where the erasure was done or given up in the meantime
 */
export async function eraseFound(
  db: Database,
  { id }: Pick<Erasure, "id">,
  chosen: ChosenPerson,
  found: FoundRows,
): Promise<ChosenPerson | null> {
  const leadIds = new Set(chosen.leadIds);
  const described = [...found.candidates].filter(([lead]) => leadIds.has(lead)).map(([, candidate]) => candidate);
  const words = [...new Set([...chosen.words, ...described.flatMap((candidate) => candidate.words)])];
  return db.transaction(async (transaction) => {
    await lockKeeping(transaction, { change: false });
    if (!(await lockErasure(transaction, id))) return null;
    const plan = await planErasure(transaction, found, leadIds);
    await erasePlanned(transaction, plan, found, words);
    const after = {
      ...chosen,
      words,
      identifiers: found.identifiers.filter((one) => !found.common.includes(one)),
      erased: sum(chosen.erased, { ...plan.counts, auditEntries: 0 }),
    };
    await saveChosen(transaction, id, after);
    return after;
  });
}

/** Does what is planned, but for the audit log. */
export async function erasePlanned(
  transaction: Database,
  { rows, mentions, noteIds }: Plan,
  found: FoundRows,
  words: readonly string[],
): Promise<void> {
  const wanted = await wantedIn(transaction, found);
  const pattern = eitherOf(wanted) ?? "$^a";
  const namelessPattern = eitherOf(wanted.filter(({ isName }) => !isName)) ?? "$^a";
  const own = (await foldTexts(transaction, words)).flatMap((word) => spellText.word(word.trim()) ?? []);
  const ownPattern = [pattern, ...own].map((one) => `(?:${one})`).join("|");
  await erasePersonRows(transaction, rows, { pattern, ownPattern });
  for (const mention of mentions) await eraseMention(transaction, mention);
  await eraseNotes(transaction, noteIds);
  await eraseElsewhere(transaction, { pattern, namelessPattern });
  await eraseFigures(transaction, pattern);
  await removeRecordingJobs(transaction, rows.callIds);
}

function sum(some: PersonCounts | null, more: PersonCounts): PersonCounts {
  if (!some) return more;
  const keys = Object.keys(more) as (keyof PersonCounts)[];
  return Object.fromEntries(keys.map((key) => [key, some[key] + more[key]])) as PersonCounts;
}
