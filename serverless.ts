// What Vercel runs: one function for every address, in place of server.ts, pages.ts and tasks/worker.ts. scripts/vercel.ts puts
// it together. Its name is not vercel.ts, which Vercel would read as its configuration.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServerBuild } from "@remix-run/node";
import { prepareDatabase } from "#app/db/connection/prepare-database.server.ts";
import { env } from "#app/env.server.ts";
import { logTurnedAway } from "#app/features/webhooks/log-unprocessed.server.ts";
import { createApiListener } from "#app/http/api-listener.server.ts";
import { createFrontDoor } from "#app/http/front-door.server.ts";
import { isBehindProxy } from "#app/http/is-tls.server.ts";
import { createPortalListener } from "#app/http/portal-listener.server.ts";
import { PEER_HEADER } from "#app/lib/peer-header.ts";
import { log } from "#app/log.server.ts";

const { NODE_ENV, CRON_SECRET, ARCHIVE_DIR, METRICS_TOKEN } = env();

/** Where each request may meet another process, and none stays, these do not work. Said at every start. */
const missing = [
  "There is no permanent disk: while the database is unreachable, deliveries are answered with 503 and are lost.",
  "Pages do not update by themselves: reload them.",
  ...(CRON_SECRET ? [] : ["CRON_SECRET is not set, so no job runs and no recording is found."]),
  ...(ARCHIVE_DIR ? ["ARCHIVE_DIR is ignored: set ARCHIVE_URL to archive recordings."] : []),
  ...(METRICS_TOKEN ? ["METRICS_TOKEN is ignored: functions share no counters."] : []),
];
log().warn({ missing }, "the portal runs on Vercel");

async function loadPages() {
  const build: ServerBuild = await import(new URL("./build/index.js", import.meta.url).href);
  return createPortalListener(build, NODE_ENV, { trustProxy: isBehindProxy() });
}

// A delivery need not wait for the pages to be loaded.
let pages: ReturnType<typeof loadPages> | undefined;
async function showPage(req: IncomingMessage, res: ServerResponse): Promise<void> {
  try {
    pages ??= loadPages();
    req.headers[PEER_HEADER] = req.socket.remoteAddress;
    (await pages)(req, res);
  } catch (error) {
    log().error({ err: error }, "the pages could not be loaded");
    res.writeHead(503, { "Retry-After": "5" }).end("The pages cannot be shown at the moment.");
  }
}

const runDueJobs = async () => (await import("#tasks/run-due-jobs.ts")).runDueJobs();
const listenToApi = await createApiListener({ runDueJobs });

void prepareDatabase();
logTurnedAway();
// graphile-worker abandons some of its promises when the database dies, which would end this process.
process.on("unhandledRejection", (error) => log().error({ err: error }, "a failure was left unhandled"));

export default createFrontDoor({ listenToApi, showPage });
