import type { NotCopied } from "#app/db/archive/recording-copies.server.ts";
import { withJitter } from "#app/features/recordings/recording-schedule.server.ts";
import type { ArchiveReason } from "#app/lib/archive-reasons.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Minutes after the first tries; then once a day. */
const RETRY_MINUTES = [1, 2, 4, 8, 15, 30, 60, 120, 360, 1440];
/** Convoso has a recording within minutes of its call. One that is missing after this time is gone. */
const EARLY_MS = 7 * DAY_MS;
/** Answers in words may mean "not yet", within a day of the call. */
const FRESH_MS = DAY_MS;
/** Copying is tried this long after the lifetime, which was observed on one account only. */
const GRACE_MS = 30 * DAY_MS;

const GONE = new Set<ArchiveReason>(["missing", "404", "410"]);
const FOR_A_PERSON = new Set<ArchiveReason>(["host", "redirects", "too long"]);
const IN_WORDS = new Set<ArchiveReason>(["text", "page"]);
const PASSING = new Set<ArchiveReason>([
  "empty",
  "damaged",
  "cut short",
  "408",
  "409",
  "425",
  "busy",
  "away",
  "error",
  "changed",
]);

/** What is known of a recording that could not be copied. `tries`: how often in a row it was not ready before. */
export type Situation = { callAt: Date; tries: number; lifetimeDays: number };

/**
 * What follows where a link gave no recording, by why: one that is not ready is tried again on a schedule, one that is gone is
 * lost, and what is no audio, or not allowed, waits for a person.
 */
export function judgeAnswer(reason: ArchiveReason, { callAt, tries, lifetimeDays }: Situation, now: Date): NotCopied {
  const age = now.getTime() - callAt.getTime();
  const ended = (state: "gone" | "not_audio" | "refused"): NotCopied => ({ state, reason, nextTryAt: null, tries: 0 });
  const minutes = RETRY_MINUTES[Math.min(tries, RETRY_MINUTES.length - 1)] ?? 0;
  const nextTryAt = new Date(now.getTime() + withJitter(minutes * MINUTE_MS));
  const later: NotCopied = { state: "not_ready", reason, nextTryAt, tries: tries + 1 };
  if (FOR_A_PERSON.has(reason)) return ended("refused");
  if (reason === "not audio" || reason === "unknown kind") return ended("not_audio");
  if (GONE.has(reason)) return age > EARLY_MS ? ended("gone") : later;
  if (IN_WORDS.has(reason)) return age > FRESH_MS ? ended("not_audio") : later;
  if (age > lifetimeDays * DAY_MS + GRACE_MS) return { ...ended("gone"), reason: "expired" };
  const isRefusal = !PASSING.has(reason) && Number(reason) >= 400 && Number(reason) < 500;
  return isRefusal && age > FRESH_MS ? ended("refused") : later;
}
