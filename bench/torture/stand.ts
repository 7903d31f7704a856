import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { migrate } from "#app/db/connection/migrate.server.ts";
import { WEB_PROCESS } from "#scripts/portal/web-process.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#scripts/postgres/embedded-postgres.ts";
import { findQuietPort } from "#scripts/postgres/find-free-port.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";
import { startDatabasePair } from "#test/database-pair.ts";
import { killPostgres } from "#test/kill-postgres.ts";
import { startBalancer } from "./balancer.ts";

/** Web 2 and worker 2 are there where the stand is balanced. */
type Program = "web" | "worker" | "web 2" | "worker 2";
/** `web stop` and `worker stop` are asked to by SIGTERM, the others are killed. */
export type Victim = Program | "postgres" | "backend" | `${Program} stop`;
/** Balanced: two web and two worker processes, with HAProxy before them. Standby: a second PostgreSQL that follows the first. */
export type Form = "alone" | "balanced" | "standby";
export type Stand = Awaited<ReturnType<typeof startStand>>;

const PROGRAMS = { web: [WEB_PROCESS.program], worker: ["tasks/worker.ts"] };
/** What a stand of one web process has no use for. */
const BALANCED = { DRAIN_SECONDS: "5" };

export const WEBHOOK_SECRET = "a secret for the torture";
const WELL_WITHIN_MS = 300_000;
const STOP_WITHIN_SECONDS = 20;

/**
 * The real processes, each to be killed and started again: web and worker in production mode, and a PostgreSQL with its
 * own default settings, so with fsync, on the disk of this project. A simulator plays Convoso.
 * @param settings what the portal's programs are told besides
 */
export async function startStand(settings: Record<string, string> = {}, form: Form = "alone") {
  const isBalanced = form === "balanced";
  mkdirSync(".data", { recursive: true });
  const folder = mkdtempSync(resolve(".data/torture-"));
  const postgresDir = join(folder, "postgres");
  const pair = form === "standby" ? await startDatabasePair(folder) : undefined;
  let server = pair?.primary ?? (await startEmbeddedPostgres({ dir: postgresDir, port: 0 }));
  const databasePort = Number(new URL(server.url).port);
  await migrate({ connectionString: server.url });
  const port = await findQuietPort();
  const portalUrl = `http://127.0.0.1:${port}`;
  const ports = { web: isBalanced ? await findQuietPort() : port, "web 2": await findQuietPort() };
  const simulator = await startSimulator({ portalUrl, recordingDelaySeconds: 0, webhookSecret: WEBHOOK_SECRET });
  // Nothing of the caller's own settings.
  const env = {
    PATH: process.env.PATH,
    ...WEB_PROCESS.env,
    NODE_ENV: "production" as const,
    DATABASE_URL: pair?.url ?? server.url,
    HOST: "127.0.0.1",
    LOG_LEVEL: "warn",
    CONVOSO_API_URL: simulator.apiUrl,
    CONVOSO_AUTH_TOKEN: simulator.authToken,
    CONVOSO_REQUESTS_PER_SECOND: "0",
    LEDGER_CHECK_SECONDS: "off",
    RECORDING_HOSTS: "127.0.0.1",
    RECORDING_DELAY_SECONDS: "2",
    RECORDING_RETRY_SECONDS: "4,8,16,32,64,128,256",
    RECORDING_CHECKS_PER_MINUTE: "0",
    SPOOL_DIR: join(folder, "spool"),
    CONVOSO_WEBHOOK_SECRET: WEBHOOK_SECRET,
    TRUST_PROXY: "1",
    ...(isBalanced && BALANCED),
    ...settings,
  };
  const names: Program[] = isBalanced ? ["web", "web 2", "worker", "worker 2"] : ["web", "worker"];
  const running = new Map(names.map((name) => [name, start(name)]));
  const balancer = isBalanced ? await startBalancer(port, [ports.web, ports["web 2"]]) : undefined;

  function start(name: Program): ChildProcess {
    mkdirSync("test-results", { recursive: true });
    const program = name.startsWith("web") ? "web" : "worker";
    const log = openSync(`test-results/torture-${program}.log`, "a");
    const own = { ...env, PORT: String(name === "web" || name === "web 2" ? ports[name] : 0) };
    // The channel ends the process together with this one.
    const child = spawn(process.execPath, PROGRAMS[program], { env: own, stdio: ["ignore", log, log, "ipc"] });
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
    await killPostgres(server, postgresDir);
    server = await startDatabase();
  }

  async function killBackend(): Promise<void> {
    const client = new pg.Client(server.url);
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
    /** Where what was stored is to be looked for: after a failover, on what was the standby. */
    databaseUrl: pair?.standby.url ?? server.url,
    simulator,
    /** Kills the primary, and promotes the standby after so many seconds. @returns when that was asked, as performance.now() */
    async failOver(seconds: number): Promise<{ killed: number; promoted: number }> {
      if (!pair) throw new Error("There is no standby.");
      await pair.killPrimary();
      const killed = performance.now();
      await sleep(seconds * 1000);
      const promoted = performance.now();
      await pair.promote();
      return { killed, promoted };
    },
    /** Ends it, and starts it again at once; resolves when it is there again. */
    async end(victim: Victim): Promise<void> {
      if (victim === "postgres") return killDatabase();
      if (victim === "backend") return killBackend();
      const isAsked = victim.endsWith(" stop");
      const name = victim.replace(" stop", "") as Program;
      const child = running.get(name);
      if (!child || child.exitCode !== null || child.signalCode !== null) throw new Error(`The ${name} ended before.`);
      const gone = once(child, "exit");
      child.kill(isAsked ? "SIGTERM" : "SIGKILL");
      const asked = performance.now();
      const [code] = await gone;
      const seconds = (performance.now() - asked) / 1000;
      if (isAsked && (code !== 0 || seconds > STOP_WITHIN_SECONDS)) {
        throw new Error(`${name} ended with ${code} after ${seconds.toFixed(1)} s when it was asked to stop.`);
      }
      const next = start(name);
      running.set(name, next);
      await once(next, "message"); // it listens, or works
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
      await balancer?.();
      for (const child of running.values()) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const gone = once(child, "exit");
        child.kill("SIGTERM");
        await gone;
      }
      await simulator.stop();
      await (pair ?? server).stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
