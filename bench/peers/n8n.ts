import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { CALL_FIELDS, storeCall } from "../contenders/tables.ts";
import { startContender } from "../start-contender.ts";
import { install } from "./install.ts";
import { byAddJob, type Peer, type PeerOrder, valuesOf } from "./peer.ts";

const PACKAGES = ["n8n@2.41.1"];
const COMMAND_WITHIN_MS = 120_000;
const CREDENTIAL = { id: "benchcredential1", name: "calls" };

/**
 * n8n with two workflows: webhook → Postgres → respond. It keeps no record of executions that succeed, which is the
 * fastest that it can be set to. Its own data is in another database, `ownUrl`.
 */
export async function startN8n({ folder, prefix, dataUrl, ownUrl }: PeerOrder & { ownUrl: string }): Promise<Peer> {
  install(folder, PACKAGES);
  const program = join(folder, "node_modules/n8n/bin/n8n");
  const settings = settingsOf(folder, ownUrl);
  const env = { ...process.env, ...settings };
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [program, ...args], {
      env,
      timeout: COMMAND_WITHIN_MS,
      killSignal: "SIGKILL",
    });
  const workflows = { call: storeCall(prefix), "call-and-job": storeCall(prefix, byAddJob(prefix)) };
  writeFileSync(join(folder, "credentials.json"), JSON.stringify([credentialOf(dataUrl)]));
  await run("import:credentials", `--input=${join(folder, "credentials.json")}`);
  for (const [path, query] of Object.entries(workflows)) {
    const id = `bench-${path}`;
    writeFileSync(join(folder, "workflow.json"), JSON.stringify([workflowOf(id, path, query)]));
    await run("import:workflow", `--input=${join(folder, "workflow.json")}`);
    await run("publish:workflow", `--id=${id}`);
  }
  const peer = await startContender(program, ["start"], (port) => ({ ...settings, N8N_PORT: String(port) }));
  const paths = { withoutJob: "/webhook/call", withJob: "/webhook/call-and-job" };
  await untilRegistered(`http://127.0.0.1:${peer.port}${paths.withJob}`);
  return { ...peer, paths, table: `${prefix}_calls` };
}

function settingsOf(folder: string, ownUrl: string): Record<string, string> {
  const { hostname, port, username, password, pathname } = new URL(ownUrl);
  return {
    DB_TYPE: "postgresdb",
    DB_POSTGRESDB_HOST: hostname,
    DB_POSTGRESDB_PORT: port,
    DB_POSTGRESDB_DATABASE: pathname.slice(1),
    DB_POSTGRESDB_USER: username,
    DB_POSTGRESDB_PASSWORD: password,
    EXECUTIONS_DATA_SAVE_ON_SUCCESS: "none",
    EXECUTIONS_DATA_SAVE_ON_ERROR: "none",
    N8N_DIAGNOSTICS_ENABLED: "false",
    N8N_ENCRYPTION_KEY: "only for the bench",
    N8N_LISTEN_ADDRESS: "127.0.0.1",
    N8N_LOG_LEVEL: "silent",
    N8N_TEMPLATES_ENABLED: "false",
    N8N_USER_FOLDER: folder,
    N8N_VERSION_NOTIFICATIONS_ENABLED: "false",
  };
}

function credentialOf(url: string) {
  const { hostname: host, port, username: user, password, pathname } = new URL(url);
  const data = {
    host,
    port: Number(port),
    user,
    password,
    database: pathname.slice(1),
    ssl: "disable",
    maxConnections: 20,
  };
  return { ...CREDENTIAL, type: "postgres", data };
}

function workflowOf(id: string, path: string, query: string) {
  const node = (name: string, type: string, typeVersion: number, parameters: object, more: object = {}) => ({
    ...{ id: `${id}-${name}`, name, type: `n8n-nodes-base.${type}`, typeVersion, position: [0, 0], parameters },
    ...more,
  });
  const values = `={{ ${valuesOf("$json.body", CALL_FIELDS)} }}`;
  const to = (name: string) => ({ main: [[{ node: name, type: "main", index: 0 }]] });
  return {
    ...{ id, name: path, active: false, settings: { executionOrder: "v1" } },
    nodes: [
      node("in", "webhook", 2.1, { httpMethod: "POST", path, responseMode: "responseNode" }, { webhookId: path }),
      node(
        "sql",
        "postgres",
        2.6,
        { operation: "executeQuery", query, options: { queryReplacement: values } },
        { credentials: { postgres: CREDENTIAL } },
      ),
      node("out", "respondToWebhook", 1.5, {
        respondWith: "json",
        responseBody: "={{ { success: true, event_id: $json.id } }}",
      }),
    ],
    connections: { in: to("sql"), sql: to("out") },
  };
}

/** It listens before it knows its webhooks, and answers 404 meanwhile. An empty call does no harm. */
async function untilRegistered(url: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const { status } = await fetch(url, { method: "POST" });
    if (status !== 404) return;
    await sleep(100);
  }
  throw new Error("n8n did not register its webhook within a minute.");
}
