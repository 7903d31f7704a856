import assert from "node:assert/strict";
import { test } from "node:test";
import {
  afterFailure,
  afterNoRecording,
  isAudioUnlikely,
  withJitter,
} from "#app/features/recordings/recording-schedule.server.ts";

const SCHEDULE = [240, 480, 900, 1800, 3600, 7200, 21600, 86400];
const receivedAt = new Date("2026-11-22T12:00:00Z");
const after = (seconds: number) => new Date(receivedAt.getTime() + seconds * 1000);
const secondsUntil = (at: Date | null, from: Date) => (Number(at) - from.getTime()) / 1000;

function assertAbout(actual: number, expected: number) {
  assert.ok(actual >= expected * 0.9 && actual <= expected * 1.1, `${actual} is not about ${expected}`);
}

test("after the n-th answer without a recording the n-th moment of the schedule follows, give or take a tenth", () => {
  for (const [index, seconds] of SCHEDULE.entries()) {
    const now = after((SCHEDULE[index - 1] ?? 120) * 1.05);
    const next = afterNoRecording({ attempts: index + 1, receivedAt, isUnlikely: false }, SCHEDULE, now);
    assert.equal(next.state, "waiting");
    assertAbout(secondsUntil(next.nextTryAt, receivedAt), seconds);
  }
});

test("after the last moment of the schedule the search gives up", () => {
  const next = afterNoRecording({ attempts: 9, receivedAt, isUnlikely: false }, SCHEDULE, after(90_000));
  assert.deepEqual(next, { state: "gave_up", nextTryAt: null });
});

test("a call that hardly ever has audio is asked for three times", () => {
  const unlikely = (attempts: number) =>
    afterNoRecording({ attempts, receivedAt, isUnlikely: true }, SCHEDULE, after(130));
  assert.equal(unlikely(2).state, "waiting");
  assert.deepEqual(unlikely(3), { state: "absent", nextTryAt: null });
});

test("a worker that was down continues with the schedule, and keeps a distance between the tries it is late with", () => {
  const now = after(10_000);
  const next = afterNoRecording({ attempts: 1, receivedAt, isUnlikely: false }, SCHEDULE, now);
  assert.ok(secondsUntil(next.nextTryAt, now) >= 27);
});

test("an outage at Convoso backs off up to an hour and uses up nothing", () => {
  const wait = (failures: number) =>
    secondsUntil(
      afterFailure({ kind: "server-error", retryAfterSeconds: null }, { failures, receivedAt }, receivedAt).nextTryAt,
      receivedAt,
    );
  assertAbout(wait(1), 30);
  assertAbout(wait(3), 120);
  assertAbout(wait(50), 3600);
});

test("Retry-After is waited for", () => {
  const next = afterFailure({ kind: "rate-limited", retryAfterSeconds: 90 }, { failures: 1, receivedAt }, receivedAt);
  assert.ok(secondsUntil(next.nextTryAt, receivedAt) >= 90);
});

test("a token that is refused blocks the search, which looks again every hour", () => {
  const next = afterFailure({ kind: "unauthorized", retryAfterSeconds: null }, { failures: 1, receivedAt }, receivedAt);
  assert.equal(next.state, "blocked");
  assertAbout(secondsUntil(next.nextTryAt, receivedAt), 3600);
});

test("a week of failures ends the search", () => {
  const next = afterFailure(
    { kind: "unreachable", retryAfterSeconds: null },
    { failures: 9, receivedAt },
    after(8 * 86400),
  );
  assert.equal(next.state, "gave_up");
});

test("no length, a system user, an answering machine: audio is unlikely", () => {
  const call = { durationSeconds: 60, agentId: "77", disposition: "SALE" };
  assert.equal(isAudioUnlikely(call), false);
  assert.equal(isAudioUnlikely({ ...call, durationSeconds: null }), false);
  assert.equal(isAudioUnlikely({ ...call, durationSeconds: 0 }), true);
  assert.equal(isAudioUnlikely({ ...call, agentId: "666666" }), true);
  assert.equal(isAudioUnlikely({ ...call, disposition: "a" }), true);
});

test("jitter stays within a tenth", () => {
  assert.equal(
    withJitter(100, () => 0),
    90,
  );
  assert.equal(Math.round(withJitter(100, () => 1)), 110);
});
