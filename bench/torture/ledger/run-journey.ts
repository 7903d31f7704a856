import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Call } from "#test/convoso-simulator/call-center.ts";
import { createRandom, type Random } from "#test/convoso-simulator/random.ts";
import { type Stand, startStand } from "../stand.ts";
import { chooseDays, type Day, windowsOf } from "./days.ts";
import { type Account, judgeCalls } from "./judge-calls.ts";
import { drawFate, type Fate, sendAll, writeWebhook } from "./webhooks.ts";

export type JourneyForm = { calls: number; killsEach: number };
export const LEDGER: JourneyForm = { calls: 5_000, killsEach: 5 };
export const SHORT_LEDGER: JourneyForm = { calls: 400, killsEach: 1 };

export type LedgerJourney = Account & {
  seed: number;
  calls: number;
  days: string[];
  fates: Record<Fate, number>;
  redisposed: number;
  late: number;
  vanished: number;
  faults: number;
  kills: number;
  seconds: number;
};

const TIME_ZONE = "America/Los_Angeles";
const REDISPOSED = 0.02;
const LATE = 0.02;
const VANISHED = 0.002;
/** The four times at which the portal asks for an hour; the days of the journey are over, so it is told when. */
const ROUNDS = ["15 minutes", "3 hours", "24 hours", "7 days"] as const;
const FAULTS = ["429", "500", "html", "disconnect", "refused", "5001"] as const;
const FAULTS_EACH = 3;
const PATIENCE_MS = 240_000;

/**
 * Plays days of a call centre to a portal whose webhooks are dropped, delayed and doubled, and whose log has late rows,
 * changes and losses, while its worker is killed again and again. Then compares every call of the portal with the log.
 */
export async function runLedgerJourney(
  form: JourneyForm,
  { seed, tell }: { seed: number; tell: (line: string) => void },
): Promise<LedgerJourney> {
  const stand = await startStand({
    LEDGER_CHECK_SECONDS: "60",
    LEDGER_BACKFILL_DAYS: "0",
    RECORDING_HOSTS: "127.0.0.1",
  });
  const client = new pg.Client(stand.databaseUrl);
  const start = performance.now();
  try {
    await stand.untilWell();
    await client.connect();
    return await play({ stand, client, form, random: createRandom(seed), tell, seed, start });
  } finally {
    await client.end();
    await stand.stop();
  }
}

type Journey = {
  stand: Stand;
  client: pg.Client;
  form: JourneyForm;
  random: Random;
  tell: (line: string) => void;
  seed: number;
  start: number;
};

async function play(journey: Journey): Promise<LedgerJourney> {
  const { stand, client, form, random, tell, seed, start } = journey;
  const days = chooseDays(TIME_ZONE);
  const windows = windowsOf(days, TIME_ZONE);
  const calls = placeCalls(stand, days, form.calls, random);
  const fates = new Map(calls.map((call) => [call, drawFate(random)]));
  const with_ = (...wanted: Fate[]) => calls.filter((call) => wanted.includes(fates.get(call) as Fate));
  const delayed = with_("delayed").map((call) => writeWebhook(call, TIME_ZONE));
  const late = calls.filter(() => random.chance(LATE));
  for (const call of late) call.loggedAt = Number.POSITIVE_INFINITY;
  const redisposed = calls
    .filter(({ disposition }) => disposition.becomes && random.chance(REDISPOSED * 3))
    .slice(0, form.calls * REDISPOSED);
  const vanishing = with_("sent").filter((call) => !redisposed.includes(call) && random.chance(VANISHED));

  tell(`${calls.length} calls, ${with_("dropped").length} webhooks dropped …`);
  await sendAll(
    stand,
    [...with_("sent", "doubled"), ...with_("doubled")].map((call) => writeWebhook(call, TIME_ZONE)),
  );
  await client.query(
    `insert into ledger_windows (starts_at, ends_at, next_ask_at) select *, now() from unnest($1::timestamptz[], $2::timestamptz[])`,
    [windows.map(({ startsAt }) => startsAt), windows.map(({ endsAt }) => endsAt)],
  );
  let [kills, faults] = [0, 0];
  for (const [round, name] of ROUNDS.entries()) {
    for (const call of redisposed.filter((_, index) => index % ROUNDS.length === round)) redispose(stand, call);
    if (round === 1) for (const call of late) call.loggedAt = 0;
    if (round === 2) await sendAll(stand, delayed);
    if (round === 2) for (const { id } of vanishing) stand.simulator.vanish(id);
    const done = await checkAll(journey, windows.map(({ startsAt }) => startsAt)); // biome-ignore format: one call
    kills += done.kills;
    faults += done.faults;
    tell(`  ${name} after each hour: ${done.kills} kills, ${done.faults} failures, ${done.seconds} s`);
  }
  await untilRecordingsAreFound(client, calls);
  const touched = new Set([...redisposed, ...late, ...vanishing]);
  const onlyDropped = new Set(with_("dropped").filter((call) => !touched.has(call)).map(({ id }) => id)); // biome-ignore format: a set
  const account = await judgeCalls(client, calls, { onlyDropped, timeZone: TIME_ZONE, baseUrl: stand.simulator.url });
  return {
    ...account,
    seed,
    calls: calls.length,
    days: days.map(({ startsAt, name }) => `${startsAt.toISOString().slice(0, 10)}, ${name}`),
    fates: Object.fromEntries(
      (["sent", "dropped", "delayed", "doubled"] as const).map((fate) => [fate, with_(fate).length]),
    ) as Record<Fate, number>,
    ...{ redisposed: redisposed.length, late: late.length, vanished: vanishing.length, faults, kills },
    seconds: Math.round((performance.now() - start) / 1000),
  };
}

function placeCalls({ simulator }: Stand, days: readonly Day[], count: number, random: Random): Call[] {
  return Array.from({ length: count }, () => {
    const { startsAt, endsAt } = random.pick(days);
    const startedAt = startsAt.getTime() + random.between(0, (endsAt.getTime() - startsAt.getTime()) / 1000 - 1) * 1000;
    return simulator.placeCall({ startedAt });
  });
}

function redispose({ simulator }: Stand, { id, disposition }: Call): void {
  if (disposition.becomes) simulator.redispose(id, disposition.becomes);
}

/** Has every window asked once more, and kills the worker meanwhile. Resolves when all are compared. */
async function checkAll({ stand, client, form, random }: Journey, starts: readonly Date[]) {
  const start = performance.now();
  await client.query("update ledger_windows set next_ask_at = now() where starts_at = any($1)", [starts]);
  let [kills, faults] = [0, 0];
  for (;;) {
    await client.query("update ledger_windows set next_ask_at = now() where failures > 0");
    await client.query("select graphile_worker.add_job('check_ledger', job_key => 'check_ledger')");
    if (faults < FAULTS_EACH)
      stand.simulator.fail({ kind: FAULTS[faults++ % FAULTS.length] ?? "500", retryAfterSeconds: 1 });
    await sleep(random.between(50, 900));
    if (kills < form.killsEach) {
      await stand.end("worker");
      kills += 1;
      continue;
    }
    const { rows } = await client.query(
      "select from ledger_windows where next_ask_at <= now() or failures > 0 limit 1",
    );
    const { rows: open } = await client.query(
      "select from ledger_differences where state = 'open' and is_automatic limit 1",
    );
    if (rows.length + open.length === 0)
      return { kills, faults, seconds: Math.round((performance.now() - start) / 1000) };
    if (performance.now() - start > PATIENCE_MS)
      throw new Error("Not every hour was compared: see test-results/torture-worker.log.");
  }
}

async function untilRecordingsAreFound(client: pg.Client, calls: readonly Call[]): Promise<void> {
  const recorded = calls.filter(({ recording, vanishedAt }) => recording && vanishedAt === null).map(({ id }) => id);
  for (const patience = Date.now() + PATIENCE_MS; Date.now() < patience; await sleep(500)) {
    const { rows } = await client.query("select from calls where call_id = any($1) and recording_url is null limit 1", [
      recorded,
    ]);
    if (rows.length === 0) return;
  }
}
