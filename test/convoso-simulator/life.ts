import { setTimeout as sleep } from "node:timers/promises";
import { DateTime } from "luxon";
import type { Delivery } from "./deliveries.ts";
import { createRandom, type Random } from "./random.ts";
import { playScene, type Stage } from "./scene.ts";

const DAY_MS = 86_400_000;
/** Nobody watches the past: what takes seconds in the life that is played takes as many minutes there, as in a real one. */
const PAST_SECOND_MS = 60_000;
const LONGEST_SCENE_MS = 20 * PAST_SECOND_MS;
/** A lead comes in before it is called, and its delivery before the call is over. */
const LEAD_AHEAD_MS = 30 * 60_000;

export type LifeSettings = {
  random: Random;
  stage: Omit<Stage, "wait">;
  timeZone: string;
  log: (line: string) => void;
  signal: AbortSignal;
};

/** Says when the portal goes away and when it is back, instead of complaining about every call meanwhile. */
function watch(stage: LifeSettings["stage"], log: LifeSettings["log"]): LifeSettings["stage"] {
  let isAway = false;
  const note = async (sending: Promise<Delivery>): Promise<Delivery> => {
    const delivery = await sending;
    if (delivery.error && !isAway) log(`The portal does not answer (${delivery.error}); the calls go on without it.`);
    if (!delivery.error && isAway) log("The portal answers again.");
    isAway = delivery.error !== null;
    if ((delivery.status ?? 0) >= 500) log(`The portal answered ${delivery.status}.`);
    return delivery;
  };
  return {
    center: stage.center,
    deliver: (...args) => note(stage.deliver(...args)),
    post: (...args) => note(stage.post(...args)),
  };
}

const DAYS = 7;

/** A past moment at which people work, and more likely a recent one. One call in six is of the last two hours. */
function pastMoment(random: Random, now: number, timeZone: string, days: number): number {
  if (random.chance(1 / 6)) return now - random.between(60, 7200) * 1000;
  const daysAgo = Math.floor(days * random.next() ** 2);
  const day = DateTime.fromMillis(now, { zone: timeZone }).startOf("day").minus({ days: daysAgo });
  const at = day.plus({ seconds: random.between(8 * 3600, 19 * 3600) }).toMillis();
  return at < now - 60_000 ? at : at - DAY_MS;
}

/** A delivery of the past by the portal's id of it: when Convoso would have sent it, in milliseconds. */
export type Past = { eventId: string; at: number };

/**
 * Plays `count` scenes of the past days one after the other, as fast as the portal takes them.
 * @returns what the portal took, in the order of sending
 */
export async function playHistory(
  count: number,
  { random, stage, timeZone, log, signal }: LifeSettings,
  days = DAYS,
): Promise<Past[]> {
  const watched = watch(stage, log);
  const past: Past[] = [];
  const now = stage.center.clock();
  const moments = Array.from({ length: count }, () => pastMoment(random, now, timeZone, days)).sort((a, b) => a - b);
  for (const end of moments) {
    let at = end - LONGEST_SCENE_MS;
    if (signal.aborted) break;
    const note = async (sending: Promise<Delivery>, aheadMs = 0): Promise<Delivery> => {
      const delivery = await sending;
      const eventId = (delivery.body as { event_id?: string } | null)?.event_id;
      if (eventId) past.push({ eventId, at: at - aheadMs });
      return delivery;
    };
    const wait = async (seconds: number) => {
      at = Math.min(at + seconds * PAST_SECOND_MS, now);
      return at;
    };
    await playScene(createRandom(random.between(0, 2 ** 31)), {
      center: stage.center,
      wait,
      deliver: (subject, how) => note(watched.deliver(subject, how), "lead" in subject ? 0 : LEAD_AHEAD_MS),
      post: (...args) => note(watched.post(...args)),
    });
  }
  return past;
}

/** Starts scenes at `callsPerMinute` on average until the signal fires; resolves when the last one is off the stage. */
export async function playLife(callsPerMinute: number, settings: LifeSettings): Promise<void> {
  const { random, stage, log, signal } = settings;
  const watched = watch(stage, log);
  const onStage = new Set<Promise<void>>();
  const wait = async (seconds: number) => {
    await sleep(seconds * 1000, undefined, { signal });
    return stage.center.clock();
  };
  while (!signal.aborted) {
    const gap = -Math.log(1 - random.next()) * (60 / callsPerMinute); // calls arrive independently of each other
    await wait(gap).catch(() => {});
    if (signal.aborted) break;
    const scene = playScene(createRandom(random.between(0, 2 ** 31)), { ...watched, wait })
      .catch((error) => {
        if (!signal.aborted) log(`A scene broke off: ${error instanceof Error ? error.message : error}`);
      })
      .finally(() => onStage.delete(scene));
    onStage.add(scene);
  }
  await Promise.all(onStage);
}
