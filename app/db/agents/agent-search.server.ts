import { type FragmentSqlToken, sql } from "slonik";
import { matchesText } from "#app/db/lists/match-text.server.ts";

/**
 * Selects the ids (ours) of agents with this in their name, or with this id in Convoso; `*` stands for any text.
 * @param isMasked for those to whom a name that is a phone or an e-mail address is masked: it is not found by its parts
 */
export function agentsCalled(value: string, isMasked = false): FragmentSqlToken {
  const named = matchesText(sql.fragment`agents.name`, value.includes("*") ? value : `*${value}*`, isMasked);
  return sql.fragment`select agents.id from agents where agents.agent_id = ${value} or ${named}`;
}
