import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#scripts/embedded-postgres.ts";
import { findFreePort } from "#scripts/find-free-port.ts";
import { migrate } from "#scripts/migrate.ts";
import { WEB_PROCESS } from "#scripts/web-process.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";

/** `web stop` and `worker stop` are asked to by SIGTERM, the others are killed. */
export type Victim = "web" | "worker" | "postgres" | "backend" | "web stop" | "worker stop";
export type Stand = Awaited<ReturnType<typeof startStand>>;

const PROGRAMS = { web: [...WEB_PROCESS.flags, WEB_PROCESS.program], worker: ["tasks/worker.ts"] };

const WELL_WITHIN_MS = 300_000;

/**
 * The real processes, each to be killed and started again: web and worker in production mode, and a PostgreSQL with its
 * own default settings, so with fsync, on the disk of this project. A simulator plays Convoso for the recordings.
 */
export async function startStand() {
  mkdirSync(".data", { recursive: true });
  const folder = mkdtempSync(resolve(".data/torture-"));
  const postgresDir = join(folder, "postgres");
  let server = await startEmbeddedPostgres({ dir: postgresDir, port: 0 });
  const databaseUrl = server.url;
  const databasePort = Number(new URL(databaseUrl).port);
  await migrate({ connectionString: databaseUrl });
  const port = await findFreePort(0);
  const portalUrl = `http://127.0.0.1:${port}`;
  const simulator = await startSimulator({ portalUrl, recordingDelaySeconds: 0 });
  // Nothing of the caller's own settings.
  const env = {
    PATH: process.env.PATH,
    ...WEB_PROCESS.env,
    NODE_ENV: "production" as const,
    DATABASE_URL: databaseUrl,
    HOST: "127.0.0.1",
    PORT: String(port),
    LOG_LEVEL: "warn",
    CONVOSO_API_URL: simulator.apiUrl,
    CONVOSO_AUTH_TOKEN: simulator.authToken,
    CONVOSO_REQUESTS_PER_SECOND: "0",
    RECORDING_HOSTS: "127.0.0.1",
    RECORDING_DELAY_SECONDS: "2",
    RECORDING_RETRY_SECONDS: "4,8,16,32,64,128,256",
    SPOOL_DIR: join(folder, "spool"),
    WEBHOOK_RATE_PER_MINUTE: "10000000",
  };
  const running = { web: start("web"), worker: start("worker") };

  function start(name: keyof typeof PROGRAMS): ChildProcess {
    mkdirSync("test-results", { recursive: true });
    const log = openSync(`test-results/torture-${name}.log`, "a");
    // The channel ends the process together with this one.
    const child = spawn(process.execPath, PROGRAMS[name], { env, stdio: ["ignore", log, log, "ipc"] });
    closeSync(log);
    return child;
  }

  async function startDatabase(): Promise<EmbeddedPostgres> {
    for (const patience = Date.now() + 60_000; ; await sleep(200)) {
      try {
        return await startEmbeddedPostgres({ dir: postgresDir, port: databasePort });
      } catch (error) {
        if (Date.now() > patience) throw error;
      }
    }
  }

  async function killDatabase(): Promise<void> {
    const master = Number(readFileSync(join(postgresDir, "data/postmaster.pid"), "utf8").split("\n")[0]);
    const family = childrenOf(master);
    const gone = once(server.process, "exit");
    process.kill(master, "SIGKILL");
    await gone;
    // They end by themselves when they see that their master is gone.
    while (family.some((pid) => existsSync(`/proc/${pid}`))) await sleep(20);
    server = await startDatabase();
  }

  async function killBackend(): Promise<void> {
    const client = new pg.Client(databaseUrl);
    client.on("error", () => {});
    try {
      await client.connect();
      const text = `select pid from pg_stat_activity
        where datname = 'portal' and pid <> pg_backend_pid() order by query_start desc nulls last limit 1`;
      const { rows } = await client.query(text);
      process.kill(rows[0].pid, "SIGKILL");
    } finally {
      await client.end().catch(() => {}); // every session ends with that one
    }
  }

  return {
    portalUrl,
    databaseUrl,
    simulator,
    /** Ends it, and starts it again at once; resolves when it is there again. */
    async end(victim: Victim): Promise<void> {
      if (victim === "postgres") return killDatabase();
      if (victim === "backend") return killBackend();
      const [name, isAsked] = victim.split(" ") as [keyof typeof PROGRAMS, string | undefined];
      const child = running[name];
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The ${name} ended by itself before.`);
      const gone = once(child, "exit");
      child.kill(isAsked ? "SIGTERM" : "SIGKILL");
      const asked = performance.now();
      const [code] = await gone;
      const seconds = (performance.now() - asked) / 1000;
      if (isAsked && (code !== 0 || seconds > 10)) {
        throw new Error(`${name} ended with ${code} after ${seconds.toFixed(1)} s when it was asked to stop.`);
      }
      running[name] = start(name);
      await once(running[name], "message"); // it listens, or works
    },
    stopDatabase: () => server.stop(),
    async startDatabase(): Promise<void> {
      server = await startDatabase();
    },
    /** Resolves when the portal is healthy and nothing waits in the spool any more. */
    async untilWell(): Promise<void> {
      for (const patience = Date.now() + WELL_WITHIN_MS; Date.now() < patience; await sleep(100)) {
        const response = await fetch(`${portalUrl}/api/admin/health`).catch(() => undefined);
        const health = await response?.json().catch(() => undefined);
        if (health?.ok && !health.spool) return;
      }
      throw new Error("The portal did not recover within five minutes: see test-results/torture-*.log.");
    },
    async stop(): Promise<void> {
      for (const child of Object.values(running)) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const gone = once(child, "exit");
        child.kill("SIGTERM");
        await gone;
      }
      await simulator.stop();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function childrenOf(pid: number): number[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  return lines
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
}
