import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
process.env.METRICS_TOKEN = "a token of the tests";
const { holdsMetricsToken, startMetrics, writeMetrics } = await import("#app/features/metrics/write-metrics.server.ts");
const { askApi } = await import("#app/convoso/ask-api.server.ts");
const { env } = await import("#app/env.server.ts");
startMetrics("web", async () => [
  { name: "portal_info", help: "", type: "gauge", aggregator: "sum", values: [{ value: 1, labels: { process: "pages" } }] },
] as never); // biome-ignore format: one row

/** The value of a series; undefined where it is not told. */
async function tell(series: string): Promise<number | undefined> {
  const line = (await writeMetrics()).split("\n").find((text) => text.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

test("deliveries are counted by address and outcome, with the time to acknowledge and the size of their batch", async () => {
  await receiveDelivery(rawDelivery("call", { call_id: "c1", duration: 5 }));
  await receiveDelivery(rawDelivery("call", { call_id: "c1", duration: 5 }));
  await receiveDelivery(rawDelivery("lead", { nothing: "of use" }));
  const deliveries = (endpoint: string, outcome: string) =>
    tell(`portal_deliveries_total{endpoint="${endpoint}",outcome="${outcome}",process="web"}`);
  assert.equal(await deliveries("call", "processed"), 1);
  assert.equal(await deliveries("call", "duplicate"), 1);
  assert.equal(await deliveries("lead", "invalid"), 1);
  assert.equal(await tell('portal_acknowledge_seconds_count{endpoint="call",process="web"}'), 2);
  assert.equal(await tell('portal_batch_deliveries_count{process="web"}'), 3);
  assert.equal(await tell('portal_batch_deliveries_sum{process="web"}'), 3);
});

test("questions to Convoso are counted by result", async () => {
  const convoso = await startSimulator();
  const settings = { apiUrl: convoso.apiUrl, authToken: convoso.authToken, timeZone: "America/Los_Angeles" };
  await askApi(settings, "log/retrieve", { id: "1" });
  await askApi({ ...settings, authToken: "wrong" }, "log/retrieve", { id: "1" });
  await convoso.stop();
  const asked = (result: string) =>
    tell(`portal_convoso_request_seconds_count{section="log/retrieve",result="${result}",process="web"}`);
  assert.equal(await asked("answered"), 1);
  assert.equal(await asked("unauthorized"), 1);
});

test("what the database and the disk hold is told, and that the database is down", async () => {
  assert.equal(await tell("portal_database_up"), 1);
  assert.equal(await tell("portal_workers"), 0);
  assert.equal(await tell('portal_recording_searches{state="waiting"}'), 1);
  assert.equal(await tell('portal_spool_deliveries{process="web"}'), 0);
  assert.equal(await tell('portal_info{process="pages"}'), 1, "the other half is in it");
});

test("only who holds the token may read the metrics, and nobody where there is none", () => {
  assert.equal(holdsMetricsToken("Bearer a token of the tests"), true);
  for (const wrong of [null, "", "Bearer a token", "a token of the tests"])
    assert.equal(holdsMetricsToken(wrong), false);
  const { METRICS_TOKEN } = env();
  delete env().METRICS_TOKEN;
  assert.equal(holdsMetricsToken("Bearer "), null);
  Object.assign(env(), { METRICS_TOKEN });
});

test("every metric that the dashboard, the alert rules and the guide name exists", async () => {
  const known = new Set([...(await writeMetrics()).matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name, type]) =>
    type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`, name] : [name],
  )); // biome-ignore format: short
  const files = ["deploy/grafana/portal.json", "deploy/prometheus/alerts.yaml", "docs/guide/monitoring.md"];
  for (const file of files) {
    const named = readFileSync(file, "utf8").match(/\b(?:portal|nodejs|process)_[a-z_0-9]+/g) ?? [];
    assert.ok(named.length > 5, `${file} names metrics`);
    for (const name of new Set(named)) assert.ok(known.has(name), `${file} names ${name}`);
  }
});

test("the guide explains every metric of the portal's own", async () => {
  const guide = readFileSync("docs/guide/monitoring.md", "utf8");
  const own = [...(await writeMetrics()).matchAll(/^# TYPE (portal_\S+)/gm)].map(([, name = ""]) => name);
  for (const name of own) assert.ok(guide.includes(`\`${name}\``), `the guide does not explain ${name}`);
});
