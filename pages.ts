// The half of the web process that shows pages, forked by server.ts: see app/http/pages-process.server.ts.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { flushCompileCache } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { broadcastDevReady, type ServerBuild } from "@remix-run/node";
import { env } from "#app/env.server.ts";
import { endWatching } from "#app/features/live/watch-changes.server.ts";
import { readNumbers, startMetrics } from "#app/features/metrics/write-metrics.server.ts";
import { noteSpoolFault } from "#app/features/spool/spool-fault.server.ts";
import { isBehindProxy, isTls } from "#app/http/is-tls.server.ts";
import { discardRest } from "#app/http/malformed-request.server.ts";
import type { FromPages, ToPages } from "#app/http/pages-process.server.ts";
import { createPortalListener } from "#app/http/portal-listener.server.ts";
import { securityHeaders } from "#app/http/security-headers.server.ts";

const { NODE_ENV, METRICS_TOKEN } = env();
if (METRICS_TOKEN) startMetrics("pages");
const build: ServerBuild = await import(new URL("./build/index.js", import.meta.url).href);
if (NODE_ENV === "development") void broadcastDevReady(build);
flushCompileCache(); // otherwise it is kept only where this process comes to a proper end

// When memory runs out, the system ends this process first, and not the one that takes deliveries.
try {
  writeFileSync("/proc/self/oom_score_adj", "500");
} catch {
  // Only Linux lets a process say so.
}

// In a folder that only we may enter: a client that reaches the socket can claim any address.
const socketPath = join(mkdtempSync(join(tmpdir(), "portal-")), "pages.sock");
process.on("exit", () => rmSync(dirname(socketPath), { recursive: true, force: true }));

const showPage = createPortalListener(build, NODE_ENV, { trustProxy: isBehindProxy() });
// Only server.ts connects, and must not find a connection closed that it is about to use. It has the other limits.
const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }, (req, res) => {
  for (const [name, value] of Object.entries(securityHeaders({ isTls: isTls(req) }))) res.setHeader(name, value);
  // server.ts sends the next request over the same connection, which would wait behind a body that nobody reads.
  res.once("finish", () => discardRest(req));
  showPage(req, res);
});
server.listen(socketPath, () => process.send?.({ socketPath } satisfies FromPages));

process.on("message", async ({ isStopping, spoolFault, isAskedForNumbers }: ToPages) => {
  if (spoolFault !== undefined) noteSpoolFault(spoolFault);
  if (isStopping) void endWatching();
  if (isAskedForNumbers) process.send?.({ numbers: await readNumbers() } satisfies FromPages);
});

// A stop of the whole process group is orderly: this half ends when the other is gone.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
process.on("disconnect", () => process.exit(0));
