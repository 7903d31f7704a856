import { execFileSync, spawnSync } from "node:child_process";
import { chownSync, existsSync, globSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { findFreePort } from "#scripts/postgres/find-free-port.ts";
import { postgresAccount, SERVER_ENV } from "#scripts/postgres/postgres-account.ts";
import { spawnGuarded, stopGuarded } from "#scripts/postgres/spawn-guarded.ts";

export type ServerWithTools = {
  /** Of the server's superuser, with the right to create databases. */
  url: string;
  /** The folder with `pg_dump`, `pg_restore` and `psql`, of the server's own version. */
  bin: string;
  stop: () => Promise<void>;
};

const PROGRAMS = ["initdb", "postgres", "pg_dump", "pg_restore", "psql"];

/**
 * A PostgreSQL that came with its tools, on a free port with data in a temporary folder. The server from npm comes
 * without pg_dump, which refuses servers newer than itself, so this is one that is installed; as root on Debian it is
 * installed if need be.
 * @returns null where there is none and none can be installed
 */
export async function startServerWithTools(): Promise<ServerWithTools | null> {
  const native = findInstalled() ?? install();
  if (!native) return null;
  const folder = mkdtempSync(join(tmpdir(), "portal-tools-"));
  const account = postgresAccount(native, join(folder, "postgres"));
  const { dir, prefix, as, owner } = account;
  mkdirSync(dir, { recursive: true });
  for (const path of [folder, dir]) chownSync(path, owner.uid, owner.gid);
  const run = (program: string, ...args: string[]) => [...prefix, join(native, "bin", program), ...args];

  const [initdb = "", ...rest] = run("initdb", "-D", join(dir, "data"), "-U", "postgres", "-E", "UTF8", "--locale=C");
  execFileSync(initdb, [...rest, "--auth=trust"], { ...as, env: SERVER_ENV, cwd: "/", stdio: "ignore" });
  const port = await findFreePort(0);
  const settings = { listen_addresses: "127.0.0.1", unix_socket_directories: "", port, fsync: "off" };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const output = openSync(join(folder, "server.log"), "w");
  const command = run("postgres", "-D", join(dir, "data"), ...options);
  const server = spawnGuarded(command, { ...as, env: SERVER_ENV, cwd: "/", output });
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilReady(url);
  return {
    url,
    bin: join(native, "bin"),
    stop: async () => {
      await stopGuarded(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function findInstalled(): string | undefined {
  const folders = [
    "/usr/lib/postgresql/*",
    "/opt/homebrew/opt/postgresql@*",
    "/usr/local/opt/postgresql@*",
    "/usr/pgsql-*",
  ];
  const isWhole = (folder: string) => PROGRAMS.every((program) => existsSync(join(folder, "bin", program)));
  return globSync(folders).sort().findLast(isWhole);
}

function install(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // No cluster of the package's own is wanted: it would be started, now and at every boot.
  spawnSync("sh", [
    "-c",
    `mkdir -p /etc/postgresql-common && cd /etc/postgresql-common && test -e createcluster.conf ||
    echo create_main_cluster=false > createcluster.conf`,
  ]);
  spawnSync("apt-get", ["update", "-qq"], { stdio: "ignore", env });
  spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "postgresql"], { stdio: "ignore", env });
  return findInstalled();
}

async function untilReady(connectionString: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++, await sleep(100)) {
    const client = new pg.Client({ connectionString });
    client.on("error", () => {});
    const isReady = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => {});
    if (isReady) return;
  }
  throw new Error("The installed PostgreSQL did not start.");
}
