import { setTimeout as sleep } from "node:timers/promises";
import { connectionOptions } from "#app/db/connection/connection-options.server.ts";
import { PrimaryClient } from "#app/db/connection/primary-client.server.ts";
import { singleton } from "#app/lib/singleton.ts";
import { log } from "#app/log.server.ts";

const PROBE_EVERY_MS = 1_000;
/** A host that hangs instead of refusing would also hold up the probe. */
const PROBE_WITHIN_MS = 1_000;

type Circuit = { isOpen: boolean; listeners: Set<() => void> };
const circuit = () => singleton("database-circuit", (): Circuit => ({ isOpen: false, listeners: new Set() }));

/** Whether the database was down a moment ago, and has not answered a probe since. */
export function isDatabaseKnownAway(): boolean {
  return circuit().isOpen;
}

/** Calls `listener` each time the database turns out to be away. @returns how to end that */
export function onDatabaseAway(listener: () => void): () => void {
  circuit().listeners.add(listener);
  return () => void circuit().listeners.delete(listener);
}

/** What is thrown at those who wait for a database that turned out to be away. */
export function databaseWentAway(): Error {
  return Object.assign(new Error("The database went away."), { code: "ETIMEDOUT" });
}

/** Tells everybody in this process that the database is down; from then on a probe looks for it every second. */
export function noteDatabaseAway(): void {
  const state = circuit();
  if (state.isOpen) return;
  state.isOpen = true;
  log().warn("the database is down");
  void probeUntilBack(state);
  for (const listener of state.listeners) listener();
}

async function probeUntilBack(state: Circuit): Promise<void> {
  do await sleep(PROBE_EVERY_MS, undefined, { ref: false });
  while (!(await isDatabaseThere()));
  state.isOpen = false;
  log().info("the database is back");
}

/** Asks the database, over its own connection, whether it takes writes. Answers within four seconds. Never throws. */
export async function isDatabaseThere(): Promise<boolean> {
  const client = new PrimaryClient({
    ...connectionOptions(),
    connectionTimeoutMillis: PROBE_WITHIN_MS,
    query_timeout: PROBE_WITHIN_MS,
  });
  client.on("error", () => {}); // it fails the query, too
  try {
    await client.connect();
    const { rows } = await client.query("select not pg_is_in_recovery() as is_there");
    return rows[0].is_there === true;
  } catch {
    return false;
  } finally {
    void client.end().catch(() => {}); // waits for the other side, which may be silent
  }
}
