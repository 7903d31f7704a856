import { accountTime } from "#app/convoso/account-hours.server.ts";
import { askApi, type ConvosoSettings } from "#app/convoso/ask-api.server.ts";
import { type CallLogRow, parseCallLogRow } from "#app/convoso/call-log-row.server.ts";
import { type ConvosoFailure, convosoFailure } from "#app/convoso/convoso-failure.server.ts";
import { findRows } from "#app/convoso/find-rows.server.ts";

export type { ConvosoFailure, ConvosoSettings };

/** A call, and the window it lies in. Make it some hours wide: a local time that autumn repeats names two moments. */
export type CallLogQuery = { callId: string; from: Date; to: Date };

export type CallLogAnswer = { ok: true; rows: CallLogRow[] } | { ok: false; failure: ConvosoFailure };

// One row is expected. A few more show that the filter was ignored, without loading a day of calls.
const LIMIT = "10";

/** The failure of an answer in which the calls are nowhere. */
export const NO_LIST = convosoFailure("not-json", "the JSON holds no list of calls; check CONVOSO_API_URL", {
  status: 200,
});

/**
 * Asks Convoso's `/log/retrieve` for one call, once, with its recordings. The caller decides when to ask again, and must
 * compare each row's `id` with the one it asked for. Source: Convoso help centre, "Call Log Retrieve/Search API".
 * @returns the rows, or the failure by kind; it never throws for what Convoso or the network does
 */
export async function retrieveCallLog(settings: ConvosoSettings, query: CallLogQuery): Promise<CallLogAnswer> {
  const callId = query.callId.trim();
  // Convoso takes a blank filter for no filter and would answer with other people's calls.
  if (/^(0*|null|undefined)$/i.test(callId)) {
    return { ok: false, failure: convosoFailure("refused", "no request was sent, because the call has no id") };
  }
  const answer = await askApi(settings, "log/retrieve", {
    id: callId,
    include_recordings: "1",
    start_time: accountTime(query.from, settings.timeZone),
    end_time: accountTime(query.to, settings.timeZone),
    limit: LIMIT,
  });
  if (!answer.ok) return answer;
  const rows = findRows(answer.body);
  if (!rows) return { ok: false, failure: NO_LIST };
  const parsed = rows.map(parseCallLogRow).filter((row) => row !== null);
  return { ok: true, rows: parsed };
}
