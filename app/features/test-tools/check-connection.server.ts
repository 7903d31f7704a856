import { type ConvosoFailure, type ConvosoSettings, retrieveCallLog } from "#app/convoso/client.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { findLatestRealCall } from "#app/db/deliveries/arrivals.server.ts";
import { upsertSection } from "#app/db/names/sections.server.ts";
import { env } from "#app/env.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { askSection, convosoSettings, stateOf } from "#app/features/names/ask-section.server.ts";
import { waitForTurn } from "#app/features/recordings/wait-for-turn.server.ts";
import type { SectionName } from "#app/lib/convoso-sections.ts";

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
/** No lead is needed to see whether leads can be read. */
const NO_LEAD = "1";

/**
 * Asks each section of Convoso's API once, with the token of the portal: the call log for the latest real call, the others
 * for one row. Recorded, and each result is kept.
 */
export async function checkConnection(db: Database, admin: Admin): Promise<ConnectionCheck> {
  await recordAudit(db, { ...admin, action: "check Convoso connection" });
  const { host } = new URL(env().CONVOSO_API_URL);
  if (convosoSettings() === null) {
    return { host, milliseconds: 0, ok: false, message: "CONVOSO_AUTH_TOKEN is not set.", advice: ADVICE.unauthorized };
  }
  const [check] = await Promise.all([checkLog(db, host), ...PROBES.map((probe) => tryProbe(db, probe))]);
  announceChange("names");
  return check;
}

async function checkLog(db: Database, host: string): Promise<ConnectionCheck> {
  const settings = convosoSettings() as ConvosoSettings;
  const latest = await findLatestRealCall(db);
  const at = latest?.occurred_at.getTime() ?? Date.now();
  await waitForTurn(db);
  const started = performance.now();
  const answer = await retrieveCallLog(settings, {
    callId: latest?.call_id ?? NO_CALL,
    from: new Date(at - DAY_MS),
    to: new Date(at + DAY_MS),
  });
  const milliseconds = performance.now() - started;
  // What Convoso refuses, it has understood, and it knows the token.
  if (!answer.ok && answer.failure.kind !== "refused") {
    const { kind, message } = answer.failure;
    await upsertSection(db, { section: "log", state: stateOf(kind), answer: message });
    return { host, milliseconds, ok: false, message, advice: ADVICE[kind] };
  }
  await upsertSection(db, { section: "log", state: "works", answer: "The call log can be read." });
  const row = answer.ok ? answer.rows.find(({ id }) => id === latest?.call_id) : undefined;
  const callId = latest?.call_id ?? null;
  return { host, milliseconds, ok: true, callId, isKnown: row !== undefined, hasRecording: row?.recordingUrl != null };
}

type Probe = { section: Exclude<SectionName, "log">; path: string; params: Record<string, string> };

const PROBES: Probe[] = [
  { section: "users", path: "users/search", params: { user: "", limit: "1" } },
  { section: "statuses", path: "status/search", params: { query: "NEW" } },
  { section: "campaigns", path: "campaigns/search", params: {} },
  { section: "lists", path: "lists/search", params: { status: "1" } },
  { section: "leads", path: "leads/search", params: { lead_id: NO_LEAD, limit: "1" } },
];

async function tryProbe(db: Database, { section, path, params }: Probe): Promise<void> {
  const answer = await askSection(db, path, params);
  if (answer.ok) await upsertSection(db, { section, state: "works", answer: "It answers." });
  // A lead that Convoso does not know is an answer of a section that the token may read.
  else if (section === "leads" && answer.kind === "refused") {
    await upsertSection(db, { section, state: "works", answer: "It answers." });
  } else await upsertSection(db, { section, state: answer.state, answer: answer.answer });
}

const ADVICE: Record<Exclude<ConvosoFailure["kind"], "refused">, string> = {
  unauthorized:
    "In Convoso open API → Authorization Token, copy a token of your account, set CONVOSO_AUTH_TOKEN to it, and restart.",
  forbidden: "In Convoso open API → Authorization Token and tick “Call Logs: search” for this token.",
  "not-json": "CONVOSO_API_URL must be the API's own address, such as https://api.convoso.com/v1.",
  "rate-limited": "Wait a minute. The portal slows down when Convoso asks for it.",
  "server-error": "The problem is at Convoso. The portal keeps trying. If it lasts, contact Convoso's support.",
  unreachable: "Check that this server can open HTTPS connections to that address: firewall, proxy, DNS.",
};
