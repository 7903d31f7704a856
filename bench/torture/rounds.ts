import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { createRandom } from "#test/convoso-simulator/random.ts";
import type { Attack } from "./attack.ts";
import { createDeliveries } from "./deliveries.ts";
import { type Account, judge } from "./judge.ts";
import { type Sent, sendSteadily } from "./send.ts";
import type { Stand, Victim } from "./stand.ts";

/**
 * What happens to whom, under which load. `outage`: the database is down for so many seconds in the middle. `isAttacked`:
 * strangers do what they can at the same time, see attack.ts. `failover`: after a third of the time the primary is killed, and
 * so many seconds later the standby is promoted.
 */
export type Round = {
  name: string;
  victims: Victim[];
  rate: number;
  seconds: number;
  outage?: number;
  isAttacked?: boolean;
  failover?: number;
};
export type RoundResult = Account & {
  name: string;
  rate: number;
  seconds: number;
  kills: string[];
  wellAfter: number;
  attack?: Attack;
  /** Seconds from the death of the primary until a delivery was stored again and not spooled, and from the promotion. */
  storedAgain?: { afterDeath: number; afterPromotion: number };
  failover?: number;
};

const at500 = { rate: 500, seconds: 60 };
const outage = { rate: 200, seconds: 70, outage: 60 };

export const ATTACK: Round[] = [{ name: "under attack", victims: [], rate: 200, seconds: 60, isAttacked: true }];

export const FULL: Round[] = [
  { name: "kill -9 of web", victims: ["web"], ...at500 },
  { name: "kill -9 of the worker, and of a PostgreSQL backend", victims: ["worker", "backend"], ...at500 },
  { name: "SIGTERM to web and worker", victims: ["web stop", "worker stop"], ...at500 },
  { name: "60 s without database", victims: [], ...outage },
  { name: "60 s without database, kill -9 of web", victims: ["web"], ...outage },
  { name: "kill -9 of the whole PostgreSQL", victims: ["postgres"], ...at500 },
  { name: "kill -9 of all of them in turn", victims: ["web", "worker", "backend", "postgres"], ...at500 },
  ...ATTACK,
];

/** Two web and two worker processes behind a load balancer. The last round is an upgrade, one process after the other. */
export const BALANCED: Round[] = [
  { name: "kill -9 of one web process or the other", victims: ["web", "web 2"], ...at500 },
  { name: "kill -9 of web and worker processes", victims: ["web", "worker", "web 2", "worker 2"], ...at500 },
  {
    name: "rolling restart of all of them",
    victims: ["web stop", "web 2 stop", "worker stop", "worker 2 stop"],
    ...at500,
    seconds: 90,
  },
];

/** One server dies, the other takes its place. */
export const STANDBY: Round[] = [
  { name: "kill -9 of the primary, promotion of the standby", victims: [], rate: 200, seconds: 60, failover: 5 },
];
export const SHORT_STANDBY: Round[] = [
  { name: "kill -9 of the primary, promotion of the standby", victims: [], rate: 50, seconds: 9, failover: 1 },
];

const at100 = { rate: 100, seconds: 8 };
export const SHORT_BALANCED: Round[] = [
  { name: "kill -9 of web and worker", victims: ["web", "worker"], rate: 100, seconds: 10 },
  { name: "rolling restart", victims: ["web 2 stop"], rate: 100, seconds: 12 },
];
export const SHORT: Round[] = [
  { name: "kill -9 of web", victims: ["web"], ...at100 },
  { name: "SIGTERM to web and worker", victims: ["web stop", "worker stop"], ...at100 },
  { name: "kill -9 of a PostgreSQL backend, and of the worker", victims: ["backend", "worker"], ...at100 },
  { name: "kill -9 of the whole PostgreSQL", victims: ["postgres"], ...at100 },
  { name: "under attack", victims: [], ...at100, isAttacked: true },
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
  const endAttack = round.isAttacked ? startAttack(stand.portalUrl) : undefined;
  const [sent, failover] = await Promise.all([
    sendSteadily(stand.portalUrl, place, round),
    round.failover === undefined ? undefined : failOver(stand, round.seconds, round.failover),
    round.outage === undefined ? undefined : interrupt(stand, round.seconds, round.outage),
    killAtRandom(stand, round, seed, kills),
  ]);
  const attack = await endAttack?.();
  const ended = performance.now();
  await stand.untilWell();
  const wellAfter = Math.round((performance.now() - ended) / 100) / 10;
  const account = await judge(stand.databaseUrl, prefix, sent);
  const { name, rate, seconds } = round;
  const storedAgain = failover && whenStoredAgain(sent, failover);
  const extra = { ...(attack && { attack }), ...(storedAgain && { storedAgain, failover: round.failover as number }) };
  return { name, rate, seconds, kills, wellAfter, ...account, ...extra, searched: [...searched] };
}

/** @returns how to end it */
function startAttack(portalUrl: string): () => Promise<Attack> {
  const attacker = fork(new URL("./attack.ts", import.meta.url), [portalUrl]);
  return async () => {
    attacker.send("end");
    const [attack] = await once(attacker, "message");
    return attack;
  };
}

function placeOnce({ simulator }: Stand, callId: string): void {
  if (simulator.calls().some(({ id }) => id === callId)) return;
  simulator.placeCall({ callId, disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
}

async function failOver(stand: Stand, seconds: number, wait: number): Promise<{ killed: number; promoted: number }> {
  await sleep((seconds / 3) * 1000);
  return stand.failOver(wait);
}

/** Nothing is stored before the promotion. */
function whenStoredAgain(sent: readonly Sent[], { killed, promoted }: { killed: number; promoted: number }) {
  const stored = sent.filter(({ at, status, outcome }) => at > promoted && status === 200 && outcome !== "spooled");
  const first = Math.min(...stored.map(({ at }) => at));
  const since = (moment: number) => Math.round((first - moment) / 100) / 10;
  return { afterDeath: since(killed), afterPromotion: since(promoted) };
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
