import assert from "node:assert/strict";
import { after, test } from "node:test";
import pg from "pg";
import { ConnectionError } from "slonik";
import { describeDatabaseFault } from "#app/db/connection/describe-database-fault.server.ts";
import { startTestServer } from "#test/test-server.ts";

const serverUrl = process.env.TEST_DATABASE_URL;
const server = serverUrl ? { url: serverUrl, stop: async () => {} } : await startTestServer();
after(() => server.stop());

async function faultOf(change: Partial<URL>): Promise<Error> {
  const client = new pg.Client(Object.assign(new URL(server.url), change).href);
  return client.connect().then(
    () => assert.fail("it connected"),
    (error) => error,
  );
}

/** What is said of a connection that fails. */
const said = async (change: Partial<URL>) => describeDatabaseFault(await faultOf(change));

test("a database that is away or refuses is told in a sentence, and another fault is not hidden by it", async () => {
  assert.match((await said({ port: "1" })) ?? "", /^The database cannot be reached: .*ECONNREFUSED.*\. Check/);
  assert.match((await said({ hostname: "localhost", port: "1" })) ?? "", /cannot be reached: .*ECONNREFUSED/);
  assert.match((await said({ password: "wrong" })) ?? "", /^The database refuses: password authentication failed/);
  assert.match((await said({ pathname: "/nothing" })) ?? "", /^The database refuses: .*"nothing" does not exist\./);
  assert.equal(await describeDatabaseFault(new TypeError("a fault of ours")), undefined);
});

test("a refusal is told as such also within slonik's own error, with which an open pool fails", async () => {
  const refusal = await faultOf({ password: "wrong" });
  const fault = new ConnectionError(refusal.message, { cause: refusal });
  assert.match((await describeDatabaseFault(fault)) ?? "", /^The database refuses: password authentication failed/);
});
