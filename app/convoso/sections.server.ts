import { askApi, type ConvosoSettings } from "#app/convoso/ask-api.server.ts";
import type { Json } from "#app/convoso/clean-json.server.ts";
import { type ConvosoFailure, convosoFailure } from "#app/convoso/convoso-failure.server.ts";
import { findRows, membersOf } from "#app/convoso/find-rows.server.ts";

/** What a list of Convoso's says of one of its things. Every value may be text, and any may be missing. */
export type NamedRow = { [key: string]: Json };

/** A page of a list; `total` is what Convoso says there is in all, null where it does not. */
export type SectionAnswer =
  | { ok: true; rows: NamedRow[]; total: number | null }
  | { ok: false; failure: ConvosoFailure };

/**
 * Asks for a list of Convoso's: `status/search`, `users/search`, `campaigns/search`, `lists/search` or `leads/search`.
 * Sources: Convoso help centre, "Status Search", "Users Search API" (its results are an object keyed by id), "Lists Search
 * API", "Lead Search API".
 * @returns what came, or the failure by kind; it never throws for what Convoso or the network does
 */
export async function searchSection(
  settings: ConvosoSettings,
  path: string,
  params: Record<string, string>,
): Promise<SectionAnswer> {
  const answer = await askApi(settings, path, params);
  if (!answer.ok) return answer;
  const rows = findRows(answer.body) ?? findKeyed(answer.body);
  if (!rows) {
    const failure = convosoFailure("not-json", "the JSON holds no list; check CONVOSO_API_URL", { status: 200 });
    return { ok: false, failure };
  }
  const { total } = membersOf(membersOf(answer.body).data);
  const count = Number(total ?? Number.NaN);
  return { ok: true, rows: rows.map(membersOf), total: Number.isInteger(count) ? count : null };
}

/** Rows that are the members of an object, keyed by their ids. */
function findKeyed(body: Json): Json[] | null {
  const { data } = membersOf(body);
  const { results } = membersOf(data);
  const rows = Object.values(membersOf(results ?? data));
  const isList = typeof data === "object" && rows.every((row) => typeof row === "object" && row !== null);
  return isList ? rows : null;
}
