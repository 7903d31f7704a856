import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAwake } from "./after-awake.ts";

test("it is called after the time, unless it was called off", async () => {
  const called: string[] = [];
  afterAwake(50, () => called.push("due"));
  const callOff = afterAwake(50, () => called.push("called off"));
  await sleep(10);
  assert.deepEqual(called, []);
  callOff();
  await sleep(200);
  assert.deepEqual(called, ["due"]);
});

test("a while in which this process does nothing is not held against others", async () => {
  let isCalled = false;
  const callOff = afterAwake(100, () => {
    isCalled = true;
  });
  const until = Date.now() + 300;
  while (Date.now() < until); // as a process that is not given the processor
  await new Promise(setImmediate);
  assert.equal(isCalled, false);
  callOff();
});
