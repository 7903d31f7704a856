import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";
import { createTestDatabase } from "#test/database.ts";
import { startCollector } from "#test/otlp-collector.ts";
import { startWebProcess } from "#test/web-process.ts";

const convoso = await startSimulator();
const collector = await startCollector();
const { url } = await createTestDatabase();
const db = await pool();
after(async () => {
  await convoso.stop();
  await collector.stop();
});

const settings = {
  DATABASE_URL: url,
  CONVOSO_API_URL: convoso.apiUrl,
  CONVOSO_AUTH_TOKEN: convoso.authToken,
  LEDGER_CHECK_SECONDS: "off",
  RECORDING_DELAY_SECONDS: "0",
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
};

async function stop(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  assert.deepEqual(await gone, [0, null]);
}

async function send(origin: string, body: object): Promise<string> {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`${origin}/api/webhooks/convoso`, { method: "POST", headers, body: JSON.stringify(body) });
  assert.equal(answer.status, 200);
  return (await answer.json()).event_id;
}

const stateOf = (callId: string) =>
  db.maybeOneFirst(
    sql.type(z.object({ state: z.string() }))`select state from pending_recordings where call_id = ${callId}`,
  );

test("one trace leads from a delivery to its commit, its job and the question to Convoso, and holds nothing personal", async () => {
  const web = await startWebProcess(settings);
  const env = { ...process.env, ...settings };
  const worker = spawn(process.execPath, ["tasks/worker.ts"], { env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const call = convoso.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
  const person = { first_name: "Wilhelmina", last_name: "Featherstone", phone_number: "5550177331" };
  const eventId = await send(web.origin, { call_id: call.id, duration: 60, disposition: "SALE", ...person });
  while ((await stateOf(call.id)) !== "found") await sleep(50);
  await Promise.all([stop(web.child), stop(worker)]); // what is left is handed over

  const trace = collector.spans().filter(({ traceId }) => traceId === eventId.replaceAll("-", ""));
  const parentOf = (name: string) => {
    const { parentSpanId } = trace.find((span) => span.name === name) ?? assert.fail(`there is no span ${name}`);
    return trace.find(({ spanId }) => spanId === parentSpanId)?.name;
  };
  assert.equal(parentOf("receive delivery"), undefined);
  assert.equal(parentOf("store batch"), "receive delivery");
  assert.equal(parentOf("commit"), "store batch");
  assert.equal(parentOf("fetch_recording"), "receive delivery");
  assert.equal(parentOf("Convoso log/retrieve"), "fetch_recording");
  const job = trace.find(({ name }) => name === "fetch_recording");
  assert.deepEqual(job?.links?.[0]?.traceId, job?.traceId, "it links to what queued it");

  const told = collector.bodies.join("\n");
  for (const secret of [...Object.values(person), call.id, convoso.authToken, "play-recording"]) {
    assert.ok(!told.includes(secret), `the spans hold ${secret}`);
  }
});

test("a collector that is away holds up no delivery, and not the end of the process", async () => {
  const { child, origin } = await startWebProcess({ ...settings, OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" });
  await send(origin, { call_id: "test-untraced", duration: 5 });
  await stop(child);
});
