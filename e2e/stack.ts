import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { newToken, tokenSha256 } from "#app/features/auth/tokens.server.ts";
import { WEB_PROCESS } from "#scripts/portal/web-process.ts";
import { findQuietPort } from "#scripts/postgres/find-free-port.ts";
import { cloneDatabase } from "#test/clone-database.ts";
import { type Simulator, startSimulator } from "#test/convoso-simulator/simulator.ts";
import { startTestServer } from "#test/test-server.ts";
import { checkLogs } from "./check-logs.ts";

export type Stack = {
  portalUrl: string;
  /** For the owner of the tables; web and worker sign in as the portal's role. */
  databaseUrl: string;
  adminPassword: string;
  webPid: number;
  /** The played Convoso: place calls, send them to the portal, order troubles. */
  simulator: Simulator;
  /** A fresh one-time link. */
  signInLink: () => Promise<string>;
  /** The same from `npm run sign-in-link`, which takes as long as a program does to start. */
  printSignInLink: () => Promise<string>;
  /** From now on only the web process changes anything. */
  stopWorker: () => Promise<void>;
  /** Ends everything; throws where a process does not end as it should, or a log holds a secret or anything personal. */
  stop: () => Promise<void>;
};

/**
 * The whole portal for one Playwright worker, on free ports: a new database, a played Convoso, and the real web and
 * worker processes in production mode. Recordings are looked for after one second instead of two minutes. What the
 * processes say is in `test-results/web-<index>.log` and `worker-<index>.log`.
 */
export async function startStack(
  index: number,
  serverUrl = process.env.TEST_DATABASE_URL,
  settings: Record<string, string> = {},
  makeDatabase = cloneDatabase,
  programs = { web: WEB_PROCESS.program, worker: "tasks/worker.ts" },
): Promise<Stack> {
  const server = serverUrl ? { url: serverUrl, stop: async () => {} } : await startTestServer();
  const database = await makeDatabase(server.url);
  const port = await findQuietPort();
  const portalUrl = `http://127.0.0.1:${port}`;
  const simulator = await startSimulator({ portalUrl, recordingDelaySeconds: 0 });
  const adminPassword = "a password for tests";
  const spoolDir = mkdtempSync(join(tmpdir(), "portal-spool-"));
  const archiveDir = mkdtempSync(join(tmpdir(), "portal-archive-"));
  const env = {
    ...process.env,
    ...WEB_PROCESS.env,
    NODE_ENV: "production" as const,
    DATABASE_URL: database.appUrl,
    HOST: "127.0.0.1",
    PORT: String(port),
    ADMIN_PASSWORD: adminPassword,
    SPOOL_DIR: spoolDir,
    ARCHIVE_DIR: archiveDir,
    ARCHIVE_MIN_FREE_MB: "0",
    CONVOSO_API_URL: simulator.apiUrl,
    CONVOSO_AUTH_TOKEN: simulator.authToken,
    CONVOSO_REQUESTS_PER_SECOND: "0",
    LEDGER_CHECK_SECONDS: "off",
    RECORDING_HOSTS: "127.0.0.1",
    RECORDING_DELAY_SECONDS: "1",
    RECORDING_RETRY_SECONDS: "1,1,2",
    RECORDING_CHECKS_PER_MINUTE: "0",
    LOG_LEVEL: "trace",
    ...settings,
  };
  const { CONVOSO_WEBHOOK_SECRET = "", CRON_SECRET = "" }: Record<string, string> = settings;
  const secrets = [adminPassword, simulator.authToken, CRON_SECRET, ...CONVOSO_WEBHOOK_SECRET.split(",")].filter(
    Boolean,
  );
  const web = start("web", [programs.web]);
  const worker = start("worker", [programs.worker]);
  const processes = [web, worker];

  function start(name: string, args: string[]): ChildProcess {
    mkdirSync("test-results", { recursive: true });
    const log = openSync(`test-results/${name}-${index}.log`, "w");
    // The channel ends the process together with this one.
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", log, log, "ipc"] });
    closeSync(log);
    return child;
  }

  async function stop(): Promise<void> {
    const codes = await end();
    if (codes.some((code) => code !== 0)) throw new Error(`Told to stop, web and worker ended with ${codes}.`);
    checkLogs([`test-results/web-${index}.log`, `test-results/worker-${index}.log`], secrets);
  }

  /** @returns what each of those that still ran ended with */
  async function end(): Promise<(number | null)[]> {
    const codes: (number | null)[] = [];
    for (const child of processes) {
      if (child.exitCode === null && child.signalCode === null) codes.push(await endProcess(child));
    }
    await simulator.stop();
    await database.drop();
    await server.stop();
    for (const folder of [spoolDir, archiveDir]) rmSync(folder, { recursive: true, force: true });
    return codes;
  }

  async function endProcess(child: ChildProcess): Promise<number | null> {
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    const [code] = await gone;
    return code;
  }

  const stopWorker = async () => void (await endProcess(worker));

  async function signInLink(): Promise<string> {
    const token = newToken();
    secrets.push(token);
    const db = new pg.Client(database.url);
    await db.connect();
    const link = "insert into sign_in_links (token_sha256, expires_at) values ($1, now() + interval '1 hour')";
    await db.query(link, [tokenSha256(token)]);
    await db.end();
    return `${portalUrl}/sign-in?token=${token}`;
  }

  async function printSignInLink(): Promise<string> {
    const child = spawn(process.execPath, ["scripts/sign-in-link.ts"], { env, stdio: ["ignore", "pipe", "inherit"] });
    const output = (await child.stdout.toArray()).join("");
    const link = new URL(output.match(/\/sign-in\?\S+/)?.[0] ?? "no link was printed", portalUrl);
    secrets.push(link.searchParams.get("token") ?? "");
    return link.href;
  }

  try {
    await untilHealthy(portalUrl, processes);
  } catch (error) {
    await end();
    throw error;
  }
  const webPid = web.pid as number; // it answers, so it was spawned
  return {
    portalUrl,
    databaseUrl: database.url,
    adminPassword,
    webPid,
    simulator,
    signInLink,
    printSignInLink,
    stopWorker,
    stop,
  };
}

async function untilHealthy(portalUrl: string, processes: ChildProcess[]): Promise<void> {
  for (const start = Date.now(); Date.now() - start < 120_000; await sleep(50)) {
    if (processes.some((child) => child.exitCode !== null)) break;
    const response = await fetch(`${portalUrl}/api/admin/health`).catch(() => undefined);
    if (response?.ok) return;
  }
  throw new Error("The portal did not become healthy: see test-results/web-*.log and worker-*.log.");
}

/** The process of the pages, the only child of the web process. */
export function findPages({ webPid }: Stack): number {
  return Number(readFileSync(`/proc/${webPid}/task/${webPid}/children`, "utf8"));
}

/** Kills the process of the pages. @returns which one it was */
export function killPages(stack: Stack): number {
  const pages = findPages(stack);
  process.kill(pages, "SIGKILL");
  return pages;
}
