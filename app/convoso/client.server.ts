import { Agent, request } from "undici";
import { type CallLogRow, parseCallLogRow } from "#app/convoso/call-log-row.server.ts";
import type { Json } from "#app/convoso/clean-json.server.ts";
import { type ConvosoFailure, convosoFailure } from "#app/convoso/convoso-failure.server.ts";
import { type Answer, MAX_ANSWER_BYTES, readAnswer } from "#app/convoso/read-answer.server.ts";
import { singleton } from "#app/lib/singleton.ts";

export type { ConvosoFailure };

/** Whom to ask, as whom. `timeZone` is the account's IANA zone: Convoso's times carry no offset. */
export type ConvosoSettings = { apiUrl: string; authToken: string; timeZone: string; timeoutMs?: number };

/** A call, and the window it lies in. Make it some hours wide: a local time that autumn repeats names two moments. */
export type CallLogQuery = { callId: string; from: Date; to: Date };

export type CallLogAnswer = { ok: true; rows: CallLogRow[] } | { ok: false; failure: ConvosoFailure };

// One row is expected. A few more show that the filter was ignored, without loading a day of calls.
const LIMIT = "10";

/** A backlog asks thousands of times, and `fetch` costs the worker more than all else that it does with an answer. */
const agent = () => singleton("convoso-agent", () => new Agent({ maxResponseSize: MAX_ANSWER_BYTES }));

/** A redirect is not followed. What is thrown can hold the whole URL, token and all, so nothing of it is passed on but its code. */
async function ask(url: URL, { authToken, timeoutMs = 15_000 }: ConvosoSettings): Promise<Answer> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const headers = { accept: "application/json", "accept-encoding": "identity", "user-agent": "node" };
    return await readAnswer(await request(url, { dispatcher: agent(), signal, headers }), authToken);
  } catch (error) {
    const { name, code } = error as Error & { code?: unknown };
    const isTimeout = name === "TimeoutError";
    const detail = isTimeout ? `no answer within ${timeoutMs / 1000} s` : String(code ?? "the connection broke");
    return { ok: false, failure: convosoFailure("unreachable", detail) };
  }
}

/** Where the rows may be: accounts and versions differ, and reading the wrong place would look like "no rows". */
function findRows(body: Json): Json[] | null {
  const { data, results } = membersOf(body);
  const inside = membersOf(data);
  const rows = [inside.results, data, results, inside.entries].find(Array.isArray);
  if (rows) return rows;
  return [inside.total_found, inside.entries].some((count) => count === 0 || count === "0") ? [] : null;
}

function membersOf(value: Json | undefined): { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Writes times as Convoso reads them, which is as Sweden does. Kept, since it takes longer to make than a whole question. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const clock =
    clocks.get(timeZone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  clocks.set(timeZone, clock);
  return clock;
}

/**
 * Asks Convoso's `/log/retrieve` for one call, once, with its recordings. The caller decides when to ask again, and must
 * compare each row's `id` with the one it asked for. Source: Convoso help centre, "Call Log Retrieve/Search API".
 * @returns the rows, or the failure by kind; it never throws for what Convoso or the network does
 */
export async function retrieveCallLog(settings: ConvosoSettings, query: CallLogQuery): Promise<CallLogAnswer> {
  const callId = query.callId.trim();
  // Convoso takes a blank filter for no filter and would answer with other people's calls.
  if (/^(0*|null|undefined)$/i.test(callId)) {
    return { ok: false, failure: convosoFailure("refused", "there is no call id to ask for, so it was not asked") };
  }
  const clock = clockOf(settings.timeZone);
  const url = new URL(`${settings.apiUrl.replace(/\/+$/, "")}/log/retrieve`);
  url.search = new URLSearchParams({
    auth_token: settings.authToken,
    id: callId,
    include_recordings: "1",
    start_time: clock.format(query.from),
    end_time: clock.format(query.to),
    limit: LIMIT,
  }).toString();

  const answer = await ask(url, settings);
  if (!answer.ok) return answer;
  const rows = findRows(answer.body);
  if (!rows) {
    const failure = convosoFailure("not-json", "the JSON holds no list of calls; check CONVOSO_API_URL", {
      status: 200,
    });
    return { ok: false, failure };
  }
  const parsed = rows.map(parseCallLogRow).filter((row) => row !== null);
  return { ok: true, rows: parsed };
}
