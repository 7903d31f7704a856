import assert from "node:assert/strict";
import { test } from "node:test";
import { prettyLine } from "#app/lib/pretty-line.ts";

test("a line for people has the time, the level, the message and the facts, and an error its stack", () => {
  const time = new Date(2026, 10, 29, 9, 5, 7).getTime();
  const line = { level: 40, time, eventId: "e1", parts: { invalid: 2 }, msg: "a delivery was not processed" };
  assert.equal(
    prettyLine(JSON.stringify(line)),
    '09:05:07 WARN  a delivery was not processed eventId=e1 parts={"invalid":2}\n',
  );
  const failed = { level: 50, time, err: { message: "no", stack: "Error: no\n    at here" }, msg: "request failed" };
  assert.equal(prettyLine(JSON.stringify(failed)), "09:05:07 ERROR request failed\n    Error: no\n        at here\n");
});
