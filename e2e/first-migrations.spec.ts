import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { createDatabase, type TestDatabase } from "#test/clone-database.ts";
import { signIn } from "./sign-in.ts";
import { startStack } from "./stack.ts";

/** A database on which somebody ran the three commands of the user's guide, and nothing else. */
async function databaseOfTheGuide(serverUrl: string): Promise<TestDatabase> {
  const database = await createDatabase(serverUrl);
  const client = new pg.Client(database.url);
  await client.connect();
  for (const name of ["000_init", "001_indexes", "002_pending_recordings"]) {
    await client.query(readFileSync(`migrations/${name}.sql`, "utf8"));
  }
  await client.end();
  return { ...database, appUrl: database.url }; // one role for all of it
}

test("after nothing but the guide's three psql commands the whole portal works", async ({ page }, { workerIndex }) => {
  const stack = await startStack(workerIndex + 200, undefined, {}, databaseOfTheGuide);
  try {
    const call = stack.simulator.placeCall({ disposition: "SALE", lengthSeconds: 40, recordingDelaySeconds: 0 });
    expect((await stack.simulator.deliver(call, { withRecording: false })).status).toBeLessThan(300);
    await signIn(page, stack);
    await expect(async () => {
      await page.goto(`${stack.portalUrl}/admin/super/calls`);
      const play = page.getByRole("button", { name: `Play the recording of call ${call.id}` });
      await expect(play).toBeVisible({ timeout: 500 });
    }).toPass();
  } finally {
    await stack.stop();
  }
});
