import { sql } from "slonik";
import { matchesLead } from "#app/db/lead-search.server.ts";
import type { Conditions } from "#app/db/where.server.ts";

/** What a list of leads may be narrowed to. Times are of the first delivery about the lead. */
export type ContactFilter = {
  search?: string | undefined;
  /** "reached": any but new. */
  conversion?: "new" | "reached" | "contacted" | "converted" | "lost" | undefined;
  campaign?: string | undefined;
  listId?: string | undefined;
  state?: string | undefined;
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

/** The conditions on `contacts` that a filter means: lists, counts and exports share them. */
export function contactConditions(filter: ContactFilter): Conditions {
  const { search, conversion, campaign, listId, state, isTest, from, to, isMasked, isWhole } = filter;
  return [
    search !== undefined && matchesLead(search, { isMasked, isWhole }),
    conversion === "reached"
      ? sql.fragment`contacts.conversion <> 'new'`
      : conversion && sql.fragment`contacts.conversion = ${conversion}`,
    campaign !== undefined && sql.fragment`contacts.campaign = ${campaign}`,
    listId !== undefined && sql.fragment`contacts.list_id = ${listId}`,
    state !== undefined && sql.fragment`contacts.state = ${state}`,
    isTest !== undefined && sql.fragment`contacts.is_test = ${isTest}`,
    from && sql.fragment`contacts.created_at >= ${from.toISOString()}::timestamptz`,
    to && sql.fragment`contacts.created_at < ${to.toISOString()}::timestamptz`,
  ];
}
