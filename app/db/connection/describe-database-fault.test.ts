import assert from "node:assert/strict";
import { after, test } from "node:test";
import pg from "pg";
import { describeDatabaseFault } from "#app/db/connection/describe-database-fault.server.ts";
import { startTestServer } from "#test/test-server.ts";

const serverUrl = process.env.TEST_DATABASE_URL;
const server = serverUrl ? { url: serverUrl, stop: async () => {} } : await startTestServer();
after(() => server.stop());

/** What is said of a connection that fails. */
async function said(change: Partial<URL>): Promise<string | undefined> {
  const client = new pg.Client(Object.assign(new URL(server.url), change).href);
  const fault = await client.connect().then(
    () => assert.fail("it connected"),
    (error) => error,
  );
  return describeDatabaseFault(fault);
}

test("a database that is away or refuses is told in a sentence, and another fault is not hidden by it", async () => {
  assert.match((await said({ port: "1" })) ?? "", /^The database cannot be reached: .*ECONNREFUSED.*\. Check/);
  assert.match((await said({ hostname: "localhost", port: "1" })) ?? "", /cannot be reached: .*ECONNREFUSED/);
  assert.match((await said({ password: "wrong" })) ?? "", /^The database refuses: password authentication failed/);
  assert.match((await said({ pathname: "/nothing" })) ?? "", /^The database refuses: .*"nothing" does not exist\./);
  assert.equal(describeDatabaseFault(new TypeError("a fault of ours")), undefined);
});
