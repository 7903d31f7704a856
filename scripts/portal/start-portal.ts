import { setTimeout as sleep } from "node:timers/promises";
import { bringUpToDate } from "#app/db/connection/bring-up-to-date.server.ts";
import { connectionOptions } from "#app/db/connection/connection-options.server.ts";
import { describeDatabaseFault } from "#app/db/connection/describe-database-fault.server.ts";
import { serverAddresses } from "#app/lib/server-addresses.ts";
import { readSettings } from "#scripts/portal/read-settings.ts";
import { createSupervisor, type Supervisor } from "#scripts/portal/supervise.ts";
import { startEmbeddedPostgres } from "#scripts/postgres/embedded-postgres.ts";
import { findFreePort, isFreePort } from "#scripts/postgres/find-free-port.ts";

type Options = {
  /** Where the embedded database lives. */
  dir: string;
  /** Builds the pages, beside everything else. */
  prepare: () => Promise<void>;
  startWorker: (supervisor: Supervisor) => void;
  /** Begins beside the start of the database. What it returns is called when that is there. */
  startWeb: () => (supervisor: Supervisor, built: Promise<void>) => void;
};

export type Portal = {
  supervisor: Supervisor;
  /** Where people reach it. */
  url: string;
  /** Where this machine reaches it. */
  localUrl: string;
  database: string;
  /** The database, for the owner of its tables. */
  ownerUrl: string;
  /** Whether the portal signs in to the database as the owner of its tables. */
  isOwner: boolean;
};

/**
 * Starts everything in order, and comes back when the portal answers that it is healthy. A step that fails is told in
 * words, and ends what was started before.
 */
export async function startPortal({ dir, prepare, startWorker, startWeb }: Options): Promise<Portal> {
  const supervisor = createSupervisor();
  try {
    const { settings, usesEmbeddedDatabase } = readSettings();
    const port = await choosePort(settings.PORT, settings.HOST);
    process.env.PORT = String(port);
    let ownerUrl = settings.MIGRATION_DATABASE_URL;
    delete process.env.MIGRATION_DATABASE_URL; // for this process alone
    const startDatabase = () =>
      step(`PostgreSQL, data in ${dir}`, async () => {
        const server = await startEmbeddedPostgres({ dir });
        supervisor.add("database", server.process, server.stop);
        ownerUrl = server.url;
        process.env.DATABASE_URL = server.appUrl;
      });
    const host = ["0.0.0.0", "::"].includes(settings.HOST) ? "127.0.0.1" : settings.HOST;
    const localUrl = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;

    const database = usesEmbeddedDatabase ? startDatabase() : undefined;
    const letWebGoOn = startWeb();
    const built = prepare();
    let isOwner = false;
    const served = async () => {
      await database;
      letWebGoOn(supervisor, built); // deliveries are taken as soon as the tables are there, built or not
      await step("Tables", async () => {
        ({ isOwner } = await bringUpToDate({ owner: connectionOptions(ownerUrl) }));
      });
      await step("Web and worker", async () => {
        startWorker(supervisor);
        await untilHealthy(`${localUrl}/api/admin/health`);
      });
    };
    await Promise.all([served(), built]);
    return {
      supervisor,
      url: settings.PUBLIC_URL ?? `http://localhost:${port}`,
      localUrl,
      database: usesEmbeddedDatabase ? `in ${dir}` : `on ${hostsOf(settings.DATABASE_URL)}`,
      ownerUrl: ownerUrl ?? settings.DATABASE_URL,
      isOwner,
    };
  } catch (error) {
    console.error(`\n${(await describeDatabaseFault(error)) ?? (error instanceof Error ? error.message : error)}`);
    return supervisor.end(1);
  }
}

/** Runs one step of the start and says how long it took. */
export async function step(what: string, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await work();
  console.log(`  ✓ ${what.padEnd(44)} ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

const hostsOf = (address: string) =>
  serverAddresses(address)
    .map((one) => new URL(one).host)
    .join(", ");

/** What the person typed to get here. */
function ownCommand(): string {
  const { npm_lifecycle_event: script = "start" } = process.env;
  return script === "start" ? "npm start" : `npm run ${script}`;
}

async function choosePort(port: number, host: string): Promise<number> {
  if (port === 0) return findFreePort(0);
  if (await isFreePort(port, host)) return port;
  throw new Error(`Port ${port} is taken by another program, perhaps the portal in another terminal.
  Stop that one, or choose another port: PORT=${await findFreePort(port + 1)} ${ownCommand()}`);
}

async function untilHealthy(url: string): Promise<void> {
  let answer = "none";
  for (const start = Date.now(); Date.now() - start < 60_000; await sleep(100)) {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (response?.ok) return;
    if (response) answer = `${response.status} ${(await response.text()).slice(0, 300)}`;
  }
  throw new Error(`The portal is not healthy after a minute. The last answer of ${url}: ${answer}`);
}
