// The half of the web process that shows pages, forked by server.ts: see app/http/pages-process.server.ts.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { flushCompileCache } from "node:module";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { broadcastDevReady, type ServerBuild } from "@remix-run/node";
import { env } from "#app/env.server.ts";
import { noteSpoolFault } from "#app/features/health/spool-fault.server.ts";
import { endWatching } from "#app/features/live/watch-changes.server.ts";
import { isBehindProxy, isTls } from "#app/http/is-tls.server.ts";
import type { FromPages, ToPages } from "#app/http/pages-process.server.ts";
import { createPortalListener } from "#app/http/portal-listener.server.ts";
import { securityHeaders } from "#app/http/security-headers.server.ts";

const { NODE_ENV } = env();
const build: ServerBuild = await import(new URL("./build/index.js", import.meta.url).href);
if (NODE_ENV === "development") void broadcastDevReady(build);
flushCompileCache(); // otherwise it is kept only where this process comes to a proper end

// In a folder that only we may enter: whoever could reach the socket could say to be anybody.
const socketPath = join(mkdtempSync(join(tmpdir(), "portal-")), "pages.sock");
process.on("exit", () => rmSync(dirname(socketPath), { recursive: true, force: true }));

const showPage = createPortalListener(build, NODE_ENV, { trustProxy: isBehindProxy() });
// Only server.ts connects, and must not find a connection closed that it is about to use. It has the other limits.
const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }, (req, res) => {
  for (const [name, value] of Object.entries(securityHeaders({ isTls: isTls(req) }))) res.setHeader(name, value);
  showPage(req, res);
});
server.listen(socketPath, () => process.send?.({ socketPath } satisfies FromPages));

process.on("message", ({ isStopping, spoolFault, head }: ToPages, connection?: Socket) => {
  if (head && connection) takeOver(connection, head);
  if (spoolFault !== undefined) noteSpoolFault(spoolFault);
  if (isStopping) void endWatching();
});
/** The request that came over it was read by the other half; what follows on it is ours. */
function takeOver(connection: Socket, head: string): void {
  server.emit("connection", connection);
  connection.emit("data", Buffer.from(head, "latin1"));
  connection.resume();
}

// Whoever stops the web process by its group stops it in order: this half ends when the other is gone.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
process.on("disconnect", () => process.exit(0));
