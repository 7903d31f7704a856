import { type ConvosoFailure, retrieveCallLog } from "#app/convoso/client.server.ts";
import { findLatestRealCall } from "#app/db/arrivals.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { env } from "#app/env.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";

/**
 * Whether Convoso lets us ask for recordings. `host` is whom we asked, `callId` the call that we asked for, null where
 * we have none yet; `isKnown`: whether Convoso has that call. `advice` says what to do.
 */
export type ConnectionCheck = { host: string; milliseconds: number } & (
  | { ok: true; callId: string | null; isKnown: boolean; hasRecording: boolean }
  | { ok: false; message: string; advice: string }
);

const DAY_MS = 24 * 3600 * 1000;
/** Asked for while we know no call: the answer is empty, but an answer. */
const NO_CALL = "1";

/** Asks Convoso once, with the token that the recording fetcher uses, for the latest real call. Recorded. */
export async function checkConnection(db: Database, admin: Admin): Promise<ConnectionCheck> {
  await recordAudit(db, { ...admin, action: "check Convoso connection" });
  const { CONVOSO_API_URL, CONVOSO_AUTH_TOKEN, CONVOSO_TIME_ZONE } = env();
  const { host } = new URL(CONVOSO_API_URL);
  if (!CONVOSO_AUTH_TOKEN) {
    return { host, milliseconds: 0, ok: false, message: "CONVOSO_AUTH_TOKEN is not set.", advice: ADVICE.unauthorized };
  }
  const latest = await findLatestRealCall(db);
  const at = latest?.occurred_at.getTime() ?? Date.now();
  const started = performance.now();
  const answer = await retrieveCallLog(
    { apiUrl: CONVOSO_API_URL, authToken: CONVOSO_AUTH_TOKEN, timeZone: CONVOSO_TIME_ZONE },
    { callId: latest?.call_id ?? NO_CALL, from: new Date(at - DAY_MS), to: new Date(at + DAY_MS) },
  );
  const milliseconds = performance.now() - started;
  // What Convoso refuses, it has understood, and it knows the token.
  if (!answer.ok && answer.failure.kind !== "refused") {
    return { host, milliseconds, ok: false, message: answer.failure.message, advice: ADVICE[answer.failure.kind] };
  }
  const row = answer.ok ? answer.rows.find(({ id }) => id === latest?.call_id) : undefined;
  const callId = latest?.call_id ?? null;
  return { host, milliseconds, ok: true, callId, isKnown: row !== undefined, hasRecording: row?.recordingUrl != null };
}

const ADVICE: Record<Exclude<ConvosoFailure["kind"], "refused">, string> = {
  unauthorized:
    "In Convoso open API → Authorization Token, copy a token of your account, set CONVOSO_AUTH_TOKEN to it, and restart.",
  forbidden: "In Convoso open API → Authorization Token and tick the access to call logs for this token.",
  "not-json": "CONVOSO_API_URL must be the API's own address, such as https://api.convoso.com/v1.",
  "rate-limited": "Wait a minute. The recording fetcher waits by itself when Convoso asks for it.",
  "server-error": "This is on Convoso's side: the recording fetcher goes on trying. If it lasts, ask their support.",
  unreachable: "Check that this server may open HTTPS connections to that address: firewall, proxy, DNS.",
};
