import pg from "pg";
import { addLoggedCalls, type LoggedCalls } from "./ledger/logged-calls.ts";
import { countQuestions } from "./ledger/questions.ts";
import { type LedgerFigures, reportLedger } from "./ledger/report.ts";
import { countBare, followWalk, startLedgerWorker, stopWorker } from "./ledger/walk.ts";
import type { LoadResult } from "./load.ts";
import { putUnderLoad } from "./put-under-load.ts";
import { SHORT_CALL } from "./sample-bodies.ts";
import type { Stage, Stand } from "./stage.ts";
import { startContender } from "./start-contender.ts";

const QUICK = { days: 4, calls: 133_000, rounds: 3, secondsEach: 6 };
const FULL = { days: 30, calls: 1_000_000, rounds: 5, secondsEach: 10 };
const PACE = { perSecond: 500, connections: 64 };
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Enough for a rate; the same hours take the walk much longer. */
const BARE_HOURS = 100;

export const ledger: Stage<LedgerFigures> = { title: "Ledger", measure: measureLedger, report: reportLedger };

async function measureLedger({ newDatabase, isFull, tell }: Stand): Promise<LedgerFigures> {
  const { days, calls, rounds, secondsEach } = isFull ? FULL : QUICK;
  const searched = await newDatabase();
  const client = await connect(searched.url);
  const settings = { CONVOSO_REQUESTS_PER_SECOND: "0", CONVOSO_TIME_ZONE: "UTC" };
  const questions = await countQuestions(client, { ...settings, DATABASE_URL: searched.url }, tell);
  await client.end();

  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const logged: LoggedCalls = {
    first: today - days * DAY_MS,
    stepMs: Math.floor((days * DAY_MS) / calls),
    count: calls,
  };
  const database = await newDatabase();
  const walker = await connect(database.url);
  await addLoggedCalls(walker, logged);
  tell(`${calls} calls are there`);
  const log = await startContender("bench/contenders/hourly-log.ts", [], {
    ...{ FIRST: String(logged.first), STEP_MS: String(logged.stepMs), COUNT: String(calls) },
  });
  const apiUrl = `http://127.0.0.1:${log.port}/v1`;
  const portal = { ...settings, DATABASE_URL: database.url, CONVOSO_API_URL: apiUrl, CONVOSO_AUTH_TOKEN: "t" };
  let worker = await startLedgerWorker({ ...portal, LEDGER_BACKFILL_DAYS: String(days) });
  try {
    const walk = await followWalk(walker, worker, tell);
    const hours = Array.from({ length: BARE_HOURS }, (_, nth) => new Date(today - (nth + 1) * HOUR_MS));
    const barePerSecond = await countBare(apiUrl, hours);
    tell(`portal ${walk.perSecond} calls/s, bare loop ${barePerSecond} calls/s`);
    await stopWorker(worker);
    worker = await startLedgerWorker({
      ...portal,
      CONVOSO_REQUESTS_PER_SECOND: "3",
      LEDGER_BACKFILL_DAYS: String(days),
    });
    const web = await startContender("server.ts", [], portal);
    const load = () =>
      putUnderLoad({ ...PACE, port: web.port, path: "/api/webhooks/convoso", seconds: secondsEach, body: SHORT_CALL });
    await load(); // warms up
    const [alone, beside]: [LoadResult[], LoadResult[]] = [[], []];
    let comparedBeside = 0;
    for (let round = 0; round < rounds; round++) {
      alone.push(await load());
      await walker.query("update ledger_windows set next_ask_at = now()");
      await walker.query("select graphile_worker.add_job('check_ledger', job_key => 'check_ledger')");
      const before = new Date();
      beside.push(await load());
      const { rows } = await walker.query<{ calls: number }>(
        "select coalesce(sum(calls_there), 0)::int as calls from ledger_windows where compared_at >= $1",
        [before],
      );
      comparedBeside += rows[0]?.calls ?? 0;
      await walker.query("update ledger_windows set next_ask_at = null");
      tell(`ingest alone ${alone.at(-1)?.p50} ms, beside the walk ${beside.at(-1)?.p50} ms`);
    }
    await web.stop();
    return {
      questions,
      days,
      walk,
      barePerSecond,
      ingest: { perSecond: PACE.perSecond, alone, beside, comparedBeside },
    };
  } finally {
    await stopWorker(worker);
    await log.stop();
    await walker.end();
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  await client.connect();
  return client;
}
