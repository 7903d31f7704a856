import type { ChosenPerson } from "#app/db/erasure/erasures.server.ts";
import type { Candidate } from "#app/features/erasure/find-person.server.ts";
import { foldText } from "#app/lib/fold-text.ts";

/**
 * The leads to select before an admin decides. Erasing a stranger cannot be undone, so a shared number is not enough: a
 * lead has to have the name of the leads that an admin chose, or no name. With none chosen, it is the name that all leads
 * with the number have; where their names differ, no lead is selected.
 */
export function likelyLeads(
  candidates: ReadonlyMap<number, Candidate>,
  decided: Pick<ChosenPerson, "leadIds" | "leftOutIds"> | null,
): Set<number> {
  const chosen = decided?.leadIds ?? [];
  const leftOut = decided?.leftOutIds ?? [];
  const all = [...candidates];
  const known = all.filter(([id, { own }]) => (chosen.length > 0 ? chosen.includes(id) : own.has(0)));
  const names = new Set(known.map(([, candidate]) => foldText(leadName(candidate))).filter((name) => name !== ""));
  const isAmbiguous = known.length === 0 || (chosen.length === 0 && names.size > 1);
  const isAlike = (candidate: Candidate) => names.has(foldText(leadName(candidate))) || leadName(candidate) === "";
  const likely = all.filter(([id, one]) => one.isSure && isAlike(one) && !isAmbiguous && !leftOut.includes(id));
  return new Set([...chosen, ...likely.map(([id]) => id)]);
}

/** The name of a lead as it is shown: the current one, or the last one that it had; empty where it never had one. */
export function leadName({ lead, identifiers }: Pick<Candidate, "lead" | "identifiers">): string {
  const name = [lead.first_name, lead.last_name].filter(Boolean).join(" ");
  return name || (identifiers.find(({ kind }) => kind === "name")?.value ?? "");
}
