import { setTimeout as sleep } from "node:timers/promises";
import { createRandom } from "#test/convoso-simulator/random.ts";
import { createDeliveries } from "./deliveries.ts";
import { type Account, judge } from "./judge.ts";
import { sendSteadily } from "./send.ts";
import type { Stand, Victim } from "./stand.ts";

/** What happens to whom, under which load. `outage`: the database is away for so many seconds in the middle. */
export type Round = { name: string; victims: Victim[]; rate: number; seconds: number; outage?: number };
export type RoundResult = Account & { name: string; rate: number; seconds: number; kills: string[]; wellAfter: number };

const at500 = { rate: 500, seconds: 60 };
const outage = { rate: 200, seconds: 70, outage: 60 };

export const FULL: Round[] = [
  { name: "kill -9 of web", victims: ["web"], ...at500 },
  { name: "kill -9 of the worker, and of a PostgreSQL backend", victims: ["worker", "backend"], ...at500 },
  { name: "SIGTERM to web and worker", victims: ["web stop", "worker stop"], ...at500 },
  { name: "60 s without database", victims: [], ...outage },
  { name: "60 s without database, kill -9 of web", victims: ["web"], ...outage },
  { name: "kill -9 of the whole PostgreSQL", victims: ["postgres"], ...at500 },
  { name: "kill -9 of all of them in turn", victims: ["web", "worker", "backend", "postgres"], ...at500 },
];

const at100 = { rate: 100, seconds: 8 };
export const SHORT: Round[] = [
  { name: "kill -9 of web", victims: ["web"], ...at100 },
  { name: "SIGTERM to web and worker", victims: ["web stop", "worker stop"], ...at100 },
  { name: "kill -9 of a PostgreSQL backend, and of the worker", victims: ["backend", "worker"], ...at100 },
  { name: "kill -9 of the whole PostgreSQL", victims: ["postgres"], ...at100 },
  { name: "8 s without database, kill -9 of web", victims: ["web"], rate: 100, seconds: 10, outage: 8 },
];

/** Between one kill and the next, so that there is life in between. */
const PAUSE_SECONDS = [4, 10] as const;

/** Runs one round and settles its account once everything is well again. Its chances are drawn from the seed. */
export async function runRound(
  stand: Stand,
  round: Round,
  seed: number,
): Promise<RoundResult & { searched: string[] }> {
  const prefix = `s${seed}-`;
  const { next, searched } = createDeliveries(prefix, seed);
  const place = () => {
    const planned = next();
    if (searched.has(planned.key)) placeOnce(stand, planned.key);
    return planned;
  };
  const kills: string[] = [];
  const [sent] = await Promise.all([
    sendSteadily(stand.portalUrl, place, round),
    round.outage === undefined ? undefined : interrupt(stand, round.seconds, round.outage),
    killAtRandom(stand, round, seed, kills),
  ]);
  const ended = performance.now();
  await stand.untilWell();
  const wellAfter = Math.round((performance.now() - ended) / 100) / 10;
  const account = await judge(stand.databaseUrl, prefix, sent);
  const { name, rate, seconds } = round;
  return { name, rate, seconds, kills, wellAfter, ...account, searched: [...searched] };
}

function placeOnce({ simulator }: Stand, callId: string): void {
  if (simulator.calls().some(({ id }) => id === callId)) return;
  simulator.placeCall({ callId, disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
}

async function interrupt(stand: Stand, seconds: number, outage: number): Promise<void> {
  await sleep(((seconds - outage) / 2) * 1000);
  await stand.stopDatabase();
  await sleep(outage * 1000);
  await stand.startDatabase();
}

async function killAtRandom(stand: Stand, round: Round, seed: number, kills: string[]): Promise<void> {
  const random = createRandom(seed * 7919);
  const start = performance.now();
  const scale = Math.min(1, round.seconds / 20);
  const pause = () => (PAUSE_SECONDS[0] + random.next() * (PAUSE_SECONDS[1] - PAUSE_SECONDS[0])) * scale;
  const end = start + (round.seconds - 1) * 1000;
  for (let turn = 0; round.victims.length > 0; turn++) {
    const wait = pause() * 1000;
    if (performance.now() + wait > end) return;
    await sleep(wait);
    const victim = round.victims[turn % round.victims.length] as Victim;
    kills.push(`${victim} ${((performance.now() - start) / 1000).toFixed(1)} s`);
    await stand.end(victim);
  }
}
