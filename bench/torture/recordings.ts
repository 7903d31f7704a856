import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { recordingLink } from "#test/convoso-simulator/recording.ts";
import type { Stand } from "./stand.ts";

export type RecordingAccount = { searched: number; found: number; wrong: number; seconds: number };

/** Waits until the worker has found the recordings of these calls, and compares each link with its call's own. */
export async function countRecordings(
  { databaseUrl, simulator }: Stand,
  callIds: readonly string[],
  patienceSeconds: number,
): Promise<RecordingAccount> {
  const links = new Map(
    simulator.calls().map(({ id, recording }) => [id, recording && recordingLink(simulator.url, recording)]),
  );
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const start = performance.now();
  try {
    for (;;) {
      const text = "select call_id, recording_url from calls where call_id = any($1)";
      const { rows } = await client.query(text, [callIds]);
      const found = rows.filter(({ recording_url }) => recording_url !== null);
      const wrong = found.filter(({ call_id, recording_url }) => recording_url !== links.get(call_id)).length;
      const seconds = Math.round((performance.now() - start) / 1000);
      if (found.length === rows.length || seconds > patienceSeconds) {
        return { searched: rows.length, found: found.length, wrong, seconds };
      }
      await sleep(500);
    }
  } finally {
    await client.end();
  }
}
