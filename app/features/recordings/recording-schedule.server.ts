import type { ConvosoFailure } from "#app/convoso/client.server.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Convoso that cannot be asked for so long will not answer for this call any more. */
const PATIENCE_MS = 7 * 24 * HOUR_MS;
/** Of the schedule, how many tries a call gets that hardly ever has audio. */
const TRIES_IF_UNLIKELY = 3;
/** How often another link is asked for after one failed. A fetch that a person starts does not count beyond it. */
export const MOST_REFETCHES = 3;

/** Ids of the users that stand for the dialer itself (seen by two integrators). */
const SYSTEM_USERS = new Set(["666666", "666667", "666671"]);
/** Codes that dialers give to a call that a machine answered. */
const MACHINE_CODES = new Set(["A", "AA", "AM", "AMD", "AL", "MACHINE"]);

/** When to ask again and what to tell the admin; `nextTryAt` is null when the search is over. */
export type NextStep = { state: "waiting" | "gave_up" | "absent" | "blocked"; nextTryAt: Date | null };

/** Up to a tenth earlier or later, so that the calls of one minute do not all come back in one second. */
export function withJitter(milliseconds: number, random: () => number = Math.random): number {
  return milliseconds * (0.9 + 0.2 * random());
}

/** Whether a call is of a kind that is seldom recorded: no length, the dialer's own users, an answering machine. */
export function isAudioUnlikely(call: {
  durationSeconds: number | null;
  agentId: string | null;
  disposition: string | null;
}): boolean {
  return (
    call.durationSeconds === 0 ||
    SYSTEM_USERS.has(call.agentId ?? "") ||
    MACHINE_CODES.has(call.disposition?.toUpperCase() ?? "")
  );
}

/** What the answer for a call of that kind adds, in words for the admin. */
export const asideOf = (isUnlikely: boolean) => (isUnlikely ? " Calls of this kind rarely have one." : "");

/**
 * What follows when Convoso had no recording (yet) for the `attempts`-th time. `retrySeconds` are moments after the call
 * was received, so a worker that was down for an hour continues where the schedule stands by then.
 */
export function afterNoRecording(
  search: { attempts: number; receivedAt: Date; isUnlikely: boolean },
  retrySeconds: readonly number[],
  now: Date,
): NextStep {
  const tries = search.isUnlikely ? Math.min(TRIES_IF_UNLIKELY - 1, retrySeconds.length) : retrySeconds.length;
  const seconds = retrySeconds[search.attempts - 1];
  if (seconds === undefined || search.attempts > tries) {
    return { state: search.isUnlikely ? "absent" : "gave_up", nextTryAt: null };
  }
  const planned = search.receivedAt.getTime() + withJitter(seconds * 1000);
  // Behind the schedule, the tries that are left still keep a distance.
  const soonest = now.getTime() + withJitter(Math.min(seconds * 1000, MINUTE_MS) / 2);
  return { state: "waiting", nextTryAt: new Date(Math.max(planned, soonest)) };
}

/** How much earlier than the first delay a look may follow the one before, as a share of it. */
const TICK_SLACK = 0.05;
/** A try may come later by so much of the time that it waits, to come with others. */
const LATER = 1 / 8;

/**
 * Moves a try to a moment at which other searches are tried too, so that one question answers them all: not sooner than the
 * first delay from now, and later by an eighth of its wait at most.
 */
export function atNextTick(planned: Date, now: Date, delaySeconds: number): Date {
  const delay = delaySeconds * 1000;
  if (delay === 0) return planned;
  const soonest = Math.max(planned.getTime(), now.getTime() + delay * (1 - TICK_SLACK));
  const doublings = Math.floor(Math.log2(((soonest - now.getTime()) * LATER) / delay));
  const tick = delay * 2 ** Math.max(0, doublings);
  return new Date(Math.ceil(soonest / tick) * tick);
}

/**
 * What follows when Convoso could not be asked, for the `failures`-th time in a row. None of this uses up the schedule.
 * A refused token is `blocked`: an admin must act, and one try an hour finds out when that was done.
 */
export function afterFailure(
  failure: Pick<ConvosoFailure, "kind" | "retryAfterSeconds">,
  search: { failures: number; receivedAt: Date },
  now: Date,
): NextStep {
  if (now.getTime() - search.receivedAt.getTime() > PATIENCE_MS) return { state: "gave_up", nextTryAt: null };
  const isBlocked = failure.kind === "unauthorized" || failure.kind === "forbidden";
  const backoff = Math.min(30_000 * 2 ** Math.min(search.failures - 1, 10), HOUR_MS);
  const asked = (failure.retryAfterSeconds ?? 0) * 1000;
  const wait = isBlocked ? withJitter(HOUR_MS) : asked > 0 ? asked + withJitter(1000) : withJitter(backoff);
  return { state: isBlocked ? "blocked" : "waiting", nextTryAt: new Date(now.getTime() + wait) };
}

/**
 * When to ask for another link after one failed, `refetches` times of which were used up before: at the first, the middle
 * and the last moment of the schedule, counted from now. Null once these are used up.
 */
export function afterFailedLink(refetches: number, retrySeconds: readonly number[], now: Date): Date | null {
  const last = retrySeconds.length - 1;
  const moments = [...new Set([0, Math.ceil(last / 2), last])].map((place) => retrySeconds[place]);
  const seconds = moments[refetches];
  return seconds === undefined ? null : new Date(now.getTime() + withJitter(seconds * 1000));
}
