import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { createRandom } from "#test/convoso-simulator/random.ts";
import { recordingLink } from "#test/convoso-simulator/recording.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";
import { startLedgerWorker, stopWorker } from "./walk.ts";

/** Seconds are those of the life that is played; it runs `speed` times as fast. */
export type Questions = {
  calls: number;
  speed: number;
  found: number;
  wrong: number;
  questions: { ofSpans: number; ofCalls: number };
  /** From when Convoso has a recording until the portal has it, in order. */
  lags: number[];
  /** The same, were each call asked for alone by the schedule. */
  lagsAlone: number[];
};

const CALLS = 1_000;
const SPEED = 20;
const HOUR_MS = 3_600_000;
const DELAY = 120;
const RETRIES = [240, 480, 900, 1800, 3600, 7200, 21600, 86400];
const LONGEST_LAG = 20 * 60;
const SETTLE_MS = 30_000;

/** An hour of 1,000 calls whose recordings come 1 to 20 minutes after them, asked for by the portal's worker. */
export async function countQuestions(
  client: pg.Client,
  settings: Record<string, string>,
  tell: (line: string) => void,
): Promise<Questions> {
  const convoso = await startSimulator({ timeZone: settings.CONVOSO_TIME_ZONE ?? "UTC" });
  const random = createRandom(1);
  const fast = (seconds: number) => String(seconds / SPEED);
  const worker = await startLedgerWorker({
    ...settings,
    CONVOSO_API_URL: convoso.apiUrl,
    CONVOSO_AUTH_TOKEN: convoso.authToken,
    LEDGER_CHECK_SECONDS: "off",
    RECORDING_CHECKS_PER_MINUTE: "0",
    RECORDING_DELAY_SECONDS: fast(DELAY),
    RECORDING_RETRY_SECONDS: RETRIES.map(fast).join(),
  });
  const cameAt = new Map<string, number>();
  try {
    const gap = HOUR_MS / CALLS / SPEED;
    const start = performance.now();
    for (let nth = 0; nth < CALLS; nth++) {
      await sleep(Math.max(0, start + nth * gap - performance.now()));
      const recordingDelaySeconds = random.between(60, LONGEST_LAG) / SPEED;
      const call = convoso.placeCall({ lengthSeconds: 1, disposition: "SALE", recordingDelaySeconds });
      await addCall(client, call, DELAY / SPEED);
      cameAt.set(call.id, Date.now());
      if (nth % 250 === 249) tell(`${nth + 1} calls of an hour`);
    }
    for (
      const patience = Date.now() + SETTLE_MS + (LONGEST_LAG / SPEED) * 1000;
      Date.now() < patience;
      await sleep(250)
    ) {
      const { rows } = await client.query("select from calls where recording_url is null limit 1");
      if (rows.length === 0) break;
    }
    return await account(client, convoso, cameAt);
  } finally {
    await stopWorker(worker);
    await convoso.stop();
  }
}

type Convoso = Awaited<ReturnType<typeof startSimulator>>;

/** A call as a delivery leaves it, and the search for its recording. */
async function addCall(client: pg.Client, call: { id: string; startedAt: number; seconds: number }, delay: number) {
  await client.query(
    `insert into calls (call_id, disposition, duration_seconds, started_at, occurred_at, created_at, last_event_id)
    values ($1, 'SALE', $2, to_timestamp($3), to_timestamp($3), now(), gen_random_uuid())`,
    [call.id, call.seconds, call.startedAt / 1000],
  );
  await client.query(
    "insert into pending_recordings (call_id, next_try_at) values ($1, now() + make_interval(secs => $2))",
    [call.id, delay],
  );
  await client.query(
    `select graphile_worker.add_job('fetch_recording', json_build_object('callId', $1::text),
      job_key => 'fetch_recording:' || $1, run_at => now() + make_interval(secs => $2))`,
    [call.id, delay],
  );
}

async function account(client: pg.Client, convoso: Convoso, cameAt: ReadonlyMap<string, number>): Promise<Questions> {
  const { rows } = await client.query<{ call_id: string; url: string; at: Date }>(
    "select call_id, recording_url as url, recording_found_at as at from calls where recording_url is not null",
  );
  const calls = new Map(convoso.calls().map((call) => [call.id, call]));
  const [lags, lagsAlone]: [number[], number[]] = [[], []];
  let wrong = 0;
  for (const { call_id, url, at } of rows) {
    const recording = calls.get(call_id)?.recording;
    if (!recording || url !== recordingLink(convoso.url, recording)) wrong += 1;
    const listed = (recording?.listedAt ?? 0) - (cameAt.get(call_id) ?? 0);
    lags.push(((at.getTime() - (recording?.listedAt ?? 0)) / 1000) * SPEED);
    const asked = [DELAY, ...RETRIES].find((seconds) => seconds >= (listed / 1000) * SPEED) ?? Number.NaN;
    lagsAlone.push(asked - (listed / 1000) * SPEED);
  }
  const seen = convoso.requests();
  const ofCalls = seen.filter(({ query }) => "id" in query).length;
  return {
    ...{ calls: calls.size, speed: SPEED, found: rows.length, wrong, lagsAlone: lagsAlone.sort((a, b) => a - b) },
    questions: { ofSpans: seen.length - ofCalls, ofCalls },
    lags: lags.sort((a, b) => a - b),
  };
}
