import type { ConvosoFailure } from "#app/convoso/client.server.ts";
import { type NamedRow, searchSection } from "#app/convoso/sections.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { env } from "#app/env.server.ts";
import { pauseTurns, waitForTurn } from "#app/features/recordings/wait-for-turn.server.ts";
import type { SectionState } from "#app/lib/convoso-sections.ts";

/** What came of one question: the rows, or the state and the words for an admin. */
export type AskedSection =
  | { ok: true; rows: NamedRow[]; total: number | null }
  | { ok: false; state: Exclude<SectionState, "works">; answer: string; kind: ConvosoFailure["kind"] };

/** Whom to ask, as whom; null while no token is set. */
export function convosoSettings() {
  const { CONVOSO_API_URL: apiUrl, CONVOSO_AUTH_TOKEN: authToken, CONVOSO_TIME_ZONE: timeZone } = env();
  return authToken === undefined ? null : { apiUrl, authToken, timeZone };
}

/** Asks for one page of a list of Convoso's, in its turn. */
export async function askSection(db: Database, path: string, params: Record<string, string>): Promise<AskedSection> {
  const settings = convosoSettings();
  if (settings === null) {
    return { ok: false, state: "refused", answer: "CONVOSO_AUTH_TOKEN is not set.", kind: "unauthorized" };
  }
  await waitForTurn(db);
  const answer = await searchSection(settings, path, params);
  if (answer.ok) return answer;
  const { kind, message, retryAfterSeconds } = answer.failure;
  if (kind === "rate-limited") await pauseTurns(db, retryAfterSeconds);
  return { ok: false, state: stateOf(kind), answer: message, kind };
}

/** Whether asking again later may help. */
export function stateOf(kind: ConvosoFailure["kind"]): Exclude<SectionState, "works"> {
  return ["refused", "unauthorized", "forbidden"].includes(kind) ? "refused" : "not asked";
}
