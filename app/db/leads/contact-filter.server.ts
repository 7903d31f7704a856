import { type FragmentSqlToken, sql } from "slonik";
import { matchesLead } from "#app/db/leads/lead-search.server.ts";
import { chosenIn } from "#app/db/lists/choice-conditions.server.ts";
import type { Conditions } from "#app/db/lists/where.server.ts";
import { leadHasNote } from "#app/db/notes/note-words.server.ts";
import type { Choice } from "#app/lib/choice.ts";

export const LEAD_STAGES = ["new", "reached", "contacted", "converted", "lost"] as const;
type LeadStage = (typeof LEAD_STAGES)[number];

/** What a list of leads may be narrowed to. Times are of the first delivery about the lead. */
export type ContactFilter = {
  search?: string | undefined;
  /** Words of a note, all of them. */
  note?: string | undefined;
  /** "reached": any but new. */
  conversion?: Choice<LeadStage> | undefined;
  campaign?: Choice<string> | undefined;
  listId?: Choice<string> | undefined;
  state?: Choice<string> | undefined;
  isTest?: boolean | undefined;
  /** That moment and later. */
  from?: Date | undefined;
  /** Earlier than that moment. */
  to?: Date | undefined;
  /** For those who do not see phones and e-mails. */
  isMasked?: boolean | undefined;
  /** Leads that have the words of the search, not those that have only words which begin so; see `settleSearch`. */
  isWhole?: boolean | undefined;
};

const both = ({ wanted, unwanted }: ReturnType<typeof chosenIn>) => [wanted, unwanted];

/** The stages of a choice, with all but "new" for "reached". */
function stagesOf(choice: ContactFilter["conversion"]): Choice<string> | undefined {
  if (choice === undefined || choice === "reached") return undefined;
  if (typeof choice !== "object") return choice;
  const spelled = (stages: LeadStage[]) =>
    stages.flatMap((stage) => (stage === "reached" ? ["contacted", "converted", "lost"] : [stage]));
  return "anyOf" in choice ? { anyOf: spelled(choice.anyOf) } : { noneOf: spelled(choice.noneOf) };
}

/** A search finds words of notes as well, for those who may read them. */
function matchesSearch(search: string, seen: Pick<ContactFilter, "isMasked" | "isWhole">): FragmentSqlToken {
  const isLead = matchesLead(search, seen);
  return seen.isMasked ? isLead : sql.fragment`(${isLead} or ${leadHasNote(search)})`;
}

/** The conditions on `contacts` that a filter means: lists, counts and exports share them. */
export function contactConditions(filter: ContactFilter): Conditions {
  const { search, note, conversion, campaign, listId, state, isTest, from, to, isMasked, isWhole } = filter;
  return [
    search !== undefined && matchesSearch(search, { isMasked, isWhole }),
    note !== undefined && (isMasked ? sql.fragment`false` : leadHasNote(note)),
    conversion === "reached" && sql.fragment`contacts.conversion <> 'new'`,
    ...both(chosenIn(sql.fragment`contacts.conversion`, stagesOf(conversion))),
    ...both(chosenIn(sql.fragment`contacts.campaign`, campaign)),
    ...both(chosenIn(sql.fragment`contacts.list_id`, listId)),
    ...both(chosenIn(sql.fragment`contacts.state`, state)),
    isTest !== undefined && sql.fragment`contacts.is_test = ${isTest}`,
    from && sql.fragment`contacts.created_at >= ${from.toISOString()}::timestamptz`,
    to && sql.fragment`contacts.created_at < ${to.toISOString()}::timestamptz`,
  ];
}
