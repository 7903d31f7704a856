import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatBytes,
  formatDuration,
  formatMilliseconds,
  formatPhone,
  formatShare,
  formatTalk,
  formatWait,
} from "#app/lib/format-number.ts";

test("a duration reads like a player's clock", () => {
  assert.deepEqual([0, 7, 125, 725, 3725].map(formatDuration), ["0:00", "0:07", "2:05", "12:05", "1:02:05"]);
});

test("sizes and times grow their unit", () => {
  assert.deepEqual([512, 2458, 1048576].map(formatBytes), ["512 B", "2.4 KiB", "1.0 MiB"]);
  assert.deepEqual([0.84, 42.3, 1300].map(formatMilliseconds), ["0.8 ms", "42 ms", "1.3 s"]);
});

test("a phone that is no valid number is shown as it was sent", () => {
  assert.equal(formatPhone("+12135550123", "2135550123"), "+1 213 555 0123");
  assert.equal(formatPhone(null, "555-0123"), "555-0123");
});

test("talk time grows its unit and loses what is too fine for it", () => {
  assert.deepEqual([0, 59, 60, 3599, 7500, 7200, 4_330_800].map(formatTalk), [
    "0 s",
    "59 s",
    "1 min",
    "1 h",
    "2 h 5 min",
    "2 h",
    "1,203 h",
  ]);
});

test("a share is only nothing, or all, where it is", () => {
  assert.deepEqual(
    [formatShare(0, 9), formatShare(1, 90_000), formatShare(37, 1000), formatShare(999, 1000), formatShare(3, 3)],
    ["0%", "0.1%", "3.7%", "99%", "100%"],
  );
  assert.equal(formatShare(0, 0), "–");
});

test("a wait is said in its two largest units", () => {
  const waits = [0, 42.9, 60, 185, 7_800, 86_400 * 3 + 14_400 + 59, 86_400 + 59].map(formatWait);
  assert.deepEqual(waits, ["0 s", "42 s", "1 min", "3 min 5 s", "2 h 10 min", "3 d 4 h", "1 d"]);
});
