import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { SHORT_CALL } from "../sample-bodies.ts";

/** How the calls ended that were sent around an outage. `lost`: answered 2xx, and not stored a minute later. */
export type Outage = {
  sent: number;
  accepted: number;
  refused: number;
  unanswered: number;
  stored: number;
  lost: number;
};

type Server = { stop: () => Promise<void>; start: () => Promise<void> };

const EVERY_MS = 100;
const BEFORE_MS = 2_000;
const AWAY_MS = 10_000;
const AFTER_MS = 3_000;
const PATIENCE_MS = 30_000; // of the sender
const LATEST_MS = 60_000;

/** Sends ten calls a second, and stops the database for ten seconds meanwhile. */
export async function throughOutage(url: string, server: Server, databaseUrl: string, table: string): Promise<Outage> {
  const first = Date.now() * 10;
  const answers: Promise<{ id: string; status: number | null }>[] = [];
  const sendFor = async (ms: number) => {
    for (let at = 0; at < ms; at += EVERY_MS) {
      answers.push(send(url, String(first + answers.length)));
      await sleep(EVERY_MS);
    }
  };
  await sendFor(BEFORE_MS);
  const stopped = server.stop();
  await sendFor(AWAY_MS);
  await stopped;
  const started = server.start();
  await sendFor(AFTER_MS);
  await started;
  const all = await Promise.all(answers);
  const accepted = all.filter(({ status }) => status !== null && status < 300).map(({ id }) => id);
  const ids = all.map(({ id }) => id);
  const stored = await storedOf(databaseUrl, table, ids, accepted);
  return {
    sent: all.length,
    accepted: accepted.length,
    refused: all.filter(({ status }) => status !== null && status >= 300).length,
    unanswered: all.filter(({ status }) => status === null).length,
    stored: stored.size,
    lost: accepted.filter((id) => !stored.has(id)).length,
  };
}

async function send(url: string, id: string): Promise<{ id: string; status: number | null }> {
  const body = SHORT_CALL.replaceAll("{n}", id).replaceAll("{phone}", "2135550123");
  const headers = { "content-type": "application/json" };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(url, { method: "POST", headers, body, signal }).catch(() => null);
  await response?.body?.cancel().catch(() => {});
  return { id, status: response?.status ?? null };
}

/** Those that are there, as soon as all of `accepted` are, or after a minute. */
async function storedOf(databaseUrl: string, table: string, ids: string[], accepted: string[]): Promise<Set<string>> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  for (const end = Date.now() + LATEST_MS; ; await sleep(500)) {
    const { rows } = await client.query(`select call_id from ${table} where call_id = any($1)`, [ids]);
    const stored = new Set<string>(rows.map(({ call_id }) => call_id));
    if (Date.now() < end && !accepted.every((id) => stored.has(id))) continue;
    await client.end();
    return stored;
  }
}
