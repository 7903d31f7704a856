import assert from "node:assert/strict";
import type { LookupAddress } from "node:dns";
import { test } from "node:test";
import { PrivateAddress, publicOnly } from "#app/features/recordings/public-only.server.ts";

type Answer = { error: Error | null; address: string | LookupAddress[] };

/** What a connection is told about a name for which DNS gives these answers, one a question. */
async function ask(all: boolean, ...answers: string[][]): Promise<Answer[]> {
  const rest = [...answers];
  const lookup = publicOnly((_name, _options, callback) =>
    callback(
      null,
      (rest.shift() ?? []).map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    ),
  );
  const told: Answer[] = [];
  for (const _ of answers) lookup("recordings.example", { all }, (error, address) => told.push({ error, address }));
  return told;
}

test("a name that leads into a private network gives no address to connect to", async () => {
  for (const addresses of [["127.0.0.1"], ["::1"], ["169.254.169.254"], ["8.8.8.8", "10.0.0.1"], []]) {
    for (const all of [true, false]) {
      const [told] = await ask(all, addresses);
      assert.ok(told?.error instanceof PrivateAddress, String(addresses));
      assert.equal(told.address, "");
    }
  }
});

test("each connection asks and checks again, so that a name cannot move in between", async () => {
  const [first, second] = await ask(false, ["8.8.8.8"], ["127.0.0.1"]);
  assert.deepEqual(first, { error: null, address: "8.8.8.8" });
  assert.ok(second?.error instanceof PrivateAddress);
});

test("all public addresses of a name are handed on where all are asked for", async () => {
  const [told] = await ask(true, ["8.8.8.8", "2606:4700::1111"]);
  assert.deepEqual(told?.address, [
    { address: "8.8.8.8", family: 4 },
    { address: "2606:4700::1111", family: 6 },
  ]);
});
