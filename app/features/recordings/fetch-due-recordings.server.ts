import { setTimeout as sleep } from "node:timers/promises";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { tryWithLock } from "#app/db/connection/try-lock.server.ts";
import { listDueSearches, type OpenSearch } from "#app/db/recordings/due-searches.server.ts";
import { env } from "#app/env.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { NO_SUCH_CALL, NOT_YET } from "#app/features/recordings/ask-convoso.server.ts";
import { askForMany, type ManyAnswer } from "#app/features/recordings/ask-for-many.server.ts";
import { fetchRecordingNow, findSearch } from "#app/features/recordings/fetch-recording-now.server.ts";
import { learnBlindness, planQuestions, type Question } from "#app/features/recordings/plan-question.server.ts";
import { queueRecordingJobs } from "#app/features/recordings/recording-jobs.server.ts";
import {
  afterFailure,
  afterNoRecording,
  asideOf,
  atNextTick,
  isAudioUnlikely,
} from "#app/features/recordings/recording-schedule.server.ts";
import { saveFetchOutcome } from "#app/features/recordings/save-fetch-outcome.server.ts";
import { singleton } from "#app/lib/singleton.ts";
import { log } from "#app/log.server.ts";

/** Searches that one round looks at; what is left is the next one's. */
const MOST_DUE = 2_000;
/** Questions under way at the same time, where no pace keeps them apart. */
const MOST_AT_ONCE = 16;
/** What is due so soon is due now: jobs start a little early or late. */
const EARLY_MS = 1_000;
/** After so long a round ends, so that what became due meanwhile is not kept waiting by a backlog. */
const ROUND_MS = 5_000;
/** How often a process looks whether another one's round has answered its searches. */
const LOOK_EVERY_MS = 200;
/** With fewer in one answer, each is better asked for at its own time. */
const WORTH_MOVING = 20;
/** Calls that are not in their span are asked for by their id: so many of one answer. */
const MOST_STRAY = 10;

/**
 * Asks for a call's recording if that is due: together with all other searches that are due, in as few questions as cover
 * them. A search that another question has answered meanwhile is left alone.
 * @param signal aborted when the worker has to stop: what is due is then left to the next one
 */
export async function fetchDueRecording(callId: string, signal?: AbortSignal): Promise<void> {
  for (;;) {
    const search = await findSearch(callId);
    if (!search || !isForMany(search)) return void (await fetchRecordingNow(callId));
    if (search.nextTryAt === null || search.nextTryAt.getTime() > Date.now() + EARLY_MS) return;
    if (signal?.aborted) return queueRecordingJobs(await pool(), [callId], new Date());
    if (!(await fetchAllDue(signal))) await sleep(LOOK_EVERY_MS);
  }
}

/** Whether a search is one that can be answered with others: for a first link, by the call's own id. */
function isForMany({ state, recordingUrl, callId }: { state: string; recordingUrl: string | null; callId: string }) {
  const isAskable = !callId.startsWith("derived:") && env().CONVOSO_AUTH_TOKEN !== undefined;
  return isAskable && recordingUrl === null && (state === "waiting" || state === "blocked");
}

/**
 * One round at a time, of all processes: jobs that start meanwhile wait for its end, and mostly have nothing to do then.
 * @returns false where another process is at it
 */
function fetchAllDue(signal?: AbortSignal): Promise<boolean> {
  const rounds = singleton("recording-rounds", (): { running?: Promise<boolean> | undefined } => ({}));
  rounds.running ??= tryWithLock("recordings", (db) => runRound(db, signal))
    .then((isDone) => isDone !== null)
    .finally(() => {
      rounds.running = undefined;
    });
  return rounds.running;
}

async function runRound(db: Database, signal?: AbortSignal): Promise<true> {
  const now = new Date();
  const due = await listDueSearches(db, new Date(now.getTime() + EARLY_MS), MOST_DUE);
  const questions = await planQuestions(db, due, now);
  const isOver = () => signal?.aborted || Date.now() > now.getTime() + ROUND_MS;
  let next = 0;
  const ask = async () => {
    for (let question = questions[next++]; question; question = questions[next++]) {
      await askAbout(db, question);
      if (isOver()) return;
    }
  };
  await Promise.all(Array.from({ length: MOST_AT_ONCE }, ask));
  announceChange("recordings");
  return true;
}

async function askAbout(db: Database, question: Question): Promise<void> {
  const [lone, ...more] = question.due;
  if (!lone) return;
  if (more.length + question.others.length === 0) return void (await fetchRecordingNow(lone.callId));
  const { CONVOSO_AUTH_TOKEN: authToken = "", CONVOSO_API_URL: apiUrl, CONVOSO_TIME_ZONE: timeZone } = env();
  await saveAnswer(question, await askForMany(db, { apiUrl, authToken, timeZone }, question));
}

/** Notes what an answer means for each search, and asks for calls alone that it does not have. */
async function saveAnswer({ due, others }: Question, { links, failure }: ManyAnswer): Promise<void> {
  const found = [...due, ...others].flatMap(({ callId }) => {
    const recordingUrls = links.get(callId) ?? [];
    return recordingUrls.length > 0 ? [{ callId, recordingUrls }] : [];
  });
  const isFound = new Set(found.map(({ callId }) => callId));
  const left = due.filter(({ callId }) => !isFound.has(callId));
  if (failure) log().warn({ kind: failure.kind, calls: left.length }, "Convoso could not be asked for recordings");
  const stray = failure ? [] : left.filter(({ callId }) => !links.has(callId)).slice(0, MOST_STRAY);
  const isStray = new Set(stray.map(({ callId }) => callId));
  const now = new Date();
  if (!failure && learnBlindness(due, links, now)) return;
  const isDense = due.length + others.length >= WORTH_MOVING;
  await Promise.all([
    ...found.map(saveFetchOutcome),
    ...left
      .filter(({ callId }) => !isStray.has(callId))
      .map((search) => saveFetchOutcome(failure ? notAsked(search, failure, now) : notFound(search, links, now))),
    ...others
      .filter(
        (search) =>
          isDense && !failure && !isFound.has(search.callId) && links.has(search.callId) && isSoon(search, now),
      )
      .map((search) => saveFetchOutcome(lookedAt(search, now))),
  ]);
  for (const { callId } of stray) await fetchRecordingNow(callId);
}

function notAsked(search: OpenSearch, failure: NonNullable<ManyAnswer["failure"]>, now: Date) {
  const { callId, attempts, failures, receivedAt } = search;
  const step = afterFailure(failure, { failures: failures + 1, receivedAt }, now);
  return { callId, ...step, attempts, failures: failures + 1, lastAnswer: failure.message };
}

function notFound(search: OpenSearch, links: ManyAnswer["links"], now: Date) {
  const { callId, receivedAt } = search;
  const attempts = search.attempts + 1;
  const isUnlikely = isAudioUnlikely(search);
  const step = afterNoRecording({ attempts, receivedAt, isUnlikely }, env().RECORDING_RETRY_SECONDS, now);
  const nextTryAt = step.nextTryAt && atNextTick(step.nextTryAt, now, env().RECORDING_DELAY_SECONDS);
  const said = links.has(callId) ? NOT_YET : NO_SUCH_CALL;
  return { callId, ...step, nextTryAt, attempts, failures: 0, lastAnswer: said + asideOf(isUnlikely) };
}

const isSoon = ({ nextTryAt }: OpenSearch, now: Date) =>
  nextTryAt.getTime() < now.getTime() + env().RECORDING_DELAY_SECONDS * 1000;

/** It was asked for before its time: that uses up no try, and the next one is not sooner than after the first delay. */
function lookedAt({ callId, attempts, nextTryAt }: OpenSearch, now: Date) {
  const next = atNextTick(nextTryAt, now, env().RECORDING_DELAY_SECONDS);
  return { callId, state: "waiting", nextTryAt: next, attempts, failures: 0, lastAnswer: NOT_YET };
}
