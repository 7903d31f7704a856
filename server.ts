// The web process: takes deliveries, and passes on what asks for a page (pages.ts). Why not remix-serve:
// docs/decisions/0002-own-web-host.md.
import { createServer } from "node:http";
import { flushCompileCache } from "node:module";
import { closePool } from "#app/db/pool.server.ts";
import { env } from "#app/env.server.ts";
import { keepSpoolDrained } from "#app/features/webhooks/keep-spool-drained.server.ts";
import { createApiListener } from "#app/http/api-listener.server.ts";
import { closeServer } from "#app/http/close-server.server.ts";
import { isTls } from "#app/http/is-tls.server.ts";
import {
  answerClientError,
  discardRest,
  dropForgedHeaders,
  faultBody,
  findRequestFault,
} from "#app/http/malformed-request.server.ts";
import { createPagesProcess } from "#app/http/pages-process.server.ts";
import { securityHeaders } from "#app/http/security-headers.server.ts";
import { onStopSignal } from "#app/lib/on-stop-signal.ts";
import { log } from "#app/log.server.ts";
import { prepareDatabase } from "#scripts/prepare-database.ts";

const STOP_WITHIN_MS = 8_000;
/** Whoever sends slower than this occupies a connection only for so long. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 };
/** Longer than proxies and senders keep theirs, so that none sends on a connection that is being closed here. */
const KEEP_ALIVE_MS = 75_000;
const MOST_CONNECTIONS = 2_000;
/** A restart's first deliveries are answered before the pages are loaded, which keeps a processor busy. */
const PAGES_AFTER_MS = 1_000;

const { HOST, PORT, NODE_ENV } = env();
const listenToApi = await createApiListener(NODE_ENV);
const showPages = createPagesProcess();

let isStopping = false;

const server = createServer({ ...TIMEOUTS, keepAliveTimeout: KEEP_ALIVE_MS }, (req, res) => {
  if (isStopping) res.setHeader("Connection", "close");
  const isSecure = isTls(req);
  for (const [name, value] of Object.entries(securityHeaders({ isTls: isSecure }))) res.setHeader(name, value);
  const fault = findRequestFault(req);
  if (fault) return void res.writeHead(fault.status, { "Content-Type": "application/json" }).end(faultBody(fault));
  res.once("finish", () => discardRest(req));
  dropForgedHeaders(req);
  const answerApi = listenToApi(req, isSecure);
  if (answerApi) return void answerApi(res);
  showPages.answer(req, res);
});
server.maxConnections = MOST_CONNECTIONS;
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
void prepareDatabase();

const stopDraining = keepSpoolDrained();

onStopSignal(async (signal) => {
  log().info({ signal }, "web is stopping");
  isStopping = true;
  showPages.prepareToStop();
  const closed = closeServer(server);
  // Connections that were busy a moment ago become idle one by one.
  setInterval(() => server.closeIdleConnections(), 100).unref();
  setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS).unref();
  await Promise.all([closed, stopDraining()]);
  await closePool();
});
