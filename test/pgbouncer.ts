import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "#scripts/postgres/find-free-port.ts";

/** PGBOUNCER names one that is not in the PATH. */
const PROGRAM = process.env.PGBOUNCER || "pgbouncer";
const NOBODY = 65_534;

/** The version that is installed, such as 1.18; null where there is none. */
export function pgbouncerVersion(): number | null {
  const { stdout } = spawnSync(PROGRAM, ["--version"], { encoding: "utf8" });
  const [, version] = /PgBouncer (\d+\.\d+)/.exec(stdout ?? "") ?? [];
  return version === undefined ? null : Number(version);
}

export type Bouncer = { url: string; stop: () => Promise<void> };

/** Starts PgBouncer in transaction mode before the server of `serverUrl`, for the role of that URL. */
export async function startPgbouncer(
  serverUrl: string,
  settings: Record<string, string | number> = {},
): Promise<Bouncer> {
  const server = new URL(serverUrl);
  const folder = mkdtempSync(join(tmpdir(), "portal-bouncer-"));
  chmodSync(folder, 0o755); // it refuses to run as root
  const port = await findFreePort(0);
  const users = join(folder, "users.txt");
  writeFileSync(users, `"${server.username}" "${decodeURIComponent(server.password)}"\n`);
  const all = {
    listen_addr: "127.0.0.1",
    listen_port: port,
    unix_socket_dir: "",
    auth_type: "trust",
    auth_file: users,
    pool_mode: "transaction",
    default_pool_size: 20,
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
  const file = join(folder, "pgbouncer.ini");
  writeFileSync(
    file,
    `[databases]\n* = host=${server.hostname} port=${server.port}\n[pgbouncer]\n${lines.join("\n")}\n`,
  );
  const as = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawn(PROGRAM, ["--quiet", file], { ...as, stdio: "ignore" });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  await untilListening(port, child);
  return {
    url: Object.assign(new URL(serverUrl), { port: String(port) }).href,
    async stop() {
      process.off("exit", kill);
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
      rmSync(folder, { recursive: true });
    },
  };
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200 && child.exitCode === null; tries++, await sleep(25)) {
    const socket = connect(port, "127.0.0.1");
    const isThere = await Promise.race([once(socket, "connect"), once(socket, "error")]).then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return;
  }
  throw new Error("PgBouncer did not start.");
}
