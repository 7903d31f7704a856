// The web process. Why not remix-serve: docs/decisions/0002-own-web-host.md.
import { createServer, type IncomingMessage } from "node:http";
import { broadcastDevReady, createRequestHandler, installGlobals, type ServerBuild } from "@remix-run/node";
import { type ClientAddress, createRequestListener } from "@remix-run/node-fetch-server";
import compression from "compression";
import sirv from "sirv";
import { closePool } from "#app/db/pool.server.ts";
import { env } from "#app/env.server.ts";
import { endWatching } from "#app/features/live/watch-changes.server.ts";
import { keepSpoolDrained } from "#app/features/webhooks/keep-spool-drained.server.ts";
import { createApiListener } from "#app/http/api-listener.server.ts";
import {
  answerClientError,
  discardRest,
  dropForgedHeaders,
  faultBody,
  findRequestFault,
} from "#app/http/malformed-request.server.ts";
import { refuseCrossSite } from "#app/http/require-same-origin.server.ts";
import { securityHeaders } from "#app/http/security-headers.server.ts";
import { onStopSignal } from "#app/lib/on-stop-signal.ts";
import { log } from "#app/log.server.ts";
import { prepareDatabase } from "#scripts/prepare-database.ts";

const STOP_WITHIN_MS = 8_000;
/** Whoever sends slower than this occupies a connection only for so long. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2_000 };
const MOST_CONNECTIONS = 2_000;

installGlobals({ nativeFetch: true });
const { HOST, PORT, NODE_ENV, TRUST_PROXY, VERCEL } = env();
const buildFile = new URL("./build/index.js", import.meta.url).href;
const build = (await import(buildFile)) as ServerBuild;

const handleRequest = createRequestHandler(build, NODE_ENV);
const isBehindProxy = Boolean(TRUST_PROXY ?? VERCEL);
const listener = createRequestListener(
  (request: Request, client: ClientAddress) =>
    // Remix would answer a form of another site with a bare 500. Webhooks are no forms.
    (isWebhook(request) ? null : refuseCrossSite(request)) ?? handleRequest(request, { clientAddress: client.address }),
  {
    trustProxy: isBehindProxy,
    onError: (error) => log().error({ err: error }, "request failed"),
  },
);

function isWebhook({ url }: Request): boolean {
  return new URL(url).pathname.startsWith("/api/");
}

const listenToApi = createApiListener(build, NODE_ENV);

const serveFile = sirv("public", {
  dev: NODE_ENV === "development",
  // The build left both beside each file.
  brotli: true,
  gzip: true,
  // File names under /build hold a digest of their content.
  setHeaders: (res, path) =>
    res.setHeader(
      "cache-control",
      path.startsWith("/build/") ? "public, max-age=31536000, immutable" : "public, max-age=3600",
    ),
});
const compress = compression();

function isTls({ headers }: IncomingMessage): boolean {
  return isBehindProxy && String(headers["x-forwarded-proto"]).split(",")[0]?.trim() === "https";
}

let isStopping = false;

const server = createServer(TIMEOUTS, (req, res) => {
  if (isStopping) res.setHeader("Connection", "close");
  const isSecure = isTls(req);
  for (const [name, value] of Object.entries(securityHeaders({ isTls: isSecure }))) res.setHeader(name, value);
  const fault = findRequestFault(req);
  if (fault) return void res.writeHead(fault.status, { "Content-Type": "application/json" }).end(faultBody(fault));
  res.once("finish", () => discardRest(req));
  dropForgedHeaders(req);
  const answerApi = listenToApi(req, isSecure);
  if (answerApi) return void answerApi(res);
  compress(req as never, res as never, () => serveFile(req, res, () => void listener(req, res)));
});
server.maxConnections = MOST_CONNECTIONS;
server.on("clientError", answerClientError);

server.listen(PORT, HOST, () => {
  log().info({ address: server.address() }, "web is listening");
  process.send?.({ listening: server.address() });
  if (NODE_ENV === "development") void broadcastDevReady(build);
});

// Deliveries are taken meanwhile: they need the first tables only, or the spool.
void prepareDatabase();

const stopDraining = keepSpoolDrained();

onStopSignal(async (signal) => {
  log().info({ signal }, "web is stopping");
  isStopping = true;
  const closed = new Promise((resolve) => server.close(resolve));
  // Connections that were busy a moment ago become idle one by one.
  setInterval(() => server.closeIdleConnections(), 100).unref();
  setTimeout(() => server.closeAllConnections(), STOP_WITHIN_MS).unref();
  await Promise.all([closed, stopDraining(), endWatching()]);
  await closePool();
});
