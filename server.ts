// The web process: takes deliveries, and passes on what asks for a page (pages.ts). Why not remix-serve:
// docs/decisions/0002-own-web-host.md.
import { createServer } from "node:http";
import { flushCompileCache } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { closePool } from "#app/db/connection/pool.server.ts";
import { prepareDatabase } from "#app/db/connection/prepare-database.server.ts";
import { env } from "#app/env.server.ts";
import { endReadiness } from "#app/features/health/readiness.server.ts";
import { keepFieldMapsFresh } from "#app/features/ingest/field-maps-in-use.server.ts";
import { endWatching } from "#app/features/live/watch-changes.server.ts";
import { keepSpoolDrained } from "#app/features/spool/keep-spool-drained.server.ts";
import { traceDeliveriesIfWanted } from "#app/features/traces/trace-if-wanted.server.ts";
import { logTurnedAway } from "#app/features/webhooks/log-unprocessed.server.ts";
import { createApiListener } from "#app/http/api-listener.server.ts";
import { createFrontDoor } from "#app/http/front-door.server.ts";
import { guardConnections } from "#app/http/guard-connections.server.ts";
import { peerOf } from "#app/http/limit-source.server.ts";
import { answerClientError } from "#app/http/malformed-request.server.ts";
import { createPagesProcess } from "#app/http/pages-process.server.ts";
import { onStopSignal } from "#app/lib/on-stop-signal.ts";
import { log } from "#app/log.server.ts";

const STOP_WITHIN_MS = 8_000;
/** A sender slower than this occupies a connection only for so long. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 };
/** Longer than proxies and senders keep theirs, so that none sends on a connection that is being closed here. */
const KEEP_ALIVE_MS = 75_000;
const CONNECTIONS = { most: 2_000, reserved: 500, mostOfOneSource: 200, peerOf };
/** A restart's first deliveries are answered before the pages are loaded, which keeps a processor busy. */
const PAGES_AFTER_MS = 1_000;

const { HOST, PORT, DRAIN_SECONDS, METRICS_TOKEN } = env();
const listenToApi = await createApiListener();
const showPages = createPagesProcess();
// Loaded where it is wanted only: it holds up the first deliveries after a restart.
if (METRICS_TOKEN) {
  const { startMetrics } = await import("#app/features/metrics/write-metrics.server.ts");
  startMetrics("web", showPages.readNumbers);
}
const { endTraces } = await traceDeliveriesIfWanted();

let isStopping = false;

const enter = createFrontDoor({ listenToApi, showPage: showPages.answer });
const server = createServer({ ...TIMEOUTS, keepAliveTimeout: KEEP_ALIVE_MS }, (req, res) => {
  if (isRefused(req, res)) return;
  if (isStopping) res.setHeader("Connection", "close");
  enter(req, res);
});
const isRefused = guardConnections(server, CONNECTIONS);
server.on("clientError", answerClientError);

server.listen(PORT, HOST, () => {
  log().info({ address: server.address() }, "web is listening");
  process.send?.({ listening: server.address() });
  setTimeout(() => {
    showPages.start();
    flushCompileCache(); // otherwise it is kept only where this process comes to a proper end
  }, PAGES_AFTER_MS).unref();
});

// Deliveries are taken meanwhile: they need the first tables only, or the spool.
void prepareDatabase().then(keepFieldMapsFresh); // until then each delivery asks for the maps
logTurnedAway();

const stopDraining = keepSpoolDrained();

onStopSignal(async (signal) => {
  log().info({ signal }, "web is stopping");
  isStopping = true;
  endReadiness();
  showPages.prepareToStop();
  // Until the load balancers have noticed, everything is answered. A person at a terminal does not wait for them.
  if (signal === "SIGTERM") await sleep(DRAIN_SECONDS * 1000);
  const closed = new Promise((resolve) => server.close(resolve));
  // Connections that were busy a moment ago become idle one by one.
  setInterval(() => server.closeIdleConnections(), 100).unref();
  setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS).unref();
  await Promise.all([closed, stopDraining(), endWatching()]);
  await Promise.all([closePool(), endTraces()]);
}, DRAIN_SECONDS * 1000);
